import { STANDARD_ATTRIBUTES } from '../attribute-mapping.ts';

/** The tokens that can carry a claim. */
export const TOKENS = ['id', 'access'] as const;
export type TokenUse = (typeof TOKENS)[number];

/** A claim with the `sub` that the person had in the old pool. */
export interface OldSubClaim {
  readonly name: string;
  readonly tokens: readonly TokenUse[];
}

/**
 * Claims that Cognito or OpenID Connect gives a meaning, in either token.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  ...STANDARD_ATTRIBUTES,
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'email_verified',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'phone_number_verified',
  's_hash',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
]);

/** Prefixes of claims that Cognito writes itself. */
const RESERVED_PREFIXES = ['cognito:', 'custom:', 'dev:'];

/** Whether a claim of this name means something already, so that another meaning could deceive a reader. */
export const isReservedClaim = (name: string): boolean =>
  RESERVED_CLAIMS.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix));
