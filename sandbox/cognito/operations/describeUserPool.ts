import type {
  DescribeUserPoolRequest,
  DescribeUserPoolResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedPool } from '../descriptions.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html */
export const describeUserPool: Operation<'pools', DescribeUserPoolRequest, DescribeUserPoolResponse> =
  ({ pools }) =>
  async ({ UserPoolId }) => ({ UserPool: describedPool(pools.pool(UserPoolId)) });
