import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Script, SeenRequest } from '../support/scripted-service.ts';
import { CREDENTIALS, withService } from '../support/scripted-service.ts';
import type { TriggerFunction } from '../support/trigger-function.ts';
import { COMPLETE_ENVIRONMENT, loadTrigger } from '../support/trigger-function.ts';

const PASSWORD = 'Right-Horse-7';
const EMAIL = 'ann.secret@example.com';
const NEW_POOL = 'eu-west-1_NewPool00';

const signIn = {
  version: '1',
  triggerSource: 'UserMigration_Authentication',
  region: 'eu-west-1',
  userPoolId: NEW_POOL,
  userName: 'ann-the-secret',
  callerContext: { awsSdkVersion: '3', clientId: '1newclient' },
  request: { password: PASSWORD, validationData: null, userAttributes: null },
  response: { userAttributes: null, finalUserStatus: null },
};
const forgotPassword = { ...signIn, triggerSource: 'UserMigration_ForgotPassword', request: {} };

const TOKEN = ['e30', Buffer.from('{"username":"ann-the-secret"}').toString('base64url'), 's'].join('.');
const profile = {
  Username: 'ann-the-secret',
  Enabled: true,
  UserStatus: 'CONFIRMED',
  UserAttributes: [
    { Name: 'sub', Value: 'old-sub-of-ann' },
    { Name: 'email', Value: EMAIL },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:shoe', Value: 'size-40' },
  ],
};

