import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { checkSecretHashOf } from '../secret-hash.ts';
import type { AppClient } from '../state.ts';
import { invokePreTokenGeneration } from '../triggers/pre-token-generation.ts';
import { type Attempt, type AuthenticationServices, type AuthenticationStep, parameter } from './attempt.ts';

/**
 * REFRESH_TOKEN_AUTH: new ID and access tokens; the refresh token stays as it is.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export async function refreshSignIn(
  services: AuthenticationServices,
  { client, parameters }: Attempt,
): Promise<AuthenticationStep> {
  const refreshToken = parameter(parameters, 'REFRESH_TOKEN');
  const { user } = services.tokens.refreshable(client, refreshToken);
  checkSecretHashOf(client, user, parameters['SECRET_HASH']);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await refreshedTokens(services, client, refreshToken, undefined),
  };
}

export async function refreshedTokens(
  services: Pick<AuthenticationServices, 'functions' | 'readings' | 'tokens'>,
  client: AppClient,
  refreshToken: string,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<AuthenticationResultType> {
  const bearer = services.tokens.refreshable(client, refreshToken);
  const changes = await invokePreTokenGeneration(
    services,
    bearer,
    'TokenGeneration_RefreshTokens',
    clientMetadata,
  );
  return services.tokens.refresh(client, refreshToken, changes);
}
