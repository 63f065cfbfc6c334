import { describe, expect, test } from '@jest/globals';
import { secretHash } from '../../sandbox/cognito/secret-hash.ts';
import type { User } from '../../sandbox/cognito/state.ts';
import { addClient, addPool, addUser, PASSWORD, refusal, signIn, testCognito } from '../support/cognito.ts';

const INCORRECT = 'NotAuthorizedException: Incorrect username or password.';
const UNKNOWN = 'UserNotFoundException: User does not exist.';

function world(
  client: Parameters<typeof addClient>[2] = {},
  readings: Parameters<typeof testCognito>[0] = {},
) {
  const cognito = testCognito(readings);
  const pool = addPool(cognito, { AliasAttributes: ['email', 'preferred_username'] });
  return { cognito, pool, client: addClient(cognito, pool, client) };
}

describe('USER_PASSWORD_AUTH', () => {
  test.each(['ada', 'ada@example.com', 'countess'])('signs in a user who types %s', async (typed) => {
    const { cognito, pool, client } = world();
    addUser(cognito, pool, {
      attributes: { email: 'ada@example.com', email_verified: 'true', preferred_username: 'countess' },
    });

    const answer = await signIn(cognito, client, typed);

    expect(answer.AuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
  });

  test('does not know an unverified e-mail address', async () => {
    const { cognito, pool, client } = world();
    addUser(cognito, pool, { attributes: { email: 'ada@example.com' } });

    expect(await refusal(signIn(cognito, client, 'ada@example.com'))).toBe(UNKNOWN);
  });

  test.each([
    ['LEGACY', 'nobody', PASSWORD, UNKNOWN],
    ['LEGACY', 'ada', 'wrong', INCORRECT],
    ['ENABLED', 'nobody', PASSWORD, INCORRECT],
    ['ENABLED', 'ada', 'wrong', INCORRECT],
  ] as const)(
    'under %s answers %s with %s: %s',
    async (PreventUserExistenceErrors, name, password, expected) => {
      const { cognito, pool, client } = world({ PreventUserExistenceErrors });
      addUser(cognito, pool);

      expect(await refusal(signIn(cognito, client, name, password))).toBe(expected);
    },
  );
});

describe('user states', () => {
  const RESET = 'PasswordResetRequiredException: Password reset required for the user';
  const UNCONFIRMED = 'UserNotConfirmedException: User is not confirmed.';
  const DISABLED = 'NotAuthorizedException: User is disabled.';
  const EXPIRED =
    'NotAuthorizedException: Temporary password has expired and must be reset by an administrator.';
  const expired = { status: 'FORCE_CHANGE_PASSWORD', temporaryPasswordExpiresAt: 0 } as const;

  test.each<[string, Partial<Omit<User, 'attributes'>>, 'LEGACY' | 'ENABLED', string, string]>([
    ['UNCONFIRMED', { status: 'UNCONFIRMED' }, 'LEGACY', UNCONFIRMED, UNCONFIRMED],
    ['UNCONFIRMED', { status: 'UNCONFIRMED' }, 'ENABLED', UNCONFIRMED, UNCONFIRMED],
    ['RESET_REQUIRED', { status: 'RESET_REQUIRED' }, 'LEGACY', RESET, RESET],
    ['RESET_REQUIRED', { status: 'RESET_REQUIRED' }, 'ENABLED', INCORRECT, INCORRECT],
    ['expired temporary password', expired, 'LEGACY', EXPIRED, EXPIRED],
    ['expired temporary password', expired, 'ENABLED', EXPIRED, INCORRECT],
    ['disabled', { enabled: false }, 'LEGACY', DISABLED, DISABLED],
    ['disabled', { enabled: false }, 'ENABLED', DISABLED, INCORRECT],
  ])('%s %j under %s: right password %s, wrong one %s', async (_, init, errors, right, wrong) => {
    const { cognito, pool, client } = world({ PreventUserExistenceErrors: errors });
    addUser(cognito, pool, init);

    expect(await refusal(signIn(cognito, client))).toBe(right);
    expect(await refusal(signIn(cognito, client, 'ada', 'wrong'))).toBe(wrong);
  });

  test('disabled, by the other reading, is only said to who knows the password', async () => {
    const { cognito, pool, client } = world({}, { disabledUser: 'after-password' });
    addUser(cognito, pool, { enabled: false });

    expect(await refusal(signIn(cognito, client))).toBe(DISABLED);
    expect(await refusal(signIn(cognito, client, 'ada', 'wrong'))).toBe(INCORRECT);
  });

  test('EXTERNAL_PROVIDER has no password', async () => {
    const { cognito, pool, client } = world();
    const user = addUser(cognito, pool, {
      username: 'google_1',
      status: 'EXTERNAL_PROVIDER',
      attributes: {},
    });
    delete user.password;

    expect(await refusal(signIn(cognito, client, 'google_1', 'any'))).toBe(INCORRECT);
  });
});

describe('flows', () => {
  const start = (api: 'InitiateAuth' | 'AdminInitiateAuth', flow: string, flows: string[]) => {
    const { cognito, pool, client } = world({ ExplicitAuthFlows: flows as never });
    addUser(cognito, pool);
    return cognito.call[api]({
      UserPoolId: pool.id,
      ClientId: client.clientId,
      AuthFlow: flow as never,
      AuthParameters: { USERNAME: 'ada', PASSWORD },
    });
  };

  test.each([
    ['InitiateAuth', 'USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    ['AdminInitiateAuth', 'ADMIN_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    ['AdminInitiateAuth', 'ADMIN_NO_SRP_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  ] as const)('%s takes %s if the client has %s', async (api, flow, allowed) => {
    expect((await start(api, flow, [allowed])).AuthenticationResult).toBeDefined();
  });

  test.each([
    ['InitiateAuth', 'USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client'],
    ['InitiateAuth', 'USER_SRP_AUTH', 'USER_SRP_AUTH flow not enabled for this client'],
    [
      'AdminInitiateAuth',
      'ADMIN_USER_PASSWORD_AUTH',
      'ADMIN_USER_PASSWORD_AUTH flow not enabled for this client',
    ],
    ['InitiateAuth', 'ADMIN_USER_PASSWORD_AUTH', 'Initiate Auth method not supported.'],
    ['AdminInitiateAuth', 'USER_PASSWORD_AUTH', 'Initiate Auth method not supported.'],
  ] as const)('%s refuses %s where it may not be: %s', async (api, flow, message) => {
    expect(await refusal(start(api, flow, ['ALLOW_REFRESH_TOKEN_AUTH']))).toBe(
      `InvalidParameterException: ${message}`,
    );
  });

  test.each(['CUSTOM_AUTH', 'USER_AUTH'])('refuses %s by name', async (flow) => {
    expect(await refusal(start('InitiateAuth', flow, ['ALLOW_CUSTOM_AUTH']))).toContain(
      `UnsupportedOperationException: The sandbox does not support the authentication flow ${flow}`,
    );
  });

  test.each(['USERNAME', 'PASSWORD'])('demands %s', async (missing) => {
    const { cognito, client } = world();
    const parameters: Record<string, string> = { USERNAME: 'ada', PASSWORD };
    delete parameters[missing];

    const call = cognito.call.InitiateAuth({
      ClientId: client.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: parameters,
    });

    expect(await refusal(call)).toBe(`InvalidParameterException: Missing required parameter ${missing}`);
  });

  test('refuses a client of another pool', async () => {
    const { cognito, pool } = world();
    const other = addClient(cognito, addPool(cognito));

    const call = cognito.call.AdminInitiateAuth({
      UserPoolId: pool.id,
      ClientId: other.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD },
    });

    expect(await refusal(call)).toBe(
      `ResourceNotFoundException: User pool client ${other.clientId} does not exist.`,
    );
  });
});

describe('a client with a secret', () => {
  const withSecret = () => {
    const { cognito, pool, client } = world({ GenerateSecret: true });
    addUser(cognito, pool);
    return {
      cognito,
      client,
      hash: (name: string) => secretHash(client.clientSecret!, name, client.clientId),
    };
  };

  test('signs in with a hash of the name as typed', async () => {
    const { cognito, client, hash } = withSecret();
    const answer = await signIn(cognito, client, 'ada@example.com', PASSWORD, {
      SECRET_HASH: hash('ada@example.com'),
    });
    expect(answer.AuthenticationResult).toBeDefined();
  });

  test('is refused with a hash of another name', async () => {
    const { cognito, client, hash } = withSecret();
    const call = signIn(cognito, client, 'ada@example.com', PASSWORD, { SECRET_HASH: hash('ada') });
    expect(await refusal(call)).toBe(
      `NotAuthorizedException: Unable to verify secret hash for client ${client.clientId}`,
    );
  });

  test('is refused without one', async () => {
    const { cognito, client } = withSecret();
    expect(await refusal(signIn(cognito, client))).toBe(
      `NotAuthorizedException: Client ${client.clientId} is configured with secret but SECRET_HASH was not received`,
    );
  });

  test('refreshes with a hash of the username or of the sub, not of an alias', async () => {
    const { cognito, client, hash } = withSecret();
    const { AuthenticationResult } = await signIn(cognito, client, 'ada', PASSWORD, {
      SECRET_HASH: hash('ada'),
    });
    const sub = cognito.services.pools.user(cognito.services.pools.client(client.clientId).pool, 'ada').sub;
    const refresh = (SECRET_HASH: string) =>
      cognito.call.InitiateAuth({
        ClientId: client.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: AuthenticationResult!.RefreshToken!, SECRET_HASH },
      });

    expect((await refresh(hash('ada'))).AuthenticationResult).toBeDefined();
    expect((await refresh(hash(sub))).AuthenticationResult).toBeDefined();
    expect(await refusal(refresh(hash('ada@example.com')))).toContain('Unable to verify secret hash');
  });
});
