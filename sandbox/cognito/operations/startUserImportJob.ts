import type {
  StartUserImportJobRequest,
  StartUserImportJobResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedJob } from '../../import-jobs/import-job.ts';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartUserImportJob.html */
export const startUserImportJob: Operation<
  'importJobs' | 'pools',
  StartUserImportJobRequest,
  StartUserImportJobResponse
> =
  ({ importJobs, pools }) =>
  async ({ UserPoolId, JobId }) => {
    const job = importJobs.job(pools.pool(UserPoolId), required(JobId, 'jobId'));
    importJobs.start(job);
    return { UserImportJob: describedJob(job) };
  };
