import type {
  AdminListGroupsForUserRequest,
  AdminListGroupsForUserResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedGroup } from '../descriptions.ts';
import { namedUser } from '../named-user.ts';
import { pageOf } from '../page.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html */
export const adminListGroupsForUser: Operation<
  'pools',
  AdminListGroupsForUserRequest,
  AdminListGroupsForUserResponse
> =
  ({ pools }) =>
  async (input) => {
    const { pool, user } = namedUser(pools, input);
    const groups = [...pool.groups.values()].filter(({ name }) => user.groups.has(name));
    const { items, next } = pageOf(groups, { limit: input.Limit, member: 'limit', token: input.NextToken });
    return { Groups: items.map((group) => describedGroup(pool, group)), ...(next && { NextToken: next }) };
  };
