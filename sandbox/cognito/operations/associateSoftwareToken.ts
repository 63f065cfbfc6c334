import type {
  AssociateSoftwareTokenRequest,
  AssociateSoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Operation } from '../services.ts';
import { newTotpSecret } from '../totp.ts';

/**
 * A secret for an authenticator app, asked for by somebody signed in or by somebody whose sign-in demands MFA_SETUP.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
 */
export const associateSoftwareToken: Operation<
  'sessions' | 'tokens',
  AssociateSoftwareTokenRequest,
  AssociateSoftwareTokenResponse
> =
  ({ sessions, tokens }) =>
  async ({ AccessToken, Session }) => {
    const SecretCode = newTotpSecret();
    if (AccessToken !== undefined) {
      const { user } = await tokens.verifyAccessToken(AccessToken);
      sessions.totpSetups.set(user, SecretCode);
      return { SecretCode };
    }
    if (Session === undefined) throw invalidParameter('Either AccessToken or Session must be provided');
    const session = sessions.peek(Session);
    if (session.challenge !== 'MFA_SETUP') throw notAuthorized('Invalid session for the user.');
    sessions.take(Session);
    return {
      SecretCode,
      Session: sessions.open({ ...session, totp: { secret: SecretCode, verified: false } }),
    };
  };
