import { notAuthorized } from '../errors.ts';
import type { AuthenticationServices, AuthenticationStep } from './attempt.ts';
import { finishSignIn, progressOf } from './next-step.ts';
import type { Answer } from './respond.ts';

/**
 * MFA_SETUP: accepted with the session that VerifySoftwareToken returned; the authenticator app is then the
 * user's method.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa-totp.html
 */
export async function answerMfaSetup(
  services: AuthenticationServices,
  { bearer, session, sessionId, clientMetadata }: Answer,
): Promise<AuthenticationStep> {
  if (session.totp?.verified !== true) throw notAuthorized('Invalid session for the user.');
  services.sessions.take(sessionId);
  bearer.user.totpSecret = session.totp.secret;
  bearer.user.mfaMethods.add('SOFTWARE_TOKEN_MFA');
  bearer.user.modifiedAt = services.clock.now();
  return finishSignIn(services, bearer, progressOf(session, clientMetadata));
}
