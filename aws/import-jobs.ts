import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  CognitoIdentityProviderClient,
  ListUserImportJobsResponse,
  UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateUserImportJobCommand,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  StartUserImportJobCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/** A job as Cognito describes it. */
export interface ImportJob {
  readonly jobId: string;
  readonly jobName: string;
  /** `Created`, `Pending`, `InProgress`, `Stopping`, `Stopped`, `Succeeded`, `Failed` or `Expired`. */
  readonly status: string;
  readonly message?: string;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** ISO 8601. */
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/** What became of an attempt to start a job. */
export type StartResult =
  | { readonly kind: 'started' }
  /** Another job of the account is active, or something is wrong for good: Cognito has no name of its own for either. */
  | { readonly kind: 'refused'; readonly exception: string; readonly message: string };

/** Import jobs of the new pool. */
export interface ImportJobs {
  /** The columns that an import file of this pool must have, in their order. */
  header(): Promise<readonly string[]>;
  /** Creates a job; its URL takes the file for 15 minutes. */
  create(jobName: string): Promise<{ readonly jobId: string; readonly uploadUrl: string }>;
  upload(uploadUrl: string, file: { readonly body: Readable; readonly bytes: number }): Promise<void>;
  start(jobId: string): Promise<StartResult>;
  /** All jobs that this pool ever had, the last created first. Those of other pools of the account cannot be seen. */
  list(): Promise<readonly ImportJob[]>;
  describe(jobId: string): Promise<ImportJob>;
}

/**
 * Refusals that may mean "not now". Documented is only that one job may be active per account, not how a second start
 * is refused; a file that is missing has the same name and another text.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
const NOT_NOW: readonly string[] = [
  'PreconditionNotMetException',
  'LimitExceededException',
  'TooManyRequestsException',
  'UserImportInProgressException',
  'ConcurrentModificationException',
];

const isNotNow = (error: Error): boolean =>
  NOT_NOW.includes(error.name) && !/no csv file|auto.?verified/i.test(error.message);

const iso = (date: Date | undefined, name: string) =>
  date === undefined ? {} : { [name]: date.toISOString() };

const readJob = (job: UserImportJobType | undefined): ImportJob => ({
  jobId: job?.JobId ?? '',
  jobName: job?.JobName ?? '',
  status: job?.Status ?? 'Unknown',
  imported: job?.ImportedUsers ?? 0,
  skipped: job?.SkippedUsers ?? 0,
  failed: job?.FailedUsers ?? 0,
  ...(job?.CompletionMessage === undefined ? {} : { message: job.CompletionMessage }),
  ...iso(job?.CreationDate, 'createdAt'),
  ...iso(job?.StartDate, 'startedAt'),
  ...iso(job?.CompletionDate, 'endedAt'),
});

/**
 * Most jobs that ListUserImportJobs returns at once.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html
 */
const LARGEST_PAGE = 60;

/** Milliseconds without any progress after which an upload is given up. */
const UPLOAD_STALLED = 60_000;

/**
 * Puts a file to the URL of a job, as a stream with its length known. The header is part of the URL's signature.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
const putFile = async (url: string, { body, bytes }: { body: Readable; bytes: number }): Promise<void> => {
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  const request = send(url, {
    method: 'PUT',
    headers: { 'content-length': bytes, 'x-amz-server-side-encryption': 'aws:kms' },
    timeout: UPLOAD_STALLED,
  });
  request.on('timeout', () => request.destroy(new Error('The upload of the import file stalled')));
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
  });
  const [answer, sent] = await Promise.allSettled([answered, pipeline(body, request)]);
  // S3 may refuse before it has read everything, and its reason says more than the broken pipe.
  if (answer.status === 'fulfilled' && answer.value.status < 300 && sent.status === 'fulfilled') return;
  if (answer.status === 'fulfilled' && answer.value.status >= 300) {
    const code = /<Code>([^<]*)<\/Code>/.exec(answer.value.text)?.[1] ?? '';
    throw new Error(`The upload of the import file was refused: ${answer.value.status} ${code}`);
  }
  throw new Error('The upload of the import file broke off', {
    cause:
      answer.status === 'rejected' ? answer.reason : sent.status === 'rejected' ? sent.reason : undefined,
  });
};

/** DescribeUserImportJob alone, for a function that may do no more. */
export const describeImportJob =
  (client: CognitoIdentityProviderClient, UserPoolId: string): ImportJobs['describe'] =>
  async (JobId) => {
    const { UserImportJob } = await client.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }));
    return readJob(UserImportJob);
  };

/** GetCSVHeader alone, for a program that starts no jobs. */
export const getCsvHeader =
  (client: CognitoIdentityProviderClient, UserPoolId: string): ImportJobs['header'] =>
  async () => {
    const { CSVHeader = [] } = await client.send(new GetCSVHeaderCommand({ UserPoolId }));
    return CSVHeader;
  };

/**
 * The import jobs of a pool over the SDK.
 * @param pool `logsRoleArn` is the role with which Cognito writes the logs of jobs that are created.
 */
export const createImportJobs = (
  client: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, logsRoleArn }: { readonly userPoolId: string; readonly logsRoleArn: string },
): ImportJobs => ({
  header: getCsvHeader(client, UserPoolId),
  async create(JobName) {
    const { UserImportJob } = await client.send(
      new CreateUserImportJobCommand({ UserPoolId, JobName, CloudWatchLogsRoleArn: logsRoleArn }),
    );
    if (UserImportJob?.JobId === undefined || UserImportJob.PreSignedUrl === undefined) {
      throw new Error('Cognito created an import job without an id or without a URL');
    }
    return { jobId: UserImportJob.JobId, uploadUrl: UserImportJob.PreSignedUrl };
  },
  upload: putFile,
  async start(JobId) {
    try {
      await client.send(new StartUserImportJobCommand({ UserPoolId, JobId }));
      return { kind: 'started' };
    } catch (error) {
      if (!(error instanceof Error) || !isNotNow(error)) throw error;
      return { kind: 'refused', exception: error.name, message: error.message };
    }
  },
  async list() {
    const jobs: ImportJob[] = [];
    for (let PaginationToken: string | undefined; ; ) {
      const page: ListUserImportJobsResponse = await client.send(
        new ListUserImportJobsCommand({
          UserPoolId,
          MaxResults: LARGEST_PAGE,
          ...(PaginationToken === undefined ? {} : { PaginationToken }),
        }),
      );
      jobs.push(...(page.UserImportJobs ?? []).map(readJob));
      PaginationToken = page.PaginationToken;
      if (PaginationToken === undefined) return jobs;
    }
  },
  describe: describeImportJob(client, UserPoolId),
});
