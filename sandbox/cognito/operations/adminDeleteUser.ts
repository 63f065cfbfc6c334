import type { AdminDeleteUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html */
export const adminDeleteUser: Operation<'pools', AdminDeleteUserRequest, Record<never, never>> =
  ({ pools }) =>
  async (input) => {
    const { pool, user } = namedUser(pools, input);
    pools.removeUser(pool, user);
    return {};
  };
