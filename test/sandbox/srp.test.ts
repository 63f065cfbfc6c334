import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { signIn as amplifySignIn, fetchAuthSession, signOut } from 'aws-amplify/auth';
import { FakeClock } from '../../sandbox/clock.ts';
import type { User } from '../../sandbox/cognito/state.ts';
import { totp } from '../../sandbox/cognito/totp.ts';
import { inProcessFunctions } from '../../sandbox/lambda/in-process.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { addClient, addPool, addUser, PASSWORD, refusal, testCognito } from '../support/cognito.ts';

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
  jest.restoreAllMocks();
});

const MIGRATION = 'arn:aws:lambda:eu-west-1:123456789012:function:migrate';

/** A pool behind HTTP, and what amazon-cognito-identity-js needs to sign in to it. */
async function world(
  options: {
    pool?: Parameters<typeof addPool>[1];
    client?: Parameters<typeof addClient>[2];
    user?: Parameters<typeof addUser>[2];
  } = {},
) {
  const invoked: unknown[] = [];
  const clock = new FakeClock(Date.now());
  sandbox = await startSandbox({
    clock,
    functions: inProcessFunctions({ [MIGRATION]: (event) => invoked.push(event) }),
  });
  const cognito = { ...testCognito(), services: sandbox.services, clock };
  const pool = addPool(cognito, {
    AliasAttributes: ['email', 'preferred_username'],
    LambdaConfig: { UserMigration: MIGRATION },
    ...options.pool,
  });
  const client = addClient(cognito, pool, options.client);
  const user = addUser(cognito, pool, options.user);
  const { endpoint } = sandbox;
  const appUser = (Username: string) =>
    new CognitoUser({
      Username,
      Pool: new CognitoUserPool({ UserPoolId: pool.id, ClientId: client.clientId, endpoint }),
    });
  return { pool, client, user, invoked, clock, appUser };
}

type Outcome = CognitoUserSession | { readonly challenge: string } | Error;

/** Signs in the way the library does by default: USER_SRP_AUTH. */
function authenticate(
  user: CognitoUser,
  Password: string,
  answers: Partial<IAuthenticationCallback> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const challenge = (name: string) => () => resolve({ challenge: name });
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password }), {
      onSuccess: resolve,
      onFailure: resolve,
      newPasswordRequired: challenge('NEW_PASSWORD_REQUIRED'),
      totpRequired: challenge('SOFTWARE_TOKEN_MFA'),
      ...answers,
    });
  });
}

describe('amazon-cognito-identity-js signs in by SRP', () => {
  test.each(['ada', 'ada@example.com', 'countess'])('who types %s', async (typed) => {
    const { appUser, invoked, user } = await world({
      user: {
        attributes: { email: 'ada@example.com', email_verified: 'true', preferred_username: 'countess' },
      },
    });

    const outcome = await authenticate(appUser(typed), PASSWORD);

    expect((outcome as CognitoUserSession).getIdToken().payload['sub']).toBe(user.sub);
    expect(invoked).toEqual([]);
  });

  test.each(['pässwörd-🔑-7A', ' spaces inside And out 1! ', 'a'])(
    'with the password %j',
    async (password) => {
      const { appUser } = await world({ user: { password } });
      expect(await authenticate(appUser('ada'), password)).toHaveProperty('accessToken');
    },
  );

  test('again and again, whatever the random numbers', async () => {
    const { appUser } = await world();
    for (let i = 0; i < 8; i += 1) {
      expect(await authenticate(appUser('ada'), PASSWORD)).toHaveProperty('accessToken');
    }
  });

  test('in a pool whose usernames are e-mail addresses', async () => {
    const { appUser, user } = await world({
      pool: { UsernameAttributes: ['email'], AliasAttributes: [] },
      user: { username: '6f1c1e0e-0000-4000-8000-000000000001', attributes: { email: 'ada@example.com' } },
    });

    const outcome = await authenticate(appUser('ada@example.com'), PASSWORD);

    expect((outcome as CognitoUserSession).getAccessToken().payload['username']).toBe(user.username);
  });

  test('to a new password and an authenticator app', async () => {
    const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    const { appUser, user, pool, clock } = await world({
      user: {
        status: 'FORCE_CHANGE_PASSWORD',
        totpSecret,
        mfaMethods: new Set(['SOFTWARE_TOKEN_MFA']),
      },
    });
    pool.mfaConfiguration = 'OPTIONAL';
    pool.enabledMfas = ['SOFTWARE_TOKEN_MFA'];
    const app = appUser('ada@example.com');

    const outcome = await new Promise<Outcome>((resolve) => {
      const callbacks: IAuthenticationCallback = {
        onSuccess: resolve,
        onFailure: resolve,
        newPasswordRequired: () => app.completeNewPasswordChallenge('Another-Horse-8', {}, callbacks),
        totpRequired: () => app.sendMFACode(totp(totpSecret, clock.now()), callbacks, 'SOFTWARE_TOKEN_MFA'),
      };
      app.authenticateUser(new AuthenticationDetails({ Username: 'ada', Password: PASSWORD }), callbacks);
    });

    expect(outcome).toHaveProperty('accessToken');
    expect(user).toMatchObject({ status: 'CONFIRMED', password: 'Another-Horse-8' });
  });
});

