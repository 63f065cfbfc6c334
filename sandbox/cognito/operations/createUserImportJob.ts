import type {
  CreateUserImportJobRequest,
  CreateUserImportJobResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedJob } from '../../import-jobs/import-job.ts';
import { invalidParameter, required } from '../errors.ts';
import type { Operation } from '../services.ts';

const JOB_NAME = /^[\w\s+=,.@-]{1,128}$/;
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=/,.@-]{1,512}$/;
const ALGORITHMS: readonly string[] = ['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256'];

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserImportJob.html */
export const createUserImportJob: Operation<
  'importJobs' | 'pools',
  CreateUserImportJobRequest,
  CreateUserImportJobResponse
> =
  ({ importJobs, pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    const name = matching(JOB_NAME, required(input.JobName, 'jobName'), 'jobName');
    const roleArn = matching(
      ROLE_ARN,
      required(input.CloudWatchLogsRoleArn, 'cloudWatchLogsRoleArn'),
      'cloudWatchLogsRoleArn',
    );
    const algorithm = input.PasswordHashingAlgorithm;
    if (algorithm !== undefined && !ALGORITHMS.includes(algorithm)) {
      throw constraint('passwordHashingAlgorithm', `enum value set: [${ALGORITHMS.join(', ')}]`);
    }
    const job = importJobs.create(pool, { name, roleArn, passwordHashingAlgorithm: algorithm });
    return { UserImportJob: describedJob(job) };
  };

function matching(pattern: RegExp, value: string, member: string): string {
  if (!pattern.test(value)) throw constraint(member, `regular expression pattern: ${pattern.source}`);
  return value;
}

const constraint = (member: string, wanted: string) =>
  invalidParameter(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must satisfy ${wanted}`,
  );
