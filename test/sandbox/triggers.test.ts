import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { invokePreSignUp } from '../../sandbox/cognito/triggers/pre-sign-up.ts';
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

interface Event {
  version: string;
  triggerSource: string;
  userName: string;
  callerContext: { clientId: string };
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

function world(client: Parameters<typeof addClient>[2] = {}) {
  const cognito = testCognito();
  const pool = addPool(cognito, { AliasAttributes: ['email'] });
  const user = addUser(cognito, pool);
  return { cognito, pool, user, client: addClient(cognito, pool, client) };
}

const sameEvent = (event: Event) => event;
const throws = (message: string) => () => {
  throw new Error(message);
};

describe('PreAuthentication', () => {
  test('sees the user and the client’s metadata', async () => {
    const { cognito, pool, client, user } = world();
    const events = onTrigger<Event>(cognito, pool, 'PreAuthentication', sameEvent);
    await signIn(cognito, client, 'ada@example.com', PASSWORD, { ClientMetadata: { from: 'app' } });
    expect(events).toEqual([
      {
        version: '1',
        triggerSource: 'PreAuthentication_Authentication',
        region: 'eu-west-1',
        userPoolId: pool.id,
        userName: 'ada',
        callerContext: { awsSdkVersion: expect.any(String), clientId: client.clientId },
        request: {
          userAttributes: {
            sub: user.sub,
            email: 'ada@example.com',
            email_verified: 'true',
            'cognito:user_status': 'CONFIRMED',
          },
          validationData: { from: 'app' },
        },
        response: {},
      },
    ]);
  });

  test('refuses before the password is looked at', async () => {
    const { cognito, pool, client, user } = world();
    onTrigger(cognito, pool, 'PreAuthentication', throws('Not on Sundays'));
    expect(await refusal(signIn(cognito, client, 'ada', 'wrong'))).toBe(
      'UserLambdaValidationException: PreAuthentication failed with error Not on Sundays.',
    );
    expect(user.lockout.failures).toBe(0);
  });

  test.each([
    ['LEGACY', []],
    ['ENABLED', [{ userNotFound: true, userAttributes: {} }]],
  ] as const)('under %s gets for an unknown name %j', async (PreventUserExistenceErrors, requests) => {
    const { cognito, pool, client } = world({ PreventUserExistenceErrors });
    const events = onTrigger<Event>(cognito, pool, 'PreAuthentication', sameEvent);
    await refusal(signIn(cognito, client, 'nobody'));
    expect(events.map(({ request }) => request)).toMatchObject(requests);
  });
});

describe('PostAuthentication', () => {
  test('comes after the password and can still refuse', async () => {
    const { cognito, pool, client } = world();
    const events = onTrigger<Event>(cognito, pool, 'PostAuthentication', throws('No'));
    await refusal(signIn(cognito, client, 'ada', 'wrong'));
    expect(events).toEqual([]);
    expect(await refusal(signIn(cognito, client, 'ada', PASSWORD, { ClientMetadata: { from: 'app' } }))).toBe(
      'UserLambdaValidationException: PostAuthentication failed with error No.',
    );
    expect(events).toMatchObject([
      { triggerSource: 'PostAuthentication_Authentication', request: { newDeviceUsed: false } },
    ]);
    expect(events[0]!.request).not.toHaveProperty('clientMetadata');
  });
});

describe('PreTokenGeneration', () => {
  const claims = async (
    response: object,
    version?: 'V1_0' | 'V2_0' | 'V3_0',
  ): Promise<{ id: Record<string, unknown>; access: Record<string, unknown>; events: Event[] }> => {
    const { cognito, pool, client, user } = world();
    pool.groups.set('staff', { name: 'staff', createdAt: 0, modifiedAt: 0, roleArn: 'arn:staff' });
    user.groups.add('staff');
    const events = onTrigger<Event>(cognito, pool, 'PreTokenGeneration', (event) => ({ ...event, response }));
    if (version) {
      const LambdaArn = pool.lambdaConfig.PreTokenGeneration;
      pool.lambdaConfig = { PreTokenGenerationConfig: { LambdaVersion: version, LambdaArn } };
    }
    const { AuthenticationResult } = await signIn(cognito, client);
    return {
      id: decodeJwt(AuthenticationResult!.IdToken!),
      access: decodeJwt(AuthenticationResult!.AccessToken!),
      events,
    };
  };

  test('is asked with the groups', async () => {
    const { events } = await claims({});
    expect(events).toMatchObject([
      {
        version: '1',
        triggerSource: 'TokenGeneration_Authentication',
        request: {
          groupConfiguration: {
            groupsToOverride: ['staff'],
            iamRolesToOverride: ['arn:staff'],
            preferredRole: 'arn:staff',
          },
        },
        response: { claimsOverrideDetails: null },
      },
    ]);
    expect(events[0]!.request).not.toHaveProperty('scopes');
  });

  test('version 1 changes the ID token, and groups in both', async () => {
    const { id, access } = await claims({
      claimsOverrideDetails: {
        claimsToAddOrOverride: { tier: 'gold', email: 'other@example.com', sub: 'eve', token_use: 'access' },
        claimsToSuppress: ['email_verified', 'aud'],
        groupOverrideDetails: { groupsToOverride: ['a', 'b'], iamRolesToOverride: [], preferredRole: null },
      },
    });
    expect(id).toMatchObject({
      tier: 'gold',
      email: 'other@example.com',
      token_use: 'id',
      'cognito:groups': ['a', 'b'],
      aud: expect.any(String),
    });
    expect(id['sub']).not.toBe('eve');
    expect(id).not.toHaveProperty('email_verified');
    expect(id).not.toHaveProperty('cognito:roles');
    expect(access).toMatchObject({ 'cognito:groups': ['a', 'b'] });
    expect(access).not.toHaveProperty('tier');
  });

  test.each([
    ['V2_0', '2'],
    ['V3_0', '3'],
  ] as const)('%s changes the access token too', async (version, eventVersion) => {
    const { id, access, events } = await claims(
      {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: { nested: { a: [1] } } },
          accessTokenGeneration: {
            claimsToAddOrOverride: { tier: 'gold', client_id: 'eve' },
            claimsToSuppress: ['cognito:groups'],
            scopesToAdd: ['orders/read'],
            scopesToSuppress: ['aws.cognito.signin.user.admin'],
          },
        },
      },
      version,
    );
    expect(events).toMatchObject([
      {
        version: eventVersion,
        request: { scopes: ['aws.cognito.signin.user.admin'] },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
    expect(id).toMatchObject({ nested: { a: [1] }, 'cognito:groups': ['staff'] });
    expect(access).toMatchObject({ tier: 'gold', scope: 'orders/read' });
    expect(access['client_id']).not.toBe('eve');
    expect(access).not.toHaveProperty('cognito:groups');
  });

  test.each([null, {}])('groups replaced by %j are no groups at all', async (groupOverrideDetails) => {
    for (const [version, response] of [
      ['V1_0', { claimsOverrideDetails: { groupOverrideDetails } }],
      ['V2_0', { claimsAndScopeOverrideDetails: { groupOverrideDetails } }],
    ] as const) {
      const { id, access } = await claims(response, version);
      expect(id).not.toHaveProperty('cognito:groups');
      expect(id).not.toHaveProperty('cognito:roles');
      expect(access).not.toHaveProperty('cognito:groups');
    }
  });

  test.each([
    ['V1_0', { claimsOverrideDetails: { claimsToAddOrOverride: { tier: 'gold' } } }],
    [
      'V2_0',
      { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: { tier: 'gold' } } } },
    ],
  ] as const)('groups that are not spoken of stay, %s', async (version, response) => {
    const { id } = await claims(response, version);
    expect(id).toMatchObject({ tier: 'gold', 'cognito:groups': ['staff'], 'cognito:roles': ['arn:staff'] });
  });

  test('changes no developer attribute', async () => {
    const details = { claimsToAddOrOverride: { 'dev:tenant': 'other', tier: 'gold' } };
    const { id } = await claims({ claimsOverrideDetails: details });
    expect(id).not.toHaveProperty(['dev:tenant']);
    expect(id).toMatchObject({ tier: 'gold' });
  });

  test('is asked again when tokens are refreshed', async () => {
    const { cognito, pool, client } = world();
    const { AuthenticationResult } = await signIn(cognito, client);
    const events = onTrigger<Event>(cognito, pool, 'PreTokenGeneration', sameEvent);
    await cognito.call.InitiateAuth({
      ClientId: client.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: AuthenticationResult!.RefreshToken! },
    });
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual(['TokenGeneration_RefreshTokens']);
  });

