import type { ListUserPoolsRequest, ListUserPoolsResponse } from '@aws-sdk/client-cognito-identity-provider';
import { pageOf } from '../page.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html */
export const listUserPools: Operation<'pools', ListUserPoolsRequest, ListUserPoolsResponse> =
  ({ pools }) =>
  async ({ MaxResults, NextToken }) => {
    const { items, next } = pageOf([...pools.all()], {
      limit: MaxResults,
      member: 'maxResults',
      token: NextToken,
    });
    return {
      UserPools: items.map((pool) => ({
        Id: pool.id,
        Name: pool.name,
        LambdaConfig: pool.lambdaConfig,
        LastModifiedDate: new Date(pool.modifiedAt),
        CreationDate: new Date(pool.createdAt),
      })),
      ...(next && { NextToken: next }),
    };
  };
