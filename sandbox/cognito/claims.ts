import { mayRead } from './schema.ts';
import type { AppClient, Group, User, UserPool } from './state.ts';

/** Whose tokens these are. */
export interface Bearer {
  readonly pool: UserPool;
  readonly user: User;
  readonly client: AppClient;
}

/** What a PreTokenGeneration function wants of one token. */
export interface TokenChanges {
  readonly claimsToAddOrOverride: Readonly<Record<string, unknown>>;
  readonly claimsToSuppress: readonly string[];
  readonly scopesToAdd: readonly string[];
  readonly scopesToSuppress: readonly string[];
}

export interface ClaimChanges {
  readonly idToken: TokenChanges;
  readonly accessToken: TokenChanges;
  /** Undefined: the user's groups stay as they are. */
  readonly groups?: GroupClaims | undefined;
}

export interface GroupClaims {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole?: string | undefined;
}

/** The only scope of a token that the API, not a hosted page, has issued. */
export const API_SCOPE = 'aws.cognito.signin.user.admin';

/**
 * What a PreTokenGeneration function can neither change nor leave out.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const PROTECTED_CLAIMS: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'cognito:username',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  's_hash',
  'sub',
  'token_use',
  'username',
]);

/** "Developer attribute claims with a dev: prefix" are protected as well. */
const isProtected = (name: string): boolean => PROTECTED_CLAIMS.has(name) || name.startsWith('dev:');

type Claims = Record<string, unknown>;

/**
 * The ID token: who the user is, as far as the app client may read it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 */
export function idTokenClaims(bearer: Bearer, changes?: ClaimChanges): Claims {
  const { user, client } = bearer;
  const { groups, roles, preferredRole } = changes?.groups ?? groupClaims(bearer.pool, user);
  const claims: Claims = {
    sub: user.sub,
    ...readableAttributes(user, client),
    'cognito:username': user.username,
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    ...(roles.length > 0 && { 'cognito:roles': roles }),
    ...(preferredRole !== undefined && { 'cognito:preferred_role': preferredRole }),
    aud: client.clientId,
    token_use: 'id',
  };
  return withChanges(claims, changes?.idToken);
}

/**
 * The access token: what the bearer may do.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function accessTokenClaims(bearer: Bearer, changes?: ClaimChanges): Claims {
  const { user, client } = bearer;
  const { groups } = changes?.groups ?? groupClaims(bearer.pool, user);
  const claims: Claims = {
    sub: user.sub,
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    client_id: client.clientId,
    username: user.username,
    token_use: 'access',
    scope: scopes(changes?.accessToken).join(' '),
  };
  return withChanges(claims, changes?.accessToken);
}

/**
 * Groups by precedence (lowest number first, none last). Of those with a role the first one's is preferred, unless
 * another of the same precedence has another role: then "the cognito:preferred_role claim isn't set".
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html
 */
export function groupClaims(pool: UserPool, user: User): GroupClaims {
  const precedence = (group: Group) => group.precedence ?? Number.POSITIVE_INFINITY;
  const groups = [...user.groups]
    .flatMap((name) => pool.groups.get(name) ?? [])
    .sort((a, b) => (precedence(a) === precedence(b) ? 0 : precedence(a) - precedence(b)));
  const roles = groups.flatMap(({ roleArn }) => roleArn ?? []);
  const [strongest, ...others] = groups.filter(({ roleArn }) => roleArn);
  const disputed = others.some(
    (other) =>
      strongest && precedence(other) === precedence(strongest) && other.roleArn !== strongest.roleArn,
  );
  const preferredRole = disputed ? undefined : strongest?.roleArn;
  return { groups: groups.map(({ name }) => name), roles, preferredRole };
}

function scopes(changes: TokenChanges | undefined): string[] {
  const suppressed = new Set(changes?.scopesToSuppress);
  return [...new Set([API_SCOPE, ...(changes?.scopesToAdd ?? [])])].filter((scope) => !suppressed.has(scope));
}

function readableAttributes(user: User, client: AppClient): Claims {
  const claims: Claims = {};
  for (const [name, value] of user.attributes) {
    if (mayRead(client, name)) claims[name] = claimValue(name, value);
  }
  return claims;
}

/** The OpenID Connect types: flags are booleans, the address is an object. */
function claimValue(name: string, value: string): unknown {
  switch (name) {
    case 'email_verified':
    case 'phone_number_verified':
      return value.toLowerCase() === 'true';
    case 'address':
      return { formatted: value };
    default:
      return value;
  }
}

function withChanges(claims: Claims, changes: TokenChanges | undefined): Claims {
  if (changes === undefined) return claims;
  const suppressed = new Set(changes.claimsToSuppress.filter((name) => !isProtected(name)));
  const kept = Object.entries(claims).filter(([name]) => !suppressed.has(name));
  const added = Object.entries(changes.claimsToAddOrOverride).filter(
    ([name]) => !isProtected(name) && !suppressed.has(name) && name !== 'scope',
  );
  return Object.fromEntries([...kept, ...added]);
}
