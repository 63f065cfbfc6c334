import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider';
import type { Bearer } from '../claims.ts';
import { notAuthorized, unsupported } from '../errors.ts';
import { checkSecretHash, checkSecretHashOf } from '../secret-hash.ts';
import type { ChallengeSession } from '../sessions.ts';
import { answerMfaCode } from './answer-mfa-code.ts';
import { answerMfaSetup } from './answer-mfa-setup.ts';
import { answerNewPassword } from './answer-new-password.ts';
import { answerSelectMfaType } from './answer-select-mfa-type.ts';
import { type Attempt, type AuthenticationServices, type AuthenticationStep, parameter } from './attempt.ts';
import { finishSrp } from './srp-sign-in.ts';

/** One answer to a challenge, its session found and its user known. */
export interface Answer {
  readonly bearer: Bearer;
  readonly session: ChallengeSession;
  readonly sessionId: string;
  /** ChallengeResponses. */
  readonly responses: Readonly<Record<string, string>>;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * Answers a challenge. The session must belong to this client, challenge and user; USERNAME may be any name that
 * the user answers to, the secret hash is made of the real one.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export async function respond(
  services: AuthenticationServices,
  challenge: ChallengeNameType,
  sessionId: string | undefined,
  attempt: Attempt,
): Promise<AuthenticationStep> {
  const session = services.sessions.peek(sessionId);
  const { pool, client, parameters: responses, clientMetadata } = attempt;
  if (session.clientId !== client.clientId || session.challenge !== challenge) throw invalidSession();
  const typed = parameter(responses, 'USERNAME');
  const { user } = session;
  if (challenge === 'PASSWORD_VERIFIER') {
    services.sessions.take(sessionId);
    checkSecretHash(client, session.username, responses['SECRET_HASH']);
    return finishSrp(services, attempt, session);
  }
  if (user === undefined || services.pools.find(pool, typed) !== user) throw invalidSession();
  checkSecretHashOf(client, user, responses['SECRET_HASH']);
  if (!user.enabled) throw notAuthorized('User is disabled.');
  const bearer = { pool, client, user };
  return answer(services, challenge, {
    bearer,
    session,
    sessionId: sessionId ?? '',
    responses,
    clientMetadata,
  });
}

const invalidSession = () => notAuthorized('Invalid session for the user.');

function answer(
  services: AuthenticationServices,
  challenge: Exclude<ChallengeNameType, 'PASSWORD_VERIFIER'>,
  given: Answer,
): Promise<AuthenticationStep> {
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return answerNewPassword(services, given);
    case 'SOFTWARE_TOKEN_MFA':
    case 'SMS_MFA':
    case 'EMAIL_OTP':
      return answerMfaCode(services, challenge, given);
    case 'SELECT_MFA_TYPE':
      return answerSelectMfaType(services, given);
    case 'MFA_SETUP':
      return answerMfaSetup(services, given);
    case 'ADMIN_NO_SRP_AUTH':
    case 'CUSTOM_CHALLENGE':
    case 'DEVICE_PASSWORD_VERIFIER':
    case 'DEVICE_SRP_AUTH':
    case 'PASSWORD':
    case 'PASSWORD_SRP':
    case 'SELECT_CHALLENGE':
    case 'SMS_OTP':
    case 'WEB_AUTHN':
      throw unsupported(`the challenge ${challenge}`);
    default:
      challenge satisfies never;
      throw unsupported(`the challenge ${String(challenge)}`);
  }
}
