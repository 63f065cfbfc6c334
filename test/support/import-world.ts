import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateUserImportJobCommand,
  type CreateUserPoolRequest,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  StartUserImportJobCommand,
  type UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { createPool, type Rig, startRig } from './real-client.ts';

export const ROLE_ARN = 'arn:aws:iam::111122223333:role/import-logs';

/** The header that an upload's signature demands. */
export const ENCRYPTED = { 'x-amz-server-side-encryption': 'aws:kms' };

/** One row by column; what is not named is empty. */
export type Row = Readonly<Record<string, string>>;

/** Somebody whom a pool that verifies e-mail addresses takes. */
export const person = (username: string, more: Row = {}): Row => ({
  'cognito:username': username,
  'cognito:mfa_enabled': 'FALSE',
  email: `${username}@example.com`,
  email_verified: 'TRUE',
  ...more,
});

/** A file of these rows; nothing is escaped, so that tests say exactly what stands in a cell. */
export const csv = (header: readonly string[], rows: readonly Row[]): string =>
  [header.join(','), ...rows.map((row) => header.map((column) => row[column] ?? '').join(','))]
    .map((line) => `${line}\n`)
    .join('');

/** A pool that imports, and the clients to do so. Jobs move only when a test says so. */
export interface ImportWorld extends Rig {
  readonly logs: CloudWatchLogsClient;
  readonly UserPoolId: string;
  header(): Promise<string[]>;
  create(jobName?: string): Promise<UserImportJobType>;
  upload(job: UserImportJobType, body: string | Uint8Array<ArrayBuffer>): Promise<Response>;
  start(job: UserImportJobType): Promise<UserImportJobType>;
  describe(job: UserImportJobType): Promise<UserImportJobType>;
  /** Creates, uploads, starts and runs a job to its end. */
  run(body: string | Uint8Array<ArrayBuffer>): Promise<UserImportJobType>;
  /** As `run`, with the pool's own header. */
  importRows(...rows: readonly Row[]): Promise<UserImportJobType>;
  /** Everything that a job logged. */
  linesOf(job: UserImportJobType): Promise<string[]>;
}

export async function startImportWorld(
  pool: Partial<CreateUserPoolRequest> = {},
  options: Omit<SandboxOptions, 'clock'> = {},
): Promise<ImportWorld> {
  const rig = await startRig({ ...options, importJobs: { pace: 'by-hand', ...options.importJobs } });
  const { sandbox, client } = rig;
  const { endpoint, region } = sandbox;
  const credentials = { accessKeyId: 'AKIDADMINISTRATOR', secretAccessKey: 'none' };
  const logs = new CloudWatchLogsClient({ endpoint, region, credentials, maxAttempts: 1 });
  const UserPoolId = await createPool(rig, pool);
  const world: ImportWorld = {
    ...rig,
    logs,
    UserPoolId,
    header: async () => (await client.send(new GetCSVHeaderCommand({ UserPoolId }))).CSVHeader!,
    create: async (JobName = 'move') => {
      const request = { UserPoolId, JobName, CloudWatchLogsRoleArn: ROLE_ARN };
      return (await client.send(new CreateUserImportJobCommand(request))).UserImportJob!;
    },
    upload: ({ PreSignedUrl }, body) => fetch(PreSignedUrl!, { method: 'PUT', headers: ENCRYPTED, body }),
    start: async ({ JobId }) =>
      (await client.send(new StartUserImportJobCommand({ UserPoolId, JobId }))).UserImportJob!,
    describe: async ({ JobId }) =>
      (await client.send(new DescribeUserImportJobCommand({ UserPoolId, JobId }))).UserImportJob!,
    run: async (body) => {
      const job = await world.create();
      await world.upload(job, body);
      await world.start(job);
      while (sandbox.services.importJobs.advance() !== undefined);
      return world.describe(job);
    },
    importRows: async (...rows) => world.run(csv(await world.header(), rows)),
    linesOf: (job) => linesOf(logs, job),
    close: async () => {
      logs.destroy();
      await rig.close();
    },
  };
  return world;
}

async function linesOf(logs: CloudWatchLogsClient, job: UserImportJobType): Promise<string[]> {
  const lines: string[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page = await logs.send(
      new GetLogEventsCommand({
        logGroupName: `/aws/cognito/userpools/${job.UserPoolId}/test`,
        logStreamName: `${job.JobId}/${job.JobName}`,
        startFromHead: true,
        nextToken,
      }),
    );
    lines.push(...page.events!.map(({ message = '' }) => message));
    if (page.nextForwardToken === nextToken) return lines;
    nextToken = page.nextForwardToken;
  }
}
