import { describe, expect, test } from '@jest/globals';
import { addUser, onTrigger, PASSWORD, refusal, signIn } from '../support/cognito.ts';
import {
  confirmed,
  INCORRECT,
  migrationWorld,
  UNKNOWN,
  VERIFIED,
  type WorldOptions,
} from '../support/migration-world.ts';

describe('the event', () => {
  test('of a sign-in', async () => {
    const { cognito, pool, client, events } = migrationWorld(confirmed());
    await signIn(cognito, client, 'Ada', PASSWORD, { ClientMetadata: { from: 'app' } });
    expect(events).toEqual([
      {
        version: '1',
        triggerSource: 'UserMigration_Authentication',
        region: 'eu-west-1',
        userPoolId: pool.id,
        userName: 'Ada',
        callerContext: { awsSdkVersion: expect.any(String), clientId: client.clientId },
        request: { password: PASSWORD, validationData: { from: 'app' }, userAttributes: null },
        response: {
          userAttributes: null,
          forceAliasCreation: null,
          enableSMSMFA: null,
          finalUserStatus: null,
          messageAction: null,
          desiredDeliveryMediums: null,
        },
      },
    ]);
  });

  test('of a forgotten password', async () => {
    const { forgot, events } = migrationWorld(confirmed());
    await forgot('ada', { from: 'app' });
    expect(events).toMatchObject([
      {
        triggerSource: 'UserMigration_ForgotPassword',
        userName: 'ada',
        request: { clientMetadata: { from: 'app' } },
      },
    ]);
    expect(events[0]!.request).not.toHaveProperty('password');
  });
});

describe('the function is asked', () => {
  const asked = async (typed: string, init: Parameters<typeof addUser>[2]) => {
    const { cognito, pool, client, events } = migrationWorld({});
    addUser(cognito, pool, init);
    await signIn(cognito, client, typed, 'wrong').catch(() => undefined);
    return events.length;
  };

  test.each<[string, string, Parameters<typeof addUser>[2], number]>([
    ['nobody answers to the name', 'nobody', {}, 1],
    ['the username is known', 'ADA', {}, 0],
    ['an active alias is known', 'Ada@Example.com', {}, 0],
    [
      'the e-mail address is not verified',
      'ada@example.com',
      { attributes: { email: 'ada@example.com' } },
      1,
    ],
    ['the user is RESET_REQUIRED', 'ada', { status: 'RESET_REQUIRED' }, 0],
    ['the user is UNCONFIRMED', 'ada', { status: 'UNCONFIRMED' }, 0],
    ['the user is disabled', 'ada', { enabled: false }, 0],
  ])('%s: %s', async (_, typed, init, times) => {
    expect(await asked(typed, init)).toBe(times);
  });

  test('by AdminInitiateAuth with ADMIN_USER_PASSWORD_AUTH', async () => {
    const { cognito, pool, client, events } = migrationWorld(confirmed());
    const answer = await cognito.call.AdminInitiateAuth({
      UserPoolId: pool.id,
      ClientId: client.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD },
    });
    expect(answer.AuthenticationResult).toBeDefined();
    expect(events).toHaveLength(1);
  });
});

describe('a user confirmed at sign-in', () => {
  test('has the typed password, whatever the policy, and never meets the function again', async () => {
    const { cognito, pool, client, events } = migrationWorld(
      confirmed({ ...VERIFIED, 'custom:source_sub': 'old' }),
    );

    expect((await signIn(cognito, client, 'ada', 'weak')).AuthenticationResult).toBeDefined();
    expect((await signIn(cognito, client, 'ada@example.com', 'weak')).AuthenticationResult).toBeDefined();
    expect(await refusal(signIn(cognito, client, 'ada', 'other'))).toBe(INCORRECT);

    expect(events).toHaveLength(1);
    const user = cognito.services.pools.user(pool, 'ada');
    expect(user).toMatchObject({ username: 'ada', status: 'CONFIRMED', enabled: true });
    expect(Object.fromEntries(user.attributes)).toEqual({ ...VERIFIED, 'custom:source_sub': 'old' });
  });

  test('whose name is an e-mail address gets it as the attribute, and the sub as username', async () => {
    const { cognito, pool, client } = migrationWorld(confirmed({ family_name: 'Lovelace' }), {
      pool: { AliasAttributes: [], UsernameAttributes: ['email'] },
    });
    await signIn(cognito, client, 'ada@example.com');
    const user = cognito.services.pools.user(pool, 'ada@example.com');
    expect(user.username).toBe(user.sub);
    expect(user.attributes.get('email')).toBe('ada@example.com');
  });

  test('still has to pass MFA', async () => {
    const { cognito, pool, client } = migrationWorld(
      confirmed({ ...VERIFIED, phone_number: '+15550001234' }, { enableSMSMFA: true }),
    );
    pool.mfaConfiguration = 'OPTIONAL';
    pool.enabledMfas = ['SMS_MFA'];
    expect((await signIn(cognito, client)).ChallengeName).toBe('SMS_MFA');
  });

  test.each([
    ['SUPPRESS', undefined, []],
    [undefined, ['EMAIL'], ['ada@example.com']],
    [null, ['EMAIL', 'SMS'], ['ada@example.com', '+15550001234']],
    [undefined, undefined, ['+15550001234']],
  ])(
    'with messageAction %s and mediums %j is welcomed at %j',
    async (messageAction, mediums, destinations) => {
      const { cognito, client } = migrationWorld(
        confirmed(
          { ...VERIFIED, phone_number: '+15550001234' },
          { messageAction, desiredDeliveryMediums: mediums },
        ),
      );
      await signIn(cognito, client);
      expect(cognito.services.outbox.messages().map(({ destination }) => destination)).toEqual(destinations);
    },
  );
});

