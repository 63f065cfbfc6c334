import type { DeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html */
export const deleteUser: Operation<'pools' | 'tokens', DeleteUserRequest, Record<never, never>> =
  ({ pools, tokens }) =>
  async ({ AccessToken }) => {
    const { pool, user } = await tokens.verifyAccessToken(AccessToken);
    pools.removeUser(pool, user);
    return {};
  };
