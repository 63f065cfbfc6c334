import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter } from '../errors.ts';
import type { Services } from '../services.ts';
import type { AppClient, UserPool } from '../state.ts';

/** What a sign-in uses, from the first call to the tokens. */
export type AuthenticationNeeds =
  | 'clock'
  | 'codes'
  | 'functions'
  | 'outbox'
  | 'pools'
  | 'readings'
  | 'sessions'
  | 'tokens';
export type AuthenticationServices = Pick<Services, AuthenticationNeeds>;

/** A call that starts a sign-in, after the flow has been found to be allowed. */
export interface Attempt {
  readonly pool: UserPool;
  readonly client: AppClient;
  /** AuthParameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** Tokens or the next challenge; the same shape for all four operations. */
export type AuthenticationStep = InitiateAuthResponse;

/** Throws InvalidParameterException "Missing required parameter <name>". */
export function parameter(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
