import type { AdminRemoveUserFromGroupRequest } from '@aws-sdk/client-cognito-identity-provider';
import { namedGroup } from '../groups.ts';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html */
export const adminRemoveUserFromGroup: Operation<
  'pools',
  AdminRemoveUserFromGroupRequest,
  Record<never, never>
> =
  ({ pools }) =>
  async (input) => {
    const { pool, user } = namedUser(pools, input);
    user.groups.delete(namedGroup(pool, input.GroupName).name);
    return {};
  };