/** An old pool that knows Ann and her password, and a new pool that knows nobody. */
const twoPools: Script = ({ operation, input }) => {
  if (input['UserPoolId'] === NEW_POOL) return { exception: 'UserNotFoundException' };
  switch (operation) {
    case 'AdminInitiateAuth': {
      const { PASSWORD: typed } = input['AuthParameters'] as { PASSWORD: string };
      return typed === PASSWORD
        ? { body: { AuthenticationResult: { AccessToken: TOKEN, IdToken: 'id-token-of-ann' } } }
        : { exception: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    }
    case 'AdminGetUser':
      return { body: profile };
    default:
      return { body: { Users: [] } };
  }
};

/** The pools of the current test. */
let script: Script = twoPools;
let requests: readonly SeenRequest[] = [];
let trigger: TriggerFunction;
let end: () => void;
let ended: Promise<void>;

beforeAll(async () => {
  const { promise: ready, resolve: start } = Promise.withResolvers<string>();
  const { promise: finished, resolve } = Promise.withResolvers<void>();
  end = resolve;
  ended = withService(
    (request, number) => script(request, number),
    (service) => {
      requests = service.requests;
      start(service.endpoint);
      return finished;
    },
  );
  trigger = await loadTrigger({
    ...CREDENTIALS,
    ...COMPLETE_ENVIRONMENT,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: await ready,
    // As somebody might set it who looks for a fault.
    POWERTOOLS_LOGGER_LOG_EVENT: 'true',
    POWERTOOLS_LOG_LEVEL: 'DEBUG',
  });
  // The first call pays for the start of this process, which is not the start of a function.
  await trigger.invoke({});
});
afterAll(async () => {
  jest.restoreAllMocks();
  end();
  await ended;
});

const invoke = async (event: unknown, answers: Script = twoPools) => {
  script = answers;
  const before = requests.length;
  const result = await trigger.invoke(event).catch((error: Error) => error);
  return { result, calls: requests.slice(before).map(({ operation }) => operation) };
};

describe('what Cognito gets', () => {
  test('a right password: the event with a profile', async () => {
    expect((await invoke(signIn)).result).toEqual({
      ...signIn,
      response: {
        userAttributes: {
          username: 'ann-the-secret',
          email: EMAIL,
          email_verified: 'true',
          'custom:source_sub': 'old-sub-of-ann',
          'custom:source_via': 'sign-in',
        },
        finalUserStatus: 'CONFIRMED',
        messageAction: 'SUPPRESS',
      },
    });
  });

  test('a forgotten password: the event with a profile without status', async () => {
    const { result } = await invoke(forgotPassword);
    expect(result).toMatchObject({
      response: { userAttributes: { 'custom:source_via': 'forgot-password' } },
    });
    expect(result).not.toHaveProperty('response.finalUserStatus');
  });

  test('a wrong password: the event with an empty response, after one call', async () => {
    const event = { ...signIn, request: { password: 'wrong' } };
    expect(await invoke(event)).toEqual({ result: { ...event, response: {} }, calls: ['AdminInitiateAuth'] });
  });

  test.each([
    [
      'the old pool is down',
      { exception: 'InternalErrorException', message: 'secret inner text', status: 500 },
    ],
    [
      'the old client does not allow the flow',
      { exception: 'InvalidParameterException', message: 'Auth flow not enabled for this client' },
    ],
    [
      'the old client has a secret',
      { exception: 'NotAuthorizedException', message: 'Unable to verify secret hash for client 1oldclient' },
    ],
  ] as const)('%s: one neutral sentence, and nothing of the cause', async (_, answer) => {
    const { result, calls } = await invoke(signIn, () => answer);
    expect(result).toBeInstanceOf(Error);
    expect((result as Error).message).toBe(COMPLETE_ENVIRONMENT.FAILURE_SENTENCE);
    expect((result as Error).cause).toBeUndefined();
    expect(calls).toEqual(['AdminInitiateAuth']);
  });

  test('the connection breaks: the same', async () => {
    const { result, calls } = await invoke(signIn, () => 'drop');
    expect((result as Error).message).toBe(COMPLETE_ENVIRONMENT.FAILURE_SENTENCE);
    expect((result as Error).cause).toBeUndefined();
    // A second time, if the machine was so slow that the kept connection counts as idle.
    expect(new Set(calls)).toEqual(new Set(['AdminInitiateAuth']));
  });

  test.each([
    ['null', null],
    ['nothing', undefined],
    ['a number', 42],
    ['a text', 'event'],
    ['an empty event', {}],
    ['an unknown source', { ...signIn, triggerSource: 'UserMigration_Passkey' }],
    ['a null request', { ...signIn, request: null }],
    ['a number as name', { ...signIn, userName: 1 }],
    ['a name that is none', { ...signIn, userName: 'a\u0000' }],
  ])('%s: an empty response, without a call', async (_, event) => {
    const { result, calls } = await invoke(event);
    expect(result).toMatchObject({ response: {} });
    expect(calls).toEqual([]);
  });

  test('an event without region and with unknown members is an event', async () => {
    const { region, ...rest } = signIn;
    const { result } = await invoke({ ...rest, trace: [region] });
    expect(result).toMatchObject({ trace: ['eu-west-1'], response: { finalUserStatus: 'CONFIRMED' } });
  });
});

test('outcomes are counted, and the old pool is timed', async () => {
  const before = trigger.written().length;
  await invoke(signIn);
  const written = trigger.written().slice(before).join('\n');
  for (const metric of ['Migrated', 'AttributeDropped', 'OldPoolLatency', 'TimeLeft'])
    expect(written).toContain(metric);
});

test('attack: nothing secret is ever written, though logging of events is turned on', async () => {
  await invoke(signIn);
  await invoke({ ...signIn, request: { password: 'wrong-secret-guess' } });
  await invoke(signIn, () => ({ exception: 'InternalErrorException', message: 'secret inner text' }));
  await invoke(signIn, () => ({ body: { AuthenticationResult: 7, ChallengeParameters: null } }));
  const everything = trigger.written().join('\n');
  for (const secret of [
    PASSWORD,
    'wrong-secret-guess',
    EMAIL,
    'ann-the-secret',
    'old-sub-of-ann',
    'size-40',
    TOKEN,
    'id-token-of-ann',
    'secret inner text',
  ]) {
    expect(everything).not.toContain(secret);
  }
});
