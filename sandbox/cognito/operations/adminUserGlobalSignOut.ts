import type {
  AdminUserGlobalSignOutRequest,
  AdminUserGlobalSignOutResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html */
export const adminUserGlobalSignOut: Operation<
  'pools' | 'tokens',
  AdminUserGlobalSignOutRequest,
  AdminUserGlobalSignOutResponse
> =
  ({ pools, tokens }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    tokens.revokeAll(pools.user(pool, required(input.Username, 'username')));
    return {};
  };
