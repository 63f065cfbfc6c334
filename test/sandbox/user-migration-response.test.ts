import { describe, expect, test } from '@jest/globals';
import { addUser, refusal, signIn } from '../support/cognito.ts';
import { confirmed, INCORRECT, migrationWorld, VERIFIED } from '../support/migration-world.ts';

describe('finalUserStatus', () => {
  test.each([
    [undefined, 'LEGACY', 'PasswordResetRequiredException: Password reset required for the user'],
    [null, 'ENABLED', INCORRECT],
  ] as const)('%s at sign-in under %s: %s', async (finalUserStatus, errors, expected) => {
    const { cognito, pool, client } = migrationWorld(confirmed(VERIFIED, { finalUserStatus }), {
      client: { PreventUserExistenceErrors: errors },
    });
    expect(await refusal(signIn(cognito, client))).toBe(expected);
    const user = cognito.services.pools.user(pool, 'ada');
    expect(user.status).toBe('RESET_REQUIRED');
    expect(user.password).toBeUndefined();
  });

  test.each(['RESET_REQUIRED', 'confirmed', 'UNCONFIRMED', '', 7])(
    '%s at sign-in is invalid',
    async (status) => {
      const { cognito, pool, client } = migrationWorld(confirmed(VERIFIED, { finalUserStatus: status }));
      expect(await refusal(signIn(cognito, client))).toBe('UserNotFoundException: Invalid finalUserStatus');
      expect(cognito.services.pools.find(pool, 'ada')).toBeUndefined();
    },
  );

  test('RESET_REQUIRED at sign-in is accepted by the other reading', async () => {
    const { cognito, client } = migrationWorld(confirmed(VERIFIED, { finalUserStatus: 'RESET_REQUIRED' }), {
      readings: { explicitResetRequired: 'accepted' },
    });
    expect(await refusal(signIn(cognito, client))).toContain('PasswordResetRequiredException');
  });

  test.each([
    [undefined, 'RESET_REQUIRED'],
    ['RESET_REQUIRED', 'RESET_REQUIRED'],
    ['CONFIRMED', 'CONFIRMED'],
  ])('%s at a forgotten password: the code goes out to a user who is %s', async (finalUserStatus, status) => {
    const { cognito, pool, forgot } = migrationWorld(confirmed(VERIFIED, { finalUserStatus }));
    expect((await forgot('ada')).CodeDeliveryDetails?.Destination).toBe('a***@e***');
    expect(cognito.services.pools.user(pool, 'ada').status).toBe(status);
    expect(cognito.services.outbox.messages()).toMatchObject([{ purpose: 'forgot-password' }]);
  });

  test('a forgotten password leads to a new one', async () => {
    const { cognito, pool, client, forgot } = migrationWorld({
      userAttributes: VERIFIED,
      messageAction: 'SUPPRESS',
    });
    await forgot('ada');
    await cognito.call.ConfirmForgotPassword({
      ClientId: client.clientId,
      Username: 'ada',
      ConfirmationCode: cognito.services.outbox.latest(pool.id, 'ada')!.code,
      Password: 'Another-Horse-8',
    });
    expect((await signIn(cognito, client, 'ada', 'Another-Horse-8')).AuthenticationResult).toBeDefined();
  });
});

describe('username', () => {
  const email = 'ada@example.com';
  const REFUSED = 'UserNotFoundException: Invalid username';
  const SHAPE =
    'UserNotFoundException: Username cannot be of email format since user pool is configured for email alias.';

  test.each<[string, string, Record<string, string>, string]>([
    ['omitted', 'ada', VERIFIED, 'ada'],
    ['equal to what was typed', 'ada', { ...VERIFIED, username: 'ada' }, 'ada'],
    ['its own, the typed one an e-mail alias', email, { ...VERIFIED, username: 'ada' }, 'ada'],
    [
      'its own, the typed one an alias but for case',
      'Ada@Example.com',
      { ...VERIFIED, username: 'ada' },
      'ada',
    ],
    [
      'its own, the typed one a preferred_username',
      'countess',
      { preferred_username: 'countess', username: 'ada' },
      'ada',
    ],
    ['another, the typed one no alias', 'ada', { ...VERIFIED, username: 'bob' }, REFUSED],
    ['different by case', 'Ada', { ...VERIFIED, username: 'ada' }, REFUSED],
    ['omitted, an e-mail address typed', email, VERIFIED, SHAPE],
    ['equal to the e-mail address typed', email, { ...VERIFIED, username: email }, SHAPE],
    [
      'with a space in it',
      email,
      { ...VERIFIED, username: 'a da' },
      'UserNotFoundException: 1 validation error',
    ],
    ['empty', email, { ...VERIFIED, username: '' }, 'UserNotFoundException: 1 validation error'],
  ])('%s', async (_, typed, attributes, expected) => {
    const { cognito, pool, client } = migrationWorld(confirmed(attributes));

    const answer = signIn(cognito, client, typed);

    if (expected.startsWith('UserNotFound')) {
      expect(await refusal(answer)).toContain(expected);
      expect(pool.users.size).toBe(0);
    } else {
      expect((await answer).AuthenticationResult).toBeDefined();
      expect([...pool.users.values()].map(({ username }) => username)).toEqual([expected]);
    }
  });

  test('may differ by case by the other reading; the typed form is kept', async () => {
    const { cognito, pool, client } = migrationWorld(confirmed({ ...VERIFIED, username: 'ada' }), {
      readings: { usernameMatch: 'case-insensitive' },
    });
    await signIn(cognito, client, 'Ada');
    expect(cognito.services.pools.user(pool, 'ada').username).toBe('Ada');
  });

  test('equal to preferred_username is refused, and accepted by the other reading', async () => {
    const response = confirmed({ preferred_username: 'ada' });
    const harsh = migrationWorld(response);
    const mild = migrationWorld(response, { readings: { preferredUsernameEqualsUsername: 'accepted' } });
    expect(await refusal(signIn(harsh.cognito, harsh.client))).toContain('UserNotFoundException');
    expect(harsh.pool.users.size).toBe(0);
    expect((await signIn(mild.cognito, mild.client)).AuthenticationResult).toBeDefined();
  });

  test('that somebody has is refused', async () => {
    const { cognito, pool, client } = migrationWorld(confirmed({ ...VERIFIED, username: 'bob' }));
    addUser(cognito, pool, { username: 'bob', attributes: {} });
    expect(await refusal(signIn(cognito, client, email))).toBe(
      'UserNotFoundException: User account already exists',
    );
    expect(pool.users.size).toBe(1);
  });
});

