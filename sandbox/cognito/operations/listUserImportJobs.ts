import type {
  ListUserImportJobsRequest,
  ListUserImportJobsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedJob } from '../../import-jobs/import-job.ts';
import { invalidParameter } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Operation } from '../services.ts';

/**
 * "Jobs are listed in chronological order from last created to first created."
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html
 */
export const listUserImportJobs: Operation<
  'importJobs' | 'pools',
  ListUserImportJobsRequest,
  ListUserImportJobsResponse
> =
  ({ importJobs, pools }) =>
  async ({ UserPoolId, MaxResults, PaginationToken }) => {
    const jobs = importJobs.list(pools.pool(UserPoolId));
    if (MaxResults === 0) {
      throw invalidParameter(
        "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
      );
    }
    const { items, next } = pageOf(jobs, { limit: MaxResults, member: 'maxResults', token: PaginationToken });
    return { UserImportJobs: items.map(describedJob), ...(next && { PaginationToken: next }) };
  };
