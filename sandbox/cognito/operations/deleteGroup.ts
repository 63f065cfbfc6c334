import type { DeleteGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { namedGroup } from '../groups.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup: Operation<'pools', DeleteGroupRequest, Record<never, never>> =
  ({ pools }) =>
  async ({ UserPoolId, GroupName }) => {
    const pool = pools.pool(UserPoolId);
    const { name } = namedGroup(pool, GroupName);
    pool.groups.delete(name);
    for (const user of pool.users.values()) user.groups.delete(name);
    return {};
  };
