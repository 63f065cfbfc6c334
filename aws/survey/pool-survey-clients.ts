import type {
  CognitoIdentityProviderClient,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { SourceClient } from '../../migration/check/old-pool-source.ts';
import type { Unread } from '../../migration/check/survey.ts';
import { exceptionOf } from '../pool-call.ts';
import type { CarefulReader } from './pool-survey-reader.ts';

/** Most clients on a page of ListUserPoolClients. */
const PAGE_SIZE = 60;

const MINUTES: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };

const minutes = (value: number | undefined, unit: string, otherwise: number): number =>
  value === undefined || value === 0 ? otherwise : value * (MINUTES[unit] ?? 1);

/** Lives that nobody chose are an hour, and thirty days for refresh tokens. */
const readLives = (client: UserPoolClientType) => {
  const units = client.TokenValidityUnits;
  const refresh = minutes(client.RefreshTokenValidity, units?.RefreshToken ?? 'days', 30 * 1440);
  return {
    accessTokenMinutes: minutes(client.AccessTokenValidity, units?.AccessToken ?? 'hours', 60),
    idTokenMinutes: minutes(client.IdTokenValidity, units?.IdToken ?? 'hours', 60),
    refreshTokenDays: refresh / 1440,
  };
};

/** Of the client's secret it only says that there is one. */
const readClient = (client: UserPoolClientType): SourceClient => ({
  clientId: client.ClientId ?? '',
  name: client.ClientName ?? '',
  flows: client.ExplicitAuthFlows ?? [],
  hidesUserExistence: client.PreventUserExistenceErrors === 'ENABLED',
  hasSecret: (client.ClientSecret ?? '') !== '',
  ...(client.WriteAttributes === undefined ? {} : { writeAttributes: client.WriteAttributes }),
  usesManagedLogin:
    client.AllowedOAuthFlowsUserPoolClient === true &&
    (client.AllowedOAuthFlows ?? []).some((flow) => flow !== 'client_credentials'),
  ...readLives(client),
  oauth: {
    callbackUrls: client.CallbackURLs ?? [],
    logoutUrls: client.LogoutURLs ?? [],
    scopes: client.AllowedOAuthScopes ?? [],
    flows: client.AllowedOAuthFlows ?? [],
  },
});

/** The app clients of a pool. */
export const listClientIds = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let NextToken: string | undefined; ; ) {
    const page = await client.send(
      new ListUserPoolClientsCommand({
        UserPoolId,
        MaxResults: PAGE_SIZE,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    ids.push(...(page.UserPoolClients ?? []).flatMap(({ ClientId }) => ClientId ?? []));
    NextToken = page.NextToken;
    if (NextToken === undefined) return ids;
  }
};

/** Undefined for a client that somebody deleted meanwhile. */
const describeClient = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  ClientId: string,
): Promise<SourceClient | undefined> => {
  try {
    const request = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
    const { UserPoolClient = {} } = await client.send(request);
    return readClient(UserPoolClient);
  } catch (error) {
    if (exceptionOf(error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

/**
 * Reads the app clients of a pool, one after the other: the quota is fifteen calls a second for the whole account.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const surveyClients =
  (client: CognitoIdentityProviderClient, reader: CarefulReader, pool: Unread['pool']) =>
  async (userPoolId: string): Promise<readonly SourceClient[] | undefined> => {
    const what = 'app clients';
    const ids = await reader.read({ pool, what, action: 'cognito-idp:ListUserPoolClients' }, () =>
      listClientIds(client, userPoolId),
    );
    if (ids === undefined) return undefined;
    return reader.read({ pool, what, action: 'cognito-idp:DescribeUserPoolClient' }, async () => {
      const clients: SourceClient[] = [];
      for (const id of ids) {
        const described = await describeClient(client, userPoolId, id);
        if (described !== undefined) clients.push(described);
      }
      return clients;
    });
  };
