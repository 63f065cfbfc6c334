import type {
  ListUserPoolClientsRequest,
  ListUserPoolClientsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { pageOf } from '../page.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html */
export const listUserPoolClients: Operation<
  'pools',
  ListUserPoolClientsRequest,
  ListUserPoolClientsResponse
> =
  ({ pools }) =>
  async ({ UserPoolId, MaxResults, NextToken }) => {
    const pool = pools.pool(UserPoolId);
    const { items, next } = pageOf([...pool.clients.values()], {
      limit: MaxResults,
      member: 'maxResults',
      token: NextToken,
    });
    return {
      UserPoolClients: items.map(({ clientId, clientName }) => ({
        ClientId: clientId,
        UserPoolId: pool.id,
        ClientName: clientName,
      })),
      ...(next && { NextToken: next }),
    };
  };
