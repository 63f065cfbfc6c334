import type {
  DescribeUserPoolClientRequest,
  DescribeUserPoolClientResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedClient } from '../descriptions.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html */
export const describeUserPoolClient: Operation<
  'pools',
  DescribeUserPoolClientRequest,
  DescribeUserPoolClientResponse
> =
  ({ pools }) =>
  async ({ UserPoolId, ClientId }) => {
    const pool = pools.pool(UserPoolId);
    return { UserPoolClient: describedClient(pool, pools.clientOf(pool, ClientId)) };
  };
