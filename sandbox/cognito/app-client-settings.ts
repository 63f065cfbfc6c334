import type {
  CreateUserPoolClientRequest,
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import { SECONDS } from './descriptions.ts';
import { invalidParameter, unsupported } from './errors.ts';
import { NOT_CLIENT_WRITABLE } from './standard-attributes.ts';
import type { AppClient, UserPool } from './state.ts';

type Request = Omit<CreateUserPoolClientRequest & UpdateUserPoolClientRequest, 'ClientId' | 'ClientName'>;

export type ClientSettings = Omit<
  AppClient,
  'clientId' | 'clientName' | 'clientSecret' | 'createdAt' | 'modifiedAt'
>;

/** "If you don't specify a value for ExplicitAuthFlows, your app client supports" these. */
const DEFAULT_FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'] as const;

/**
 * The settings that a request asks for; what it does not name gets its default, in UpdateUserPoolClient too.
 * @throws CognitoError InvalidParameterException, UnsupportedOperationException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export function clientSettings(pool: UserPool, request: Request): ClientSettings {
  const { ReadAttributes, WriteAttributes } = request;
  if (request.RefreshTokenRotation?.Feature === 'ENABLED') throw unsupported('RefreshTokenRotation');
  if (ReadAttributes) checkReadAttributes(pool, ReadAttributes);
  if (WriteAttributes) checkWriteAttributes(pool, WriteAttributes);
  return {
    explicitAuthFlows: authFlows(request),
    preventUserExistenceErrors: request.PreventUserExistenceErrors ?? 'LEGACY',
    ...(ReadAttributes && { readAttributes: ReadAttributes }),
    ...(WriteAttributes && { writeAttributes: WriteAttributes }),
    ...tokenLives(request),
    enableTokenRevocation: request.EnableTokenRevocation ?? true,
    otherSettings: otherSettings(request),
  };
}

function authFlows({ ExplicitAuthFlows }: Request): AppClient['explicitAuthFlows'] {
  if (!ExplicitAuthFlows || ExplicitAuthFlows.length === 0) return DEFAULT_FLOWS;
  const legacy = ExplicitAuthFlows.filter((flow) => !flow.startsWith('ALLOW_'));
  if (legacy.length > 0)
    throw unsupported(`ExplicitAuthFlows without the ALLOW_ prefix (${legacy.join(', ')})`);
  return ExplicitAuthFlows;
}

function checkReadAttributes(pool: UserPool, names: readonly string[]): void {
  if (names.some((name) => !pool.schema.has(name))) {
    throw invalidParameter('Invalid read attributes specified while creating a client');
  }
}

/** A client must be able to write what the schema requires, and cannot write what verification decides. */
function checkWriteAttributes(pool: UserPool, names: readonly string[]): void {
  const unwritable = names.some((name) => !pool.schema.has(name) || NOT_CLIENT_WRITABLE.has(name));
  const missing = [...pool.schema.values()].some(
    ({ Name = '', Required }) => Required && Name !== 'sub' && !names.includes(Name),
  );
  if (unwritable || missing) {
    throw invalidParameter('Invalid write attributes specified while creating a client');
  }
}

type TokenLives = Pick<AppClient, 'accessTokenValidity' | 'idTokenValidity' | 'refreshTokenValidity'>;

/**
 * Access and ID tokens live five minutes to a day, refresh tokens an hour to ten years and longer than those.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
function tokenLives(request: Request): TokenLives {
  const { TokenValidityUnits: units } = request;
  const lives: TokenLives = {
    accessTokenValidity: (request.AccessTokenValidity ?? 0) * SECONDS[units?.AccessToken ?? 'hours'] || 3600,
    idTokenValidity: (request.IdTokenValidity ?? 0) * SECONDS[units?.IdToken ?? 'hours'] || 3600,
    refreshTokenValidity:
      (request.RefreshTokenValidity ?? 0) * SECONDS[units?.RefreshToken ?? 'days'] || 30 * SECONDS.days,
  };
  const { accessTokenValidity, idTokenValidity, refreshTokenValidity } = lives;
  for (const life of [accessTokenValidity, idTokenValidity]) {
    if (life < 5 * SECONDS.minutes || life > SECONDS.days || life > refreshTokenValidity) throw invalidLife();
  }
  if (refreshTokenValidity < SECONDS.hours || refreshTokenValidity > 3650 * SECONDS.days) throw invalidLife();
  return lives;
}

const invalidLife = () => invalidParameter('Invalid range for token validity.');

const otherSettings = (request: Request): Partial<UserPoolClientType> => ({
  TokenValidityUnits: request.TokenValidityUnits,
  SupportedIdentityProviders: request.SupportedIdentityProviders,
  CallbackURLs: request.CallbackURLs,
  LogoutURLs: request.LogoutURLs,
  DefaultRedirectURI: request.DefaultRedirectURI,
  AllowedOAuthFlows: request.AllowedOAuthFlows,
  AllowedOAuthScopes: request.AllowedOAuthScopes,
  AllowedOAuthFlowsUserPoolClient: request.AllowedOAuthFlowsUserPoolClient ?? false,
  AnalyticsConfiguration: request.AnalyticsConfiguration,
  EnablePropagateAdditionalUserContextData: request.EnablePropagateAdditionalUserContextData ?? false,
  AuthSessionValidity: request.AuthSessionValidity ?? 3,
});

/** @throws CognitoError InvalidParameterException */
export function checkClientName(name: string): void {
  if (!/^[\w\s+=,.@-]{1,128}$/.test(name)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'clientName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w\\s+=,.@-]+",
    );
  }
}
