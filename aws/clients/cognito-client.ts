import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { RetryThrottledCalls } from './retry-throttled-calls.ts';
import { clientConfig, type ServiceAccess } from './service-access.ts';
import { ResendOnStaleConnection } from './stale-connections.ts';

/** Where a user pool is, and how it may be reached. */
export type PoolAccess = ServiceAccess;

/** Milliseconds until a connection that nobody accepts is given up: it must not eat the trigger's five seconds. */
const CONNECTION_TIMEOUT = 1_000;

/**
 * The client for a pool. Build it once per execution environment, so that its connections are kept alive.
 * @param attempts how often a call is made that Cognito throttles. @default 3
 */
export const createCognitoClient = (access: PoolAccess, attempts?: number): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    ...clientConfig(access),
    retryStrategy: new RetryThrottledCalls(attempts),
    requestHandler: new ResendOnStaleConnection({ connectionTimeout: CONNECTION_TIMEOUT }),
  });

/** The same client, connections and credentials included, which makes a call once even if Cognito throttles it. */
export const singleAttempt = ({ config }: CognitoIdentityProviderClient): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    region: config.region,
    ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint }),
    credentials: config.credentials,
    requestHandler: config.requestHandler,
    retryStrategy: new RetryThrottledCalls(1),
  });
