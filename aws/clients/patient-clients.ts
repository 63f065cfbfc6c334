import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { PoolAccess } from './cognito-client.ts';
import { clientConfig } from './service-access.ts';
import { TIME_LIMITS } from './time-limits.ts';

const createClient = (access: PoolAccess, maxAttempts: number): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    ...clientConfig(access),
    maxAttempts,
    requestHandler: TIME_LIMITS.call,
  });

/** Tries per call where nobody waits for the answer. */
const PATIENCE = 8;

/** A client that tries again by itself, for the few calls that need no pace. */
export const createPatientClient = (access: PoolAccess): CognitoIdentityProviderClient =>
  createClient(access, PATIENCE);

/** A client that tries once: what a `Pace` counts must leave when it says so. */
export const createPacedClient = (access: PoolAccess): CognitoIdentityProviderClient =>
  createClient(access, 1);
