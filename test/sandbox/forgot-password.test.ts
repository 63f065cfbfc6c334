import type { RecoveryOptionType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import type { User } from '../../sandbox/cognito/state.ts';
import { addClient, addPool, addUser, onTrigger, refusal, signIn, testCognito } from '../support/cognito.ts';

const NEW = 'Another-Horse-8';
const NO_CHANNEL =
  'InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number';

function world(errors: 'LEGACY' | 'ENABLED' = 'LEGACY', RecoveryMechanisms: RecoveryOptionType[] = []) {
  const cognito = testCognito();
  const pool = addPool(cognito, {
    AliasAttributes: ['email'],
    ...(RecoveryMechanisms.length > 0 && { AccountRecoverySetting: { RecoveryMechanisms } }),
  });
  const client = addClient(cognito, pool, { PreventUserExistenceErrors: errors });
  const { clientId: ClientId } = client;
  return {
    cognito,
    pool,
    client,
    forgot: (Username = 'ada') => cognito.call.ForgotPassword({ ClientId, Username }),
    confirm: (ConfirmationCode: string, Username = 'ada', Password = NEW) =>
      cognito.call.ConfirmForgotPassword({ ClientId, Username, ConfirmationCode, Password }),
    code: () => cognito.services.outbox.latest(pool.id, 'ada')!.code,
  };
}

describe('ForgotPassword', () => {
  test.each<User['status']>(['CONFIRMED', 'RESET_REQUIRED'])(
    '%s: from code to new password',
    async (status) => {
      const { cognito, pool, client, forgot, confirm, code } = world();
      const user = addUser(cognito, pool, { status });

      expect(await forgot('ada@example.com')).toEqual({
        CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
      });
      await confirm(code(), 'ada@example.com');

      expect(user.status).toBe('CONFIRMED');
      expect((await signIn(cognito, client, 'ada', NEW)).AuthenticationResult).toBeDefined();
    },
  );

  test('ends a lockout', async () => {
    const { cognito, pool, client, forgot, confirm, code } = world();
    addUser(cognito, pool);
    for (let i = 0; i < 5; i += 1) await refusal(signIn(cognito, client, 'ada', 'wrong'));
    await forgot();
    await confirm(code());
    expect((await signIn(cognito, client, 'ada', NEW)).AuthenticationResult).toBeDefined();
  });

  test('tells PostConfirmation', async () => {
    const { cognito, pool, client, forgot, code } = world();
    addUser(cognito, pool);
    const events = onTrigger(cognito, pool, 'PostConfirmation', (event) => event);
    await forgot();
    await cognito.call.ConfirmForgotPassword({
      ClientId: client.clientId,
      Username: 'ada',
      ConfirmationCode: code(),
      Password: NEW,
      ClientMetadata: { from: 'app' },
    });
    expect(events).toEqual([
      expect.objectContaining({
        triggerSource: 'PostConfirmation_ConfirmForgotPassword',
        userName: 'ada',
        request: {
          userAttributes: expect.objectContaining({ 'cognito:user_status': 'CONFIRMED' }),
          clientMetadata: { from: 'app' },
        },
      }),
    ]);
  });

  const bare = { attributes: {} };
  test.each<[string, Parameters<typeof addUser>[2] | undefined, string]>([
    ['nobody has the name', undefined, 'UserNotFoundException: Username/client id combination not found.'],
    ['the user is disabled', { enabled: false }, 'NotAuthorizedException: User is disabled.'],
    ['there is no contact', bare, NO_CHANNEL],
    ['the contact is unverified', { attributes: { email: 'ada@example.com' } }, NO_CHANNEL],
  ])('LEGACY says, and ENABLED hides, that %s', async (_, init, message) => {
    const legacy = world('LEGACY');
    const enabled = world('ENABLED');
    for (const { cognito, pool } of [legacy, enabled]) if (init) addUser(cognito, pool, init);

    expect(await refusal(legacy.forgot())).toBe(message);
    const simulated = await enabled.forgot();
    expect(simulated).toEqual({
      CodeDeliveryDetails: {
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/),
      },
    });
    expect(await enabled.forgot()).toEqual(simulated);
    expect(enabled.cognito.services.outbox.messages()).toEqual([]);
  });

  test.each<User['status']>(['FORCE_CHANGE_PASSWORD', 'EXTERNAL_PROVIDER'])(
    'is not for %s',
    async (status) => {
      const { cognito, pool, forgot } = world();
      addUser(cognito, pool, { status });
      expect(await refusal(forgot())).toBe(
        'NotAuthorizedException: User password cannot be reset in the current state.',
      );
    },
  );
});

