import type {
  AssociateSoftwareTokenRequest,
  AssociateSoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, invalidParameter, notAuthorized } from '../errors.ts';
import type { Operation } from '../services.ts';
import type { UserPool } from '../state.ts';
import { newTotpSecret } from '../totp.ts';

/**
 * A secret for an authenticator app, asked for by somebody signed in or by somebody whose sign-in demands MFA_SETUP.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
 */
export const associateSoftwareToken: Operation<
  'pools' | 'sessions' | 'tokens',
  AssociateSoftwareTokenRequest,
  AssociateSoftwareTokenResponse
> =
  ({ pools, sessions, tokens }) =>
  async ({ AccessToken, Session }) => {
    const SecretCode = newTotpSecret();
    if (AccessToken !== undefined) {
      const { pool, user } = await tokens.verifyAccessToken(AccessToken);
      checkOffered(pool);
      sessions.totpSetups.set(user, SecretCode);
      return { SecretCode };
    }
    if (Session === undefined) throw invalidParameter('Either AccessToken or Session must be provided');
    const session = sessions.peek(Session);
    if (session.challenge !== 'MFA_SETUP') throw notAuthorized('Invalid session for the user.');
    checkOffered(pools.pool(session.userPoolId));
    sessions.take(Session);
    return {
      SecretCode,
      Session: sessions.open({ ...session, totp: { secret: SecretCode, verified: false } }),
    };
  };

function checkOffered({ enabledMfas }: UserPool): void {
  if (enabledMfas.includes('SOFTWARE_TOKEN_MFA')) return;
  throw new CognitoError(
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA has not been enabled by the userPool',
  );
}
