import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { PoolAccess } from './cognito-client.ts';
import { clientConfig } from './service-access.ts';

/** Milliseconds until a call without an answer is given up; ListUsers answers in a fraction of that. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

const createClient = (access: PoolAccess, maxAttempts: number): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({ ...clientConfig(access), maxAttempts, requestHandler: TIMEOUTS });

/** Tries per call where nobody waits for the answer. */
const PATIENCE = 8;

/** A client that tries again by itself, for the few calls that need no pace. */
export const createPatientClient = (access: PoolAccess): CognitoIdentityProviderClient =>
  createClient(access, PATIENCE);

/** A client that tries once: what a `Pace` counts must leave when it says so. */
export const createPacedClient = (access: PoolAccess): CognitoIdentityProviderClient =>
  createClient(access, 1);