describe('the recovery channel', () => {
  const both = {
    email: 'ada@example.com',
    email_verified: 'true',
    phone_number: '+15550001234',
    phone_number_verified: 'true',
  };
  const EMAIL: RecoveryOptionType = { Name: 'verified_email', Priority: 1 };
  const PHONE: RecoveryOptionType = { Name: 'verified_phone_number', Priority: 2 };

  test.each<
    [string, RecoveryOptionType[], Record<string, string>, 'SMS_MFA' | 'EMAIL_OTP' | undefined, string]
  >([
    ['no setting: the phone first', [], both, undefined, 'SMS'],
    [
      'no setting, phone unverified: e-mail',
      [],
      { ...both, phone_number_verified: 'false' },
      undefined,
      'EMAIL',
    ],
    ['e-mail first', [PHONE, EMAIL], both, undefined, 'EMAIL'],
    [
      'e-mail first but unverified: the phone',
      [EMAIL, PHONE],
      { ...both, email_verified: 'false' },
      undefined,
      'SMS',
    ],
    ['e-mail only, unverified', [EMAIL], { ...both, email_verified: 'false' }, undefined, NO_CHANNEL],
    ['the phone is the second factor: e-mail', [], both, 'SMS_MFA', 'EMAIL'],
    ['e-mail is the second factor: the phone', [EMAIL, PHONE], both, 'EMAIL_OTP', 'SMS'],
    ['e-mail only, and it is the second factor', [EMAIL], both, 'EMAIL_OTP', NO_CHANNEL],
    ['administrators only', [{ Name: 'admin_only', Priority: 1 }], both, undefined, NO_CHANNEL],
  ])('%s', async (_, mechanisms, attributes, factor, expected) => {
    const { cognito, pool, forgot } = world('LEGACY', mechanisms);
    pool.mfaConfiguration = 'OPTIONAL';
    addUser(cognito, pool, { attributes, mfaMethods: new Set(factor ? [factor] : []) });

    const medium = forgot().then(
      ({ CodeDeliveryDetails }) => CodeDeliveryDetails?.DeliveryMedium,
      (error: Error) => `${error.name}: ${error.message}`,
    );

    expect(await medium).toBe(expected);
  });
});

describe('ConfirmForgotPassword', () => {
  test('does not use the code up for a password that the policy refuses', async () => {
    const { cognito, pool, forgot, confirm, code } = world();
    addUser(cognito, pool);
    await forgot();
    expect(await refusal(confirm(code(), 'ada', 'short'))).toContain('InvalidPasswordException');
    expect(await confirm(code())).toEqual({});
  });

  test.each([
    ['a wrong code', 'x', 'CodeMismatchException: Invalid verification code provided, please try again.'],
  ])('refuses %s', async (_, wrong, expected) => {
    const { cognito, pool, forgot, confirm } = world();
    addUser(cognito, pool);
    await forgot();
    expect(await refusal(confirm(wrong))).toBe(expected);
  });

  test('refuses a code that nobody asked for, and one after an hour', async () => {
    const { cognito, pool, forgot, confirm, code } = world();
    const EXPIRED = 'ExpiredCodeException: Invalid code provided, please request a code again.';
    addUser(cognito, pool);
    expect(await refusal(confirm('123456'))).toBe(EXPIRED);
    await forgot();
    cognito.clock.advanceBy(60 * 60_000);
    expect(await refusal(confirm(code()))).toBe(EXPIRED);
  });

  test.each([
    ['LEGACY', 'UserNotFoundException: Username/client id combination not found.'],
    ['ENABLED', 'CodeMismatchException: Invalid verification code provided, please try again.'],
  ] as const)('under %s answers an unknown name with %s', async (errors, expected) => {
    expect(await refusal(world(errors).confirm('123456', 'nobody'))).toBe(expected);
  });
});
