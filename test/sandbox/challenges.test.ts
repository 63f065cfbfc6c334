import { describe, expect, test } from '@jest/globals';
import { secretHash } from '../../sandbox/cognito/secret-hash.ts';
import { challengeWorld, mfaWorld } from '../support/challenge-world.ts';
import {
  addClient,
  addPool,
  addUser,
  onTrigger,
  PASSWORD,
  refusal,
  signIn,
  testCognito,
} from '../support/cognito.ts';

const NEW = 'Another-Horse-8';

describe('NEW_PASSWORD_REQUIRED', () => {
  const temporary = () => {
    const there = challengeWorld();
    const user = addUser(there.cognito, there.pool, {
      status: 'FORCE_CHANGE_PASSWORD',
      temporaryPasswordExpiresAt: there.cognito.clock.now() + 1000,
    });
    return { ...there, user };
  };

  test('asks for a password of the user’s own, which then works', async () => {
    const { cognito, client, respond, user } = temporary();

    const first = await signIn(cognito, client, 'ada@example.com');
    expect(first).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: {
        USER_ID_FOR_SRP: 'ada',
        requiredAttributes: '[]',
        userAttributes: JSON.stringify({ email: 'ada@example.com', email_verified: 'true' }),
      },
    });
    expect(first.AuthenticationResult).toBeUndefined();
    const second = await respond('NEW_PASSWORD_REQUIRED', first.Session, {
      NEW_PASSWORD: NEW,
      'userAttributes.nickname': 'Countess',
    });

    expect(second.AuthenticationResult).toBeDefined();
    expect(user.status).toBe('CONFIRMED');
    expect(user.attributes.get('nickname')).toBe('Countess');
    expect((await signIn(cognito, client, 'ada', NEW)).AuthenticationResult).toBeDefined();
  });

  test('takes another try after a password that the policy refuses', async () => {
    const { cognito, client, respond } = temporary();
    const { Session } = await signIn(cognito, client);

    expect(await refusal(respond('NEW_PASSWORD_REQUIRED', Session, { NEW_PASSWORD: 'short' }))).toContain(
      'InvalidPasswordException',
    );
    const answer = await respond('NEW_PASSWORD_REQUIRED', Session, { NEW_PASSWORD: NEW });

    expect(answer.AuthenticationResult).toBeDefined();
  });

  test('does not let the user verify an address', async () => {
    const { cognito, client, respond } = temporary();
    const { Session } = await signIn(cognito, client);
    const answer = respond('NEW_PASSWORD_REQUIRED', Session, {
      NEW_PASSWORD: NEW,
      'userAttributes.email_verified': 'true',
    });
    expect(await refusal(answer)).toContain('A client attempted to write unauthorized attribute');
  });

  test('tells PreTokenGeneration where the tokens come from', async () => {
    const { cognito, pool, client, respond } = temporary();
    const events = onTrigger<{ triggerSource: string }>(
      cognito,
      pool,
      'PreTokenGeneration',
      (event) => event,
    );
    const { Session } = await signIn(cognito, client);
    await respond('NEW_PASSWORD_REQUIRED', Session, { NEW_PASSWORD: NEW });
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
      'TokenGeneration_NewPasswordChallenge',
    ]);
  });
});

describe('a session', () => {
  const smsWorld = async () => {
    const there = mfaWorld('OPTIONAL', { mfaMethods: new Set(['SMS_MFA']) });
    const { Session } = await signIn(there.cognito, there.client);
    const SMS_MFA_CODE = there.cognito.services.outbox.latest(there.pool.id, 'ada')!.code;
    return { ...there, Session, SMS_MFA_CODE };
  };

  test('lasts three minutes', async () => {
    const { cognito, respond, Session, SMS_MFA_CODE } = await smsWorld();
    cognito.clock.advanceBy(3 * 60_000);
    expect(await refusal(respond('SMS_MFA', Session, { SMS_MFA_CODE }))).toBe(
      'NotAuthorizedException: Invalid session for the user, session is expired.',
    );
  });

  test.each([
    ['another challenge', 'EMAIL_OTP', 'ada'],
    ['another user', 'SMS_MFA', 'bob'],
  ])('is not good for %s', async (_, challenge, name) => {
    const { cognito, pool, respond, Session, SMS_MFA_CODE } = await smsWorld();
    addUser(cognito, pool, { username: 'bob', attributes: {} });
    expect(await refusal(respond(challenge, Session, { SMS_MFA_CODE }, name))).toBe(
      'NotAuthorizedException: Invalid session for the user.',
    );
  });

  test('works once', async () => {
    const { respond, Session, SMS_MFA_CODE } = await smsWorld();
    await respond('SMS_MFA', Session, { SMS_MFA_CODE });
    expect(await refusal(respond('SMS_MFA', Session, { SMS_MFA_CODE }))).toBe(
      'NotAuthorizedException: Invalid session for the user.',
    );
  });

  test.each(['CUSTOM_CHALLENGE', 'WEB_AUTHN'])('of %s is refused by name', async (challenge) => {
    const there = challengeWorld();
    addUser(there.cognito, there.pool);
    const Session = there.cognito.services.sessions.open({
      challenge: challenge as never,
      userPoolId: there.pool.id,
      clientId: there.client.clientId,
      user: there.cognito.services.pools.user(there.pool, 'ada'),
      username: 'ada',
    });
    expect(await refusal(there.respond(challenge, Session, {}))).toContain(
      `UnsupportedOperationException: The sandbox does not support the challenge ${challenge}`,
    );
  });

  test('of a client with a secret is answered with a hash of the real username, not the alias', async () => {
    const cognito = testCognito();
    const pool = addPool(cognito, { AliasAttributes: ['email'] });
    const client = addClient(cognito, pool, { GenerateSecret: true });
    addUser(cognito, pool, { status: 'FORCE_CHANGE_PASSWORD' });
    const hash = (name: string) => secretHash(client.clientSecret!, name, client.clientId);
    const { Session } = await cognito.call.AdminInitiateAuth({
      UserPoolId: pool.id,
      ClientId: client.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada@example.com', PASSWORD, SECRET_HASH: hash('ada@example.com') },
    });
    const respond = (SECRET_HASH: string) =>
      cognito.call.AdminRespondToAuthChallenge({
        UserPoolId: pool.id,
        ClientId: client.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD: NEW, SECRET_HASH },
      });

    expect(await refusal(respond(hash('ada@example.com')))).toContain('Unable to verify secret hash');
    expect((await respond(hash('ada'))).AuthenticationResult).toBeDefined();
  });
});
