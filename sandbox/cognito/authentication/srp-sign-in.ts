import { createHmac, randomBytes } from 'node:crypto';
import { fold } from '../aliases.ts';
import { invalidParameter, notAuthorized, resourceNotFound } from '../errors.ts';
import { countFailure, forgetFailures, refuseWhileLockedOut } from '../lockout.ts';
import { checkSecretHash } from '../secret-hash.ts';
import type { ChallengeSession, Sessions } from '../sessions.ts';
import {
  type Identity,
  newPrivateValue,
  provesPassword,
  publicValue,
  saltOf,
  serviceValue,
  verifierOf,
} from '../srp.ts';
import type { User, UserPool } from '../state.ts';
import { invokePreAuthentication } from '../triggers/pre-authentication.ts';
import { type Attempt, type AuthenticationServices, type AuthenticationStep, parameter } from './attempt.ts';
import { afterPassword } from './next-step.ts';
import { refuseAfterPassword, refuseBeforePassword, unknownUser } from './user-states.ts';

/** Makes salts that stay the same from one attempt to the next, for real and for simulated users alike. */
const SALT_SECRET = randomBytes(32);

/**
 * USER_SRP_AUTH, first half. The service never sees the password here, so no UserMigration function is asked.
 * Under PreventUserExistenceErrors ENABLED an unknown name gets a challenge like any other.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export async function startSrp(
  services: AuthenticationServices,
  attempt: Attempt,
): Promise<AuthenticationStep> {
  const { pool, client, clientMetadata } = attempt;
  const typed = parameter(attempt.parameters, 'USERNAME');
  const A = publicValue(parameter(attempt.parameters, 'SRP_A'));
  if (A === undefined) throw invalidParameter('SRP_A is invalid');
  checkSecretHash(client, typed, attempt.parameters['SECRET_HASH']);
  const user = services.pools.find(pool, typed);
  const simulated = client.preventUserExistenceErrors === 'ENABLED';
  if (user === undefined && !simulated) throw unknownUser(client);
  if (user !== undefined && !(simulated && user.status === 'RESET_REQUIRED')) {
    refuseBeforePassword(services, client, user);
  }
  await invokePreAuthentication(services, { pool, client, typed, user, validationData: clientMetadata });
  return passwordVerifier(services.sessions, attempt, user, typed, A);
}

/** USER_SRP_AUTH, second half: the answer to PASSWORD_VERIFIER. */
export async function finishSrp(
  services: AuthenticationServices,
  attempt: Attempt,
  session: ChallengeSession,
): Promise<AuthenticationStep> {
  const { pool, client, clientMetadata, parameters } = attempt;
  const claim = {
    secretBlock: parameter(parameters, 'PASSWORD_CLAIM_SECRET_BLOCK'),
    timestamp: parameter(parameters, 'TIMESTAMP'),
    signature: parameter(parameters, 'PASSWORD_CLAIM_SIGNATURE'),
  };
  checkTimestamp(claim.timestamp);
  const { user, srp } = session;
  if (srp === undefined) throw resourceNotFound('Invalid session for the user.');
  if (user?.password === undefined || user.status === 'RESET_REQUIRED') throw notAuthorized();
  refuseWhileLockedOut(user, services.clock.now());
  const identity: Identity = { shortPoolId: pool.shortId, userId: user.username };
  const verifier = verifierOf(identity, user.password, srp.salt);
  if (claim.secretBlock !== srp.secretBlock || !provesPassword(identity, verifier, srp, claim)) {
    countFailure(user, services.clock.now());
    throw notAuthorized();
  }
  refuseAfterPassword(services, user);
  forgetFailures(user);
  return afterPassword(services, { pool, client, user }, { clientMetadata });
}

function passwordVerifier(
  sessions: Sessions,
  { pool, client }: Attempt,
  user: User | undefined,
  typed: string,
  A: bigint,
): AuthenticationStep {
  const username = user?.username ?? simulatedUsername(pool, typed);
  const password = user?.password ?? '';
  const salt = saltOf(SALT_SECRET, `${pool.id} ${username} ${password}`);
  const b = newPrivateValue();
  const verifier = verifierOf({ shortPoolId: pool.shortId, userId: username }, password, salt);
  const secretBlock = randomBytes(1024).toString('base64');
  const session = sessions.open({
    challenge: 'PASSWORD_VERIFIER',
    userPoolId: pool.id,
    clientId: client.clientId,
    validityMinutes: client.otherSettings?.AuthSessionValidity,
    ...(user && { user }),
    username,
    srp: { A, b, salt, secretBlock },
  });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    Session: session,
    ChallengeParameters: {
      SALT: salt.toString(16),
      SRP_B: serviceValue(verifier, b).toString(16),
      SECRET_BLOCK: secretBlock,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
}

/** Shaped like this pool's usernames, and the same each time. */
function simulatedUsername(pool: UserPool, typed: string): string {
  if (pool.usernameAttributes.length === 0) return fold(pool, typed);
  const hex = createHmac('sha256', SALT_SECRET)
    .update(`${pool.id} ${fold(pool, typed)}`)
    .digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([1-9]|[12]\d|3[01]) \d{2}:\d{2}:\d{2} UTC \d{4}$/;

function checkTimestamp(timestamp: string): void {
  if (!TIMESTAMP.test(timestamp)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
}
