import type {
  DescribeUserImportJobRequest,
  DescribeUserImportJobResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedJob } from '../../import-jobs/import-job.ts';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserImportJob.html */
export const describeUserImportJob: Operation<
  'importJobs' | 'pools',
  DescribeUserImportJobRequest,
  DescribeUserImportJobResponse
> =
  ({ importJobs, pools }) =>
  async ({ UserPoolId, JobId }) => ({
    UserImportJob: describedJob(importJobs.job(pools.pool(UserPoolId), required(JobId, 'jobId'))),
  });
