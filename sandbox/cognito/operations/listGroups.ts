import type { ListGroupsRequest, ListGroupsResponse } from '@aws-sdk/client-cognito-identity-provider';
import { describedGroup } from '../descriptions.ts';
import { pageOf } from '../page.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html */
export const listGroups: Operation<'pools', ListGroupsRequest, ListGroupsResponse> =
  ({ pools }) =>
  async ({ UserPoolId, Limit, NextToken }) => {
    const pool = pools.pool(UserPoolId);
    const { items, next } = pageOf([...pool.groups.values()], {
      limit: Limit,
      member: 'limit',
      token: NextToken,
    });
    return { Groups: items.map((group) => describedGroup(pool, group)), ...(next && { NextToken: next }) };
  };