describe('a taken alias', () => {
  const taken = (attributes: Record<string, string>, forceAliasCreation?: boolean) => {
    const there = migrationWorld(confirmed(attributes, { forceAliasCreation }));
    const bob = addUser(there.cognito, there.pool, {
      username: 'bob',
      attributes: { ...VERIFIED, preferred_username: 'countess' },
    });
    return { ...there, bob };
  };

  test.each([
    ['e-mail', VERIFIED, 'An account with the given email already exists.'],
    [
      'preferred_username',
      { preferred_username: 'countess' },
      'An account with the given preferred_username already exists.',
    ],
    [
      'preferred_username that is a username',
      { preferred_username: 'bob' },
      'An account with the given preferred_username already exists.',
    ],
  ])('%s: no user is made', async (_, attributes, message) => {
    const { cognito, pool, client } = taken(attributes);
    expect(await refusal(signIn(cognito, client))).toBe(`UserNotFoundException: ${message}`);
    expect(pool.users.size).toBe(1);
  });

  test('is moved by forceAliasCreation, if it is a contact', async () => {
    const { cognito, client, bob } = taken(VERIFIED, true);
    await signIn(cognito, client);
    expect(bob.attributes.get('email_verified')).toBe('false');
    expect((await signIn(cognito, client, 'ada@example.com')).AuthenticationResult).toBeDefined();
  });

  test('is not moved by forceAliasCreation, if it is a preferred_username', async () => {
    const { cognito, pool, client } = taken({ preferred_username: 'countess' }, true);
    expect(await refusal(signIn(cognito, client))).toContain('UserNotFoundException');
    expect(pool.users.size).toBe(1);
  });

  test('that is not verified disturbs nobody', async () => {
    const { cognito, client } = taken({ email: 'ada@example.com' });
    expect((await signIn(cognito, client)).AuthenticationResult).toBeDefined();
  });
});

describe('attributes', () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'unknown to the schema',
      { 'custom:gone': 'x' },
      'UserNotFoundException: Attributes did not conform to the schema: custom:gone: Attribute does not exist in the schema.',
    ],
    ['cognito:user_status', { 'cognito:user_status': 'x' }, 'Attributes did not conform to the schema'],
    [
      'a malformed phone number',
      { phone_number: '123' },
      'UserNotFoundException: Invalid phone number format.',
    ],
    ['a malformed e-mail address', { email: 'ada' }, 'UserNotFoundException: Invalid email address format.'],
    ['a value that is too long', { name: 'x'.repeat(2049) }, 'UserNotFoundException: 1 validation error'],
    ['sub', { sub: 'x' }, INCORRECT],
    ['identities', { identities: '[]' }, 'UserNotFoundException: Attributes did not conform to the schema'],
    ['a boolean', { email_verified: true }, 'InvalidLambdaResponseException: Unrecognizable lambda output'],
    ['null', { name: null }, 'InvalidLambdaResponseException: Unrecognizable lambda output'],
    ['an object', { address: {} }, 'InvalidLambdaResponseException: Unrecognizable lambda output'],
  ])('%s: refused, and no user is made', async (_, attributes, expected) => {
    const { cognito, pool, client } = migrationWorld(confirmed({ ...VERIFIED, ...attributes }));
    expect(await refusal(signIn(cognito, client))).toContain(expected);
    expect(pool.users.size).toBe(0);
  });

  test('that are required may be missing', async () => {
    const { cognito, client } = migrationWorld(confirmed({ email: 'ada@example.com' }));
    expect((await signIn(cognito, client)).AuthenticationResult).toBeDefined();
  });

  test('need no write permission of the client', async () => {
    const { cognito, pool, client } = migrationWorld(confirmed({ 'custom:source_sub': 'old' }), {
      client: { WriteAttributes: ['family_name'] },
    });
    await signIn(cognito, client);
    expect(cognito.services.pools.user(pool, 'ada').attributes.get('custom:source_sub')).toBe('old');
  });
});

test.each<[string, object, string]>([
  ['messageAction', { messageAction: 'RESEND' }, 'Invalid messageAction'],
  ['desiredDeliveryMediums', { desiredDeliveryMediums: ['PIGEON'] }, 'Invalid desiredDeliveryMediums'],
  ['desiredDeliveryMediums', { desiredDeliveryMediums: 'EMAIL' }, 'Invalid desiredDeliveryMediums'],
  ['enableSMSMFA without MFA in the pool', { enableSMSMFA: true }, 'Invalid enableSMSMFA'],
  ['forceAliasCreation as text', { forceAliasCreation: 'true' }, 'Unrecognizable lambda output'],
])('%s %j is refused', async (_, more, message) => {
  const { cognito, pool, client } = migrationWorld(confirmed(VERIFIED, more));
  expect(await refusal(signIn(cognito, client))).toContain(message);
  expect(pool.users.size).toBe(0);
});
