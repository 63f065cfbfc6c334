import type {
  ListUsersInGroupRequest,
  ListUsersInGroupResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedUser } from '../descriptions.ts';
import { namedGroup } from '../groups.ts';
import { pageOf } from '../page.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html */
export const listUsersInGroup: Operation<'pools', ListUsersInGroupRequest, ListUsersInGroupResponse> =
  ({ pools }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    const { name } = namedGroup(pool, input.GroupName);
    const members = [...pool.users.values()].filter(({ groups }) => groups.has(name));
    const { items, next } = pageOf(members, { limit: input.Limit, member: 'limit', token: input.NextToken });
    return { Users: items.map(describedUser), ...(next && { NextToken: next }) };
  };
