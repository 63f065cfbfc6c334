import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { assumeRole } from './assumed-role.ts';
import { RetryThrottledCalls } from './retry-throttled-calls.ts';

/** Where a user pool is, and how this account may reach it. */
export interface PoolAccess {
  readonly region: string;
  /** Role to assume, for a pool of another account. */
  readonly role?: { readonly arn: string; readonly externalId?: string };
}

/** Milliseconds until a connection that nobody accepts is given up: it must not eat the trigger's five seconds. */
const CONNECTION_TIMEOUT = 1_000;

/** The client for a pool. Build it once per execution environment, so that its connections are kept alive. */
export const createCognitoClient = ({ region, role }: PoolAccess): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    region,
    retryStrategy: new RetryThrottledCalls(),
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT },
    ...(role === undefined ? {} : { credentials: assumeRole(role, region) }),
  });
