import { describe, expect, test } from '@jest/globals';
import type { User } from '../../sandbox/cognito/state.ts';
import { newTotpSecret, totp } from '../../sandbox/cognito/totp.ts';
import { mfaWorld } from '../support/challenge-world.ts';
import { refusal, signIn } from '../support/cognito.ts';

describe('a second factor', () => {
  test.each(['SMS_MFA', 'EMAIL_OTP'] as const)('%s: a code goes out and comes back', async (method) => {
    const { cognito, pool, client, respond } = mfaWorld('OPTIONAL', { mfaMethods: new Set([method]) });

    const first = await signIn(cognito, client);
    expect(first.ChallengeName).toBe(method);
    expect(first.ChallengeParameters).toMatchObject(
      method === 'SMS_MFA'
        ? { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******1234' }
        : { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'a***@e***' },
    );
    expect(await refusal(respond(method, first.Session, { [`${method}_CODE`]: 'nope' }))).toContain(
      'CodeMismatchException',
    );
    const code = cognito.services.outbox.latest(pool.id, 'ada')!.code;
    const second = await respond(method, first.Session, { [`${method}_CODE`]: code });

    expect(second.AuthenticationResult).toBeDefined();
  });

  test('SOFTWARE_TOKEN_MFA: the app’s code, and at most five tries', async () => {
    const totpSecret = newTotpSecret();
    const { cognito, client, respond } = mfaWorld('ON', {
      mfaMethods: new Set(['SOFTWARE_TOKEN_MFA']),
      totpSecret,
    });
    const answer = (Session: string | undefined, code: string) =>
      respond('SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE: code }, 'ada');

    const { ChallengeName, Session } = await signIn(cognito, client);
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(await refusal(answer(Session, '000'))).toBe(
      'CodeMismatchException: Invalid code received for user',
    );
    expect((await answer(Session, totp(totpSecret, cognito.clock.now()))).AuthenticationResult).toBeDefined();

    const again = await signIn(cognito, client);
    for (let i = 0; i < 4; i += 1) await refusal(answer(again.Session, '000'));
    expect(await refusal(answer(again.Session, '000'))).toBe(
      'NotAuthorizedException: Invalid session for the user.',
    );
    expect(await refusal(answer(again.Session, totp(totpSecret, cognito.clock.now())))).toContain(
      'Invalid session',
    );
  });

  test('several without a preference: SELECT_MFA_TYPE', async () => {
    const { cognito, pool, client, respond } = mfaWorld('OPTIONAL', {
      mfaMethods: new Set(['SMS_MFA', 'EMAIL_OTP']),
    });

    const first = await signIn(cognito, client);
    expect(first.ChallengeName).toBe('SELECT_MFA_TYPE');
    expect(first.ChallengeParameters?.['MFAS_CAN_CHOOSE']).toBe('["SMS_MFA","EMAIL_OTP"]');
    const second = await respond('SELECT_MFA_TYPE', first.Session, { ANSWER: 'EMAIL_OTP' });
    expect(second.ChallengeName).toBe('EMAIL_OTP');
    const EMAIL_OTP_CODE = cognito.services.outbox.latest(pool.id, 'ada')!.code;
    const third = await respond('EMAIL_OTP', second.Session, { EMAIL_OTP_CODE });

    expect(third.AuthenticationResult).toBeDefined();
  });

  test.each<
    [string, 'ON' | 'OPTIONAL' | 'OFF', Partial<Omit<User, 'attributes'>>, boolean, string | undefined]
  >([
    ['switched off in the pool', 'OFF', { mfaMethods: new Set(['SMS_MFA']) }, true, undefined],
    ['optional, none of the user’s', 'OPTIONAL', {}, true, undefined],
    [
      'several, one preferred',
      'OPTIONAL',
      { mfaMethods: new Set(['SMS_MFA', 'EMAIL_OTP']), preferredMfa: 'EMAIL_OTP' },
      true,
      'EMAIL_OTP',
    ],
    ['required, none of the user’s, a phone number', 'ON', {}, true, 'SMS_MFA'],
    ['required, nothing at all', 'ON', {}, false, 'MFA_SETUP'],
  ])('%s', async (_, mode, init, phone, challenge) => {
    const { cognito, client } = mfaWorld(mode, init, phone);
    const answer = await signIn(cognito, client);
    expect(answer.ChallengeName).toBe(challenge);
    expect(answer.AuthenticationResult !== undefined).toBe(challenge === undefined);
  });

  test('MFA_SETUP: an authenticator app is enrolled in the middle of the sign-in', async () => {
    const { cognito, client, respond, user } = mfaWorld('ON', {}, false);

    const first = await signIn(cognito, client);
    const associated = await cognito.call.AssociateSoftwareToken({ Session: first.Session });
    const UserCode = totp(associated.SecretCode!, cognito.clock.now());
    expect(
      await refusal(cognito.call.VerifySoftwareToken({ Session: associated.Session, UserCode: 'x' })),
    ).toBe('EnableSoftwareTokenMFAException: Code mismatch');
    const verified = await cognito.call.VerifySoftwareToken({ Session: associated.Session, UserCode });
    expect(verified.Status).toBe('SUCCESS');
    expect(user.totpSecret).toBeUndefined();
    const last = await respond('MFA_SETUP', verified.Session, {});

    expect(last.AuthenticationResult).toBeDefined();
    expect((await signIn(cognito, client)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  test('MFA_SETUP is not passed without proof', async () => {
    const { cognito, client, respond } = mfaWorld('ON', {}, false);
    const first = await signIn(cognito, client);
    const associated = await cognito.call.AssociateSoftwareToken({ Session: first.Session });
    expect(await refusal(respond('MFA_SETUP', associated.Session, {}))).toContain('Invalid session');
  });

  test.each(['a session', 'an access token'])(
    'an authenticator app that the pool does not offer is refused, asked for with %s',
    async (how) => {
      const { cognito, pool, client } = mfaWorld(how === 'a session' ? 'ON' : 'OPTIONAL', {}, false);
      const { Session, AuthenticationResult } = await signIn(cognito, client);
      const AccessToken = AuthenticationResult?.AccessToken;
      pool.enabledMfas = ['SMS_MFA'];
      expect(await refusal(cognito.call.AssociateSoftwareToken({ Session, AccessToken }))).toBe(
        'SoftwareTokenMFANotFoundException: Software Token MFA has not been enabled by the userPool',
      );
    },
  );
});

describe('MFA preference', () => {
  const signedIn = async () => {
    const there = mfaWorld('OPTIONAL');
    const { AuthenticationResult } = await signIn(there.cognito, there.client);
    return { ...there, AccessToken: AuthenticationResult!.AccessToken! };
  };

  test('an authenticator app has to be verified before it is switched on', async () => {
    const { cognito, client, AccessToken } = await signedIn();
    const prefer = () =>
      cognito.call.SetUserMFAPreference({
        AccessToken,
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      });

    expect(await refusal(prefer())).toBe(
      'InvalidParameterException: User has not verified software token mfa',
    );
    const { SecretCode } = await cognito.call.AssociateSoftwareToken({ AccessToken });
    await cognito.call.VerifySoftwareToken({ AccessToken, UserCode: totp(SecretCode!, cognito.clock.now()) });
    await prefer();

    expect(await cognito.call.GetUserAuthFactors({ AccessToken })).toEqual({
      Username: 'ada',
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      ConfiguredUserAuthFactors: ['PASSWORD'],
    });
    expect((await signIn(cognito, client)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });

  test('is set and withdrawn by an administrator', async () => {
    const { cognito, pool, user } = await signedIn();
    const set = (SMSMfaSettings: { Enabled: boolean; PreferredMfa?: boolean }) =>
      cognito.call.AdminSetUserMFAPreference({ UserPoolId: pool.id, Username: 'ada', SMSMfaSettings });

    await set({ Enabled: true, PreferredMfa: true });
    expect([...user.mfaMethods]).toEqual(['SMS_MFA']);
    expect(user.preferredMfa).toBe('SMS_MFA');
    await set({ Enabled: false });
    expect(user.mfaMethods.size).toBe(0);
    expect(user.preferredMfa).toBeUndefined();
  });

  test('names one method only', async () => {
    const { cognito, AccessToken } = await signedIn();
    const call = cognito.call.SetUserMFAPreference({
      AccessToken,
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    expect(await refusal(call)).toContain('InvalidParameterException');
  });
});
