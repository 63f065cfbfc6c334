import type {
  GetTokensFromRefreshTokenRequest,
  GetTokensFromRefreshTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { refreshedTokens } from '../authentication/refresh.ts';
import { required } from '../errors.ts';
import { checkClientSecret } from '../secret-hash.ts';
import type { Operation } from '../services.ts';

/** Without refresh token rotation, which the sandbox lacks: the refresh token stays as it is. */
export const getTokensFromRefreshToken: Operation<
  'functions' | 'pools' | 'readings' | 'tokens',
  GetTokensFromRefreshTokenRequest,
  GetTokensFromRefreshTokenResponse
> = (services) => async (input) => {
  const { client } = services.pools.client(input.ClientId);
  const refreshToken = required(input.RefreshToken, 'refreshToken');
  checkClientSecret(client, input.ClientSecret);
  return {
    AuthenticationResult: await refreshedTokens(services, client, refreshToken, input.ClientMetadata),
  };
};
