import type { RevokeTokenRequest, RevokeTokenResponse } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, required } from '../errors.ts';
import { checkClientSecret } from '../secret-hash.ts';
import type { Operation } from '../services.ts';

/**
 * Ends the sign-in of a refresh token. Access and ID tokens cannot be revoked by themselves.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export const revokeToken: Operation<'pools' | 'tokens', RevokeTokenRequest, RevokeTokenResponse> =
  ({ pools, tokens }) =>
  async (input) => {
    const token = required(input.Token, 'token');
    const { client } = pools.client(input.ClientId);
    checkClientSecret(client, input.ClientSecret);
    if (!client.enableTokenRevocation) {
      throw new CognitoError(
        'UnsupportedOperationException',
        `Token revocation is not enabled for client ${client.clientId}`,
      );
    }
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
      throw new CognitoError('UnsupportedTokenTypeException', 'Unsupported token type');
    }
    const issuedTo = tokens.clientOfRefreshToken(token);
    if (issuedTo !== undefined && issuedTo !== client.clientId) {
      throw new CognitoError('UnauthorizedException', 'Unauthorized client');
    }
    tokens.revoke(token);
    return {};
  };
