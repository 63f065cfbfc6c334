import type { GetCSVHeaderRequest, GetCSVHeaderResponse } from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetCSVHeader.html */
export const getCSVHeader: Operation<'importJobs' | 'pools', GetCSVHeaderRequest, GetCSVHeaderResponse> =
  ({ importJobs, pools }) =>
  async ({ UserPoolId }) => {
    const pool = pools.pool(UserPoolId);
    return { UserPoolId: pool.id, CSVHeader: importJobs.columns(pool) };
  };
