import type {
  StopUserImportJobRequest,
  StopUserImportJobResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedJob } from '../../import-jobs/import-job.ts';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StopUserImportJob.html */
export const stopUserImportJob: Operation<
  'importJobs' | 'pools',
  StopUserImportJobRequest,
  StopUserImportJobResponse
> =
  ({ importJobs, pools }) =>
  async ({ UserPoolId, JobId }) => {
    const job = importJobs.job(pools.pool(UserPoolId), required(JobId, 'jobId'));
    importJobs.stop(job);
    return { UserImportJob: describedJob(job) };
  };
