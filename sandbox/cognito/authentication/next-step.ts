import type { Bearer } from '../claims.ts';
import type { ChallengeSession } from '../sessions.ts';
import { invokePostAuthentication } from '../triggers/post-authentication.ts';
import { invokePreTokenGeneration } from '../triggers/pre-token-generation.ts';
import type { AuthenticationServices, AuthenticationStep } from './attempt.ts';
import { mfaChallenge } from './mfa-challenge.ts';

/** What a step knows of the ones before it. */
interface Progress {
  /** A temporary password has been replaced in this sign-in. */
  readonly newPassword?: boolean;
  /** ClientMetadata of RespondToAuthChallenge. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** The password has been proven: a new one is asked for, a second factor, or nothing more. */
export async function afterPassword(
  services: AuthenticationServices,
  bearer: Bearer,
  progress: Progress = {},
): Promise<AuthenticationStep> {
  if (bearer.user.status === 'FORCE_CHANGE_PASSWORD') return newPasswordChallenge(services, bearer);
  const challenge = mfaChallenge(services, bearer, progress);
  return challenge ?? finishSignIn(services, bearer, progress);
}

/** Every challenge has been passed: triggers, then tokens. */
export async function finishSignIn(
  services: AuthenticationServices,
  bearer: Bearer,
  progress: Progress = {},
): Promise<AuthenticationStep> {
  const { newPassword = false, clientMetadata } = progress;
  await invokePostAuthentication(services, bearer, clientMetadata);
  const source = newPassword ? 'TokenGeneration_NewPasswordChallenge' : 'TokenGeneration_Authentication';
  const changes = await invokePreTokenGeneration(services, bearer, source, clientMetadata);
  return { ChallengeParameters: {}, AuthenticationResult: await services.tokens.issue(bearer, changes) };
}

/** What the session of an earlier challenge says about progress. */
export const progressOf = (
  session: ChallengeSession,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Progress => ({ newPassword: session.newPassword === true, clientMetadata });

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
function newPasswordChallenge(
  { sessions }: AuthenticationServices,
  { pool, client, user }: Bearer,
): AuthenticationStep {
  const missing = [...pool.schema.values()].flatMap(({ Name, Required }) =>
    Required === true && Name !== undefined && Name !== 'sub' && !user.attributes.has(Name)
      ? [`userAttributes.${Name}`]
      : [],
  );
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: sessions.open({
      challenge: 'NEW_PASSWORD_REQUIRED',
      userPoolId: pool.id,
      clientId: client.clientId,
      validityMinutes: client.otherSettings?.AuthSessionValidity,
      user,
      username: user.username,
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(Object.fromEntries(user.attributes)),
    },
  };
}
