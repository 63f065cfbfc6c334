import { invalidParameter } from '../errors.ts';
import { type AuthenticationServices, type AuthenticationStep, parameter } from './attempt.ts';
import { challengeBy } from './mfa-challenge.ts';
import type { Answer } from './respond.ts';

/** SELECT_MFA_TYPE: the next challenge is the chosen method. */
export async function answerSelectMfaType(
  services: AuthenticationServices,
  { bearer, session, sessionId, responses }: Answer,
): Promise<AuthenticationStep> {
  const wanted = parameter(responses, 'ANSWER');
  const method = session.mfaMethods?.find((offered) => offered === wanted);
  if (method === undefined) throw invalidParameter(`Invalid MFA type ${wanted}`);
  services.sessions.take(sessionId);
  return challengeBy(services, bearer, method, session);
}
