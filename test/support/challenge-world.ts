import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import type { User } from '../../sandbox/cognito/state.ts';
import { addClient, addPool, addUser, testCognito } from './cognito.ts';

/** A pool, and a way to answer its challenges. */
export function challengeWorld(request: Partial<CreateUserPoolRequest> = {}) {
  const cognito = testCognito();
  const pool = addPool(cognito, { AliasAttributes: ['email'], ...request });
  const client = addClient(cognito, pool);
  const respond = (
    ChallengeName: string,
    Session: string | undefined,
    responses: Record<string, string>,
    USERNAME = 'ada',
  ) =>
    cognito.call.RespondToAuthChallenge({
      ClientId: client.clientId,
      ChallengeName: ChallengeName as never,
      Session,
      ChallengeResponses: { USERNAME, ...responses },
    });
  return { cognito, pool, client, respond };
}

/** A pool with second factors, and Ada with these. */
export function mfaWorld(
  mode: 'ON' | 'OPTIONAL' | 'OFF',
  init: Partial<Omit<User, 'attributes'>> = {},
  phone = true,
) {
  const there = challengeWorld();
  there.pool.mfaConfiguration = mode;
  there.pool.enabledMfas = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];
  const user = addUser(there.cognito, there.pool, {
    ...init,
    attributes: { email: 'ada@example.com', ...(phone && { phone_number: '+15550001234' }) },
  });
  return { ...there, user };
}
