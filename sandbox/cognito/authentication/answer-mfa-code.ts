import { CognitoError, notAuthorized } from '../errors.ts';
import type { MfaMethod } from '../state.ts';
import { isTotp } from '../totp.ts';
import { type AuthenticationServices, type AuthenticationStep, parameter } from './attempt.ts';
import { finishSignIn, progressOf } from './next-step.ts';
import type { Answer } from './respond.ts';

const CODE_PARAMETER: Readonly<Record<MfaMethod, string>> = {
  SMS_MFA: 'SMS_MFA_CODE',
  EMAIL_OTP: 'EMAIL_OTP_CODE',
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
};

/** SMS_MFA, EMAIL_OTP, SOFTWARE_TOKEN_MFA: after a wrong code the session can be used again. */
export async function answerMfaCode(
  services: AuthenticationServices,
  method: MfaMethod,
  answer: Answer,
): Promise<AuthenticationStep> {
  const code = parameter(answer.responses, CODE_PARAMETER[method]);
  redeem(services, method, answer, code);
  services.sessions.take(answer.sessionId);
  return finishSignIn(services, answer.bearer, progressOf(answer.session, answer.clientMetadata));
}

function redeem(
  { clock, codes, sessions }: AuthenticationServices,
  method: MfaMethod,
  { bearer: { pool, user }, sessionId }: Answer,
  code: string,
): void {
  if (method !== 'SOFTWARE_TOKEN_MFA') {
    codes.redeem(pool, user, 'mfa', code);
    return;
  }
  if (user.totpSecret !== undefined && isTotp(user.totpSecret, code, clock.now())) return;
  if (!sessions.countWrongCode(sessionId)) throw notAuthorized('Invalid session for the user.');
  throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
}
