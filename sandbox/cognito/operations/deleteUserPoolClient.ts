import type { DeleteUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html */
export const deleteUserPoolClient: Operation<'pools', DeleteUserPoolClientRequest, Record<never, never>> =
  ({ pools }) =>
  async ({ UserPoolId, ClientId }) => {
    const pool = pools.pool(UserPoolId);
    pools.removeClient(pool, pools.clientOf(pool, ClientId).clientId);
    return {};
  };
