import type { UserMigrationTriggerEvent } from 'aws-lambda';
import { addClient, addPool, onTrigger, testCognito } from './cognito.ts';

export const INCORRECT = 'NotAuthorizedException: Incorrect username or password.';
export const UNKNOWN = 'UserNotFoundException: User does not exist.';
export const VERIFIED = { email: 'ada@example.com', email_verified: 'true' };

export interface WorldOptions {
  readonly readings?: Parameters<typeof testCognito>[0];
  readonly pool?: Parameters<typeof addPool>[1];
  readonly client?: Parameters<typeof addClient>[2];
}

/** A pool with all three aliases whose function answers `response` (null: leaves it out). */
export function migrationWorld(response: object | null, options: WorldOptions = {}) {
  const cognito = testCognito(options.readings);
  const pool = addPool(cognito, {
    UsernameConfiguration: { CaseSensitive: false },
    AliasAttributes: ['email', 'phone_number', 'preferred_username'],
    Schema: [
      { Name: 'source_sub', AttributeDataType: 'String', Mutable: false },
      { Name: 'family_name', Required: true, Mutable: true, AttributeDataType: 'String' },
    ],
    ...options.pool,
  });
  const client = addClient(cognito, pool, options.client);
  const events = onTrigger<UserMigrationTriggerEvent>(cognito, pool, 'UserMigration', (event) =>
    response === null ? { ...event, response: undefined } : { ...event, response },
  );
  const forgot = (Username: string, ClientMetadata?: Record<string, string>) =>
    cognito.call.ForgotPassword({ ClientId: client.clientId, Username, ClientMetadata });
  return { cognito, pool, client, events, forgot };
}

/** A response that makes a confirmed user, without a welcome message. */
export const confirmed = (userAttributes: Record<string, unknown> = VERIFIED, more: object = {}) => ({
  userAttributes,
  finalUserStatus: 'CONFIRMED',
  messageAction: 'SUPPRESS',
  ...more,
});
