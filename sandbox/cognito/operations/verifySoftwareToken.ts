import type {
  VerifySoftwareTokenRequest,
  VerifySoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, invalidParameter, notAuthorized, required } from '../errors.ts';
import type { Operation, Services } from '../services.ts';
import { isTotp } from '../totp.ts';

type Needs = 'clock' | 'sessions' | 'tokens';

/**
 * Proves the authenticator app. For somebody signed in it can be switched on from now on (SetUserMFAPreference);
 * in a sign-in the returned session answers MFA_SETUP.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
 */
export const verifySoftwareToken: Operation<Needs, VerifySoftwareTokenRequest, VerifySoftwareTokenResponse> =
  (services) =>
  async ({ AccessToken, Session, UserCode }) => {
    const code = required(UserCode, 'userCode');
    if (AccessToken !== undefined) return verifySignedIn(services, AccessToken, code);
    if (Session === undefined) throw invalidParameter('Either AccessToken or Session must be provided');
    return verifyInSession(services, Session, code);
  };

async function verifySignedIn(
  { clock, sessions, tokens }: Pick<Services, Needs>,
  accessToken: string,
  code: string,
): Promise<VerifySoftwareTokenResponse> {
  const { user } = await tokens.verifyAccessToken(accessToken);
  const secret = sessions.totpSetups.get(user);
  if (secret === undefined || !isTotp(secret, code, clock.now())) throw codeMismatch();
  sessions.totpSetups.delete(user);
  user.totpSecret = secret;
  user.modifiedAt = clock.now();
  return { Status: 'SUCCESS' };
}

function verifyInSession(
  { clock, sessions }: Pick<Services, Needs>,
  id: string,
  code: string,
): VerifySoftwareTokenResponse {
  const session = sessions.peek(id);
  if (session.totp === undefined) throw notAuthorized('Invalid session for the user.');
  if (!isTotp(session.totp.secret, code, clock.now())) throw codeMismatch();
  sessions.take(id);
  return {
    Status: 'SUCCESS',
    Session: sessions.open({ ...session, totp: { secret: session.totp.secret, verified: true } }),
  };
}

const codeMismatch = () => new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
