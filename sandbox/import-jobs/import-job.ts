import type {
  PasswordHashingAlgorithmType,
  UserImportJobStatusType,
  UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserPool } from '../cognito/state.ts';
import type { CsvFile } from './csv-file.ts';
import type { PresignedUrl } from './presigned-url.ts';

/** What the sandbox holds of a job. Times are epoch milliseconds. */
export interface ImportJob {
  readonly id: string;
  readonly name: string;
  readonly pool: UserPool;
  readonly roleArn: string;
  readonly passwordHashingAlgorithm?: PasswordHashingAlgorithmType | undefined;
  readonly url: PresignedUrl;
  readonly createdAt: number;
  startedAt?: number;
  completedAt?: number;
  status: UserImportJobStatusType;
  completionMessage?: string;
  imported: number;
  skipped: number;
  failed: number;
  upload?: Upload | undefined;
  /** While the job is in progress. */
  file?: CsvFile | undefined;
  failure?: InjectedFailure | undefined;
}

/** S3 takes files of any size; Cognito then fails on those that are too large. */
export type Upload = { readonly kind: 'file'; readonly body: Buffer } | { readonly kind: 'too-large' };

/** A job that ends in the middle through no fault of its file. */
export interface InjectedFailure {
  /** Rows that are processed, and logged, before it ends. */
  readonly afterRows: number;
  readonly message: string;
}

export const processedRows = ({ imported, skipped, failed }: ImportJob): number =>
  imported + skipped + failed;

/** As the API shows it. */
export const describedJob = (job: ImportJob): UserImportJobType => ({
  JobName: job.name,
  JobId: job.id,
  UserPoolId: job.pool.id,
  PreSignedUrl: job.url.href,
  CreationDate: new Date(job.createdAt),
  StartDate: dateOf(job.startedAt),
  CompletionDate: dateOf(job.completedAt),
  Status: job.status,
  CloudWatchLogsRoleArn: job.roleArn,
  ImportedUsers: job.imported,
  SkippedUsers: job.skipped,
  FailedUsers: job.failed,
  CompletionMessage: job.completionMessage,
  PasswordHashingAlgorithm: job.passwordHashingAlgorithm,
});

const dateOf = (time: number | undefined): Date | undefined =>
  time === undefined ? undefined : new Date(time);