  test.each([
    { claimsOverrideDetails: 'x' },
    { claimsOverrideDetails: { claimsToAddOrOverride: { n: 1 } } },
    { claimsOverrideDetails: { claimsToSuppress: 'email' } },
  ])('%j is no answer', async (response) => {
    expect(await refusal(claims(response))).toBe(
      'InvalidLambdaResponseException: Unrecognizable lambda output',
    );
  });
});

describe('PreSignUp', () => {
  const ask = (there: ReturnType<typeof world>, source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser') =>
    invokePreSignUp(there.cognito.services, {
      pool: there.pool,
      ...(source === 'PreSignUp_SignUp' && { client: there.client }),
      username: 'bob',
      attributes: new Map([['email', 'bob@example.com']]),
      source,
      validationData: { invite: '7' },
    });

  test('decides nothing where there is no function', async () => {
    expect(await ask(world(), 'PreSignUp_SignUp')).toEqual({
      autoConfirmUser: false,
      autoVerifyEmail: false,
      autoVerifyPhone: false,
    });
  });

  test('confirms and verifies as the function says', async () => {
    const there = world();
    const events = onTrigger<Event>(there.cognito, there.pool, 'PreSignUp', (event) => ({
      ...event,
      response: { autoConfirmUser: true, autoVerifyEmail: true },
    }));
    expect(await ask(there, 'PreSignUp_SignUp')).toEqual({
      autoConfirmUser: true,
      autoVerifyEmail: true,
      autoVerifyPhone: false,
    });
    expect(events).toMatchObject([
      {
        triggerSource: 'PreSignUp_SignUp',
        userName: 'bob',
        callerContext: { clientId: there.client.clientId },
        request: { userAttributes: { email: 'bob@example.com' }, validationData: { invite: '7' } },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
  });

  test('refuses an administrator too', async () => {
    const there = world();
    const events = onTrigger<Event>(there.cognito, there.pool, 'PreSignUp', throws('Closed'));
    expect(await refusal(ask(there, 'PreSignUp_AdminCreateUser'))).toBe(
      'UserLambdaValidationException: PreSignUp failed with error Closed.',
    );
    expect(events[0]!.callerContext.clientId).toBe('CLIENT_ID_NOT_APPLICABLE');
  });
});

describe('any other trigger', () => {
  test('without permission is an UnexpectedLambdaException', async () => {
    const { cognito, pool, client } = world();
    pool.lambdaConfig = { PreAuthentication: 'arn:aws:lambda:eu-west-1:123456789012:function:none' };
    expect(await refusal(signIn(cognito, client))).toBe(
      'UnexpectedLambdaException: PreAuthentication invocation failed due to error AccessDeniedException.',
    );
  });

  test.each([null, 'x', []])('that returns %j gives no event back', async (returned) => {
    const { cognito, pool, client } = world();
    onTrigger(cognito, pool, 'PreAuthentication', () => returned);
    expect(await refusal(signIn(cognito, client))).toBe(
      'InvalidLambdaResponseException: Unrecognizable lambda output',
    );
  });
});