describe('a response that says nothing', () => {
  test.each<[string, object | null]>([
    ['no response', null],
    ['an empty response', {}],
    ['userAttributes null', { userAttributes: null, finalUserStatus: 'CONFIRMED' }],
    ['userAttributes empty', { userAttributes: {}, finalUserStatus: 'CONFIRMED' }],
  ])('%s is an unknown user', async (_, response) => {
    const legacy = migrationWorld(response);
    const enabled = migrationWorld(response, { client: { PreventUserExistenceErrors: 'ENABLED' } });

    expect(await refusal(signIn(legacy.cognito, legacy.client))).toBe(UNKNOWN);
    expect(await refusal(signIn(enabled.cognito, enabled.client))).toBe(INCORRECT);
    expect(await refusal(legacy.forgot('ada'))).toBe(
      'UserNotFoundException: Username/client id combination not found.',
    );
    expect((await enabled.forgot('ada')).CodeDeliveryDetails).toBeDefined();
    expect(enabled.cognito.services.outbox.messages()).toEqual([]);
  });

  test.each([null, 'text', 7, []])('a function that returns %j gives no event back', async (returned) => {
    const { cognito, pool, client } = migrationWorld({});
    cognito.functions[pool.lambdaConfig.UserMigration!] = () => returned;
    expect(await refusal(signIn(cognito, client))).toBe(
      'InvalidLambdaResponseException: Unrecognizable lambda output',
    );
  });
});

describe('a function that throws', () => {
  const throwing = (options: WorldOptions = {}) => {
    const there = migrationWorld({}, options);
    there.cognito.functions[there.pool.lambdaConfig.UserMigration!] = () => {
      throw new Error('Try again');
    };
    return there;
  };
  const MESSAGE = 'UserMigration failed with error Try again.';
  const ENABLED = { client: { PreventUserExistenceErrors: 'ENABLED' } } as const;

  test.each<[string, WorldOptions, string]>([
    ['LEGACY', {}, `UserNotFoundException: ${MESSAGE}`],
    ['ENABLED', ENABLED, `UserNotFoundException: ${MESSAGE}`],
    ['ENABLED, generic', { ...ENABLED, readings: { failedMigrationUnderEnabled: 'generic' } }, INCORRECT],
    [
      'LEGACY, the general type',
      { readings: { failedMigrationOnSignIn: 'UserLambdaValidationException' } },
      `UserLambdaValidationException: ${MESSAGE}`,
    ],
  ])('at sign-in, %s', async (_, options, expected) => {
    const { cognito, client } = throwing(options);
    expect(await refusal(signIn(cognito, client))).toBe(expected);
  });

  test('at a forgotten password', async () => {
    expect(await refusal(throwing().forgot('ada'))).toBe(`UserLambdaValidationException: ${MESSAGE}`);
    const generic = throwing({ ...ENABLED, readings: { failedMigrationUnderEnabled: 'generic' } });
    expect((await generic.forgot('ada')).CodeDeliveryDetails).toBeDefined();
  });
});

describe('a function that cannot be called', () => {
  test('for want of permission', async () => {
    const { cognito, pool, client } = migrationWorld({});
    delete cognito.functions[pool.lambdaConfig.UserMigration!];
    expect(await refusal(signIn(cognito, client))).toBe(
      `UserNotFoundException: Exception migrating user in app client ${client.clientId}`,
    );
  });

  test.each([
    ['three-attempts', 3],
    ['one-attempt', 1],
  ] as const)('within five seconds: %s', async (retryOfTimedOutTrigger, times) => {
    const { cognito, client } = migrationWorld({}, { readings: { retryOfTimedOutTrigger } });
    const limits: number[] = [];
    const services = {
      ...cognito.services,
      functions: {
        invoke: async (_arn: string, _event: unknown, { timeoutMs }: { timeoutMs: number }) => {
          limits.push(timeoutMs);
          return { kind: 'timed-out' } as const;
        },
      },
    };
    const { initiateAuth } = await import('../../sandbox/cognito/operations/initiateAuth.ts');
    const call = initiateAuth(services)({
      ClientId: client.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD },
    });
    expect(await refusal(call)).toBe(
      `UserNotFoundException: Exception migrating user in app client ${client.clientId}`,
    );
    expect(limits).toEqual(Array.from({ length: times }, () => 5000));
  });
});

test('of two first sign-ins at once one user comes', async () => {
  const { cognito, pool, client } = migrationWorld(confirmed());
  const results = await Promise.allSettled([signIn(cognito, client), signIn(cognito, client)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(pool.users.size).toBe(1);
});

test.each([
  ['called', 1],
  ['not-called', 0],
] as const)(
  'a migrated user passes PreAuthentication and PostAuthentication, not PostConfirmation; PreSignUp is %s',
  async (preSignUpOfMigratedUsers, preSignUps) => {
    const { cognito, pool, client } = migrationWorld(confirmed(), { readings: { preSignUpOfMigratedUsers } });
    const triggers = ['PreSignUp', 'PreAuthentication', 'PostAuthentication', 'PostConfirmation'] as const;
    const events = triggers.map((trigger) => onTrigger(cognito, pool, trigger, (event) => event));
    await signIn(cognito, client);
    expect(events.map(({ length }) => length)).toEqual([preSignUps, 1, 1, 0]);
  },
);