describe('amazon-cognito-identity-js is refused by SRP', () => {
  const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
  const unknown = { name: 'UserNotFoundException', message: 'User does not exist.' };
  const reset = { name: 'PasswordResetRequiredException', message: 'Password reset required for the user' };
  const unconfirmed = { name: 'UserNotConfirmedException', message: 'User is not confirmed.' };
  const disabled = { name: 'NotAuthorizedException', message: 'User is disabled.' };

  test.each<[string, 'LEGACY' | 'ENABLED', string, string, Partial<Omit<User, 'attributes'>>, object]>([
    ['a wrong password', 'LEGACY', 'ada', 'wrong', {}, wrong],
    ['an unknown name', 'LEGACY', 'nobody', PASSWORD, {}, unknown],
    ['an unknown name', 'ENABLED', 'nobody', PASSWORD, {}, wrong],
    ['RESET_REQUIRED', 'LEGACY', 'ada', PASSWORD, { status: 'RESET_REQUIRED' }, reset],
    ['RESET_REQUIRED', 'ENABLED', 'ada', PASSWORD, { status: 'RESET_REQUIRED' }, wrong],
    ['UNCONFIRMED', 'LEGACY', 'ada', 'wrong', { status: 'UNCONFIRMED' }, unconfirmed],
    ['disabled', 'LEGACY', 'ada', PASSWORD, { enabled: false }, disabled],
    ['disabled', 'ENABLED', 'ada', PASSWORD, { enabled: false }, disabled],
    ['disabled', 'ENABLED', 'ada', 'wrong', { enabled: false }, wrong],
  ])('%s under %s', async (_, PreventUserExistenceErrors, typed, password, user, expected) => {
    const { appUser, invoked } = await world({ client: { PreventUserExistenceErrors }, user });
    expect(await authenticate(appUser(typed), password)).toMatchObject(expected);
    expect(invoked).toEqual([]);
  });
});

describe('the SRP challenge', () => {
  const start = (USERNAME: string, pool: Parameters<typeof addPool>[1] = {}) => {
    const cognito = testCognito();
    const userPool = addPool(cognito, pool);
    const client = addClient(cognito, userPool, { PreventUserExistenceErrors: 'ENABLED' });
    const challenge = (SRP_A = 'abcd') =>
      cognito.call.InitiateAuth({
        ClientId: client.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME, SRP_A },
      });
    return { cognito, client, challenge };
  };

  test('for a name that nobody has looks like any other, and keeps its salt', async () => {
    const { challenge } = start('nobody');
    const [first, second] = [await challenge(), await challenge()];
    expect(first).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        USER_ID_FOR_SRP: 'nobody',
        SALT: expect.stringMatching(/^[0-9a-f]{1,32}$/),
        SRP_B: expect.stringMatching(/^[0-9a-f]{700,768}$/),
        SECRET_BLOCK: expect.any(String),
      },
    });
    expect(second.ChallengeParameters?.['SALT']).toBe(first.ChallengeParameters?.['SALT']);
    expect(second.ChallengeParameters?.['SRP_B']).not.toBe(first.ChallengeParameters?.['SRP_B']);
  });

  test('invents a UUID where usernames are UUIDs', async () => {
    const { challenge } = start('nobody@example.com', { UsernameAttributes: ['email'] });
    expect((await challenge()).ChallengeParameters?.['USER_ID_FOR_SRP']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test.each(['0', 'xyz', 'f'.repeat(1025)])('is not made for SRP_A %.20s', async (A) => {
    const { challenge } = start('nobody');
    expect(await refusal(challenge(A))).toContain('InvalidParameterException');
  });

  test('wants its timestamp in one form', async () => {
    const { cognito, client, challenge } = start('nobody');
    const { Session } = await challenge();
    const answer = cognito.call.RespondToAuthChallenge({
      ClientId: client.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      Session,
      ChallengeResponses: {
        USERNAME: 'nobody',
        PASSWORD_CLAIM_SECRET_BLOCK: 'x',
        PASSWORD_CLAIM_SIGNATURE: 'x',
        TIMESTAMP: '2026-01-01T00:00:00Z',
      },
    });
    expect(await refusal(answer)).toBe(
      'InvalidParameterException: TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    );
  });
});

describe('aws-amplify signs in by SRP', () => {
  test.each(['ada', 'ada@example.com'])('who types %s', async (username) => {
    const { pool, client, user, invoked } = await world();
    jest.spyOn(console, 'warn').mockImplementation(() => undefined); // It advises against an endpoint of one's own.
    Amplify.configure({
      Auth: {
        Cognito: {
          userPoolId: pool.id,
          userPoolClientId: client.clientId,
          userPoolEndpoint: sandbox!.endpoint,
        },
      },
    });

    const { isSignedIn } = await amplifySignIn({ username, password: PASSWORD });
    const { tokens } = await fetchAuthSession();
    await signOut();

    expect(isSignedIn).toBe(true);
    expect(tokens?.accessToken.payload.sub).toBe(user.sub);
    expect(invoked).toEqual([]);
  });
});
