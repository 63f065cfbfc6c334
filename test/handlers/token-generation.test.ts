import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { GROUPS_CARRIED, SOURCE_SUB } from '../../migration/rules.ts';
import type { Script, SeenRequest } from '../support/scripted-service.ts';
import { CREDENTIALS, withEnvironment, withService } from '../support/scripted-service.ts';

const GROUPS = JSON.stringify({ renames: {}, except: [] });
const CARRY = { OLD_USER_POOL_ID: 'eu-west-1_OldPool00', OLD_REGION: 'eu-west-1', GROUPS };
const NOTHING = {
  OLD_USER_POOL_ID: '',
  OLD_REGION: '',
  GROUPS: '',
  OLD_SUB_CLAIM: '',
  OLD_SUB_CLAIM_TOKENS: '',
};
const NEW_POOL = 'eu-west-1_NewPool00';

const event = (attributes: Readonly<Record<string, string>> = { [SOURCE_SUB]: 'old-sub-of-ann' }) => ({
  version: '2',
  triggerSource: 'TokenGeneration_Authentication',
  region: 'eu-west-1',
  userPoolId: NEW_POOL,
  userName: 'ann-the-secret',
  callerContext: { awsSdkVersion: '3', clientId: '1newclient' },
  request: {
    userAttributes: { sub: 'new-sub', email: 'ann.secret@example.com', ...attributes },
    groupConfiguration: { groupsToOverride: ['natives'], iamRolesToOverride: [], preferredRole: null },
  },
  response: { claimsAndScopeOverrideDetails: null },
});

/** A person with one group, and pools that take it. */
const onePerson: Script = ({ operation, input }) => {
  if (operation === 'ListUsers') return { body: { Users: [{ Username: 'ann-the-secret' }] } };
  if (operation !== 'AdminListGroupsForUser') return { body: {} };
  const inNewPool = input['UserPoolId'] === NEW_POOL;
  return {
    body: { Groups: (inNewPool ? ['natives', 'readers'] : ['readers']).map((GroupName) => ({ GroupName })) },
  };
};

/** The same, who can only be asked for one by one. */
const withoutListing =
  (exception: string): Script =>
  (request, number) => {
    if (request.operation === 'ListUsers') return { exception };
    if (request.operation !== 'AdminGetUser') return onePerson(request, number);
    const UserAttributes = [{ Name: 'sub', Value: 'old-sub-of-ann' }];
    return { body: { Username: 'ann-the-secret', UserAttributes } };
  };

interface Run {
  readonly answer: unknown;
  readonly operations: readonly string[];
  readonly written: string;
}

/** One invocation in a fresh execution environment. */
const invoke = (
  variables: Readonly<Record<string, string>>,
  script: Script,
  { given = event(), remaining = 10_000 }: { given?: object; remaining?: number } = {},
): Promise<Run> =>
  withService(script, async ({ endpoint, requests }) => {
    const lines: string[] = [];
    for (const method of ['info', 'warn', 'error', 'log', 'debug'] as const) {
      jest
        .spyOn(console, method)
        .mockImplementation((...texts) => void lines.push(texts.map(String).join(' ')));
    }
    const surroundings = {
      ...{
        ...CREDENTIALS,
        ...NOTHING,
        ...variables,
        POWERTOOLS_DEV: 'true',
        POWERTOOLS_METRICS_DISABLED: 'false',
      },
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
    };
    return withEnvironment(surroundings, async () => {
      jest.resetModules();
      // The process that runs the tests is older than any execution environment.
      const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
      const { handler } = await import('../../handlers/token-generation.ts');
      clock.mockRestore();
      const context = {
        awsRequestId: 'request-1',
        functionName: 'token-generation',
        memoryLimitInMB: '1024',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:token-generation',
        getRemainingTimeInMillis: () => remaining,
      } as unknown as Context;
      const answer = await handler(given, context);
      const operations = requests.map(({ operation }: SeenRequest) => operation);
      return { answer, operations, written: lines.join('\n') };
    });
  });

afterEach(() => void jest.restoreAllMocks());

const groupsIn = (answer: unknown) =>
  (answer as { response: { claimsAndScopeOverrideDetails: { groupOverrideDetails: object } } }).response
    .claimsAndScopeOverrideDetails.groupOverrideDetails;

describe('whoever is done passes untouched and without a call', () => {
  test.each<[string, Record<string, string>, object]>([
    ['carried already', CARRY, event({ [SOURCE_SUB]: 'old-sub', [GROUPS_CARRIED]: 'yes' })],
    ['never in the old pool', CARRY, event({})],
    ['groups are dropped', {}, event()],
    ['no person at all', CARRY, { version: '3', triggerSource: 'TokenGeneration_ClientCredentials' }],
  ])('%s', async (_, variables, given) => {
    const { answer, operations, written } = await invoke(variables, onePerson, { given });
    expect(answer).toBe(given);
    expect(operations).toEqual([]);
    expect(written).toBe('');
  });
});

describe('whoever comes from the old pool', () => {
  test('gets their groups into this token, and is counted', async () => {
    const { answer, operations, written } = await invoke(CARRY, onePerson);
    expect(groupsIn(answer)).toEqual({ groupsToOverride: ['natives', 'readers'], iamRolesToOverride: [] });
    expect(operations.toSorted()).toEqual([
      ...['AdminAddUserToGroup', 'AdminListGroupsForUser', 'AdminListGroupsForUser'],
      ...['AdminUpdateUserAttributes', 'ListUsers'],
    ]);
    expect(written).toContain('"GroupsCarried":1');
  });

  test('is not in a log line, nor are their groups', async () => {
    for (const script of [onePerson, (): { exception: string } => ({ exception: 'AccessDeniedException' })]) {
      const { written } = await invoke(CARRY, script);
      expect(written).not.toMatch(/secret|old-sub|new-sub|readers|natives/);
    }
  });

  test('gets the claim with the old sub, by every token', async () => {
    const claim = { OLD_SUB_CLAIM: 'old_sub', OLD_SUB_CLAIM_TOKENS: 'access' };
    const { answer } = await invoke(claim, onePerson);
    expect(answer).toMatchObject({
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { claimsToAddOrOverride: { old_sub: 'old-sub-of-ann' } },
          groupOverrideDetails: { groupsToOverride: ['natives'], iamRolesToOverride: [] },
        },
      },
    });
  });
});

describe('attack: strangers use up ListUsers with names that nobody has', () => {
  test('the groups are in the token all the same', async () => {
    const { answer, operations, written } = await invoke(CARRY, withoutListing('TooManyRequestsException'));
    expect(groupsIn(answer)).toMatchObject({ groupsToOverride: ['natives', 'readers'] });
    expect(operations.slice(0, 3)).toEqual(['ListUsers', 'AdminGetUser', 'AdminListGroupsForUser']);
    expect(written).not.toContain('GroupsNotCarried');
  });
});

test('where the function may not list, the groups are in the token, and the operator hears what that costs', async () => {
  const { answer, written } = await invoke(CARRY, withoutListing('AccessDeniedException'));
  expect(groupsIn(answer)).toMatchObject({ groupsToOverride: ['natives', 'readers'] });
  expect(written).toContain('"GroupsCarried":1');
  expect(written).toContain('"Reason":"no-permission"');
  expect(written).toMatch(/ListUsers of the old pool[^}]*"needsOperator": ?true/);
});

test('attack: a username that is the new sub of an administrator: nothing is read or written under it', async () => {
  const ADMIN = '99999999-2222-4333-8444-555555555555';
  const given = { ...event(), userName: ADMIN };
  const admin = { Username: 'admin', UserAttributes: [{ Name: 'sub', Value: ADMIN }] };
  const { answer, operations, written } = await invoke(CARRY, () => ({ body: admin }), { given });
  expect(answer).toBe(given);
  expect(operations).toEqual(['AdminGetUser']);
  expect(written).toContain('"Reason":"ambiguous-username"');
  expect(written).toMatch(/"needsOperator": ?true/);
});

describe('nobody is kept out', () => {
  const passes = async (
    variables: Readonly<Record<string, string>>,
    script: Script,
    options: { remaining?: number } = {},
  ): Promise<string> => {
    const given = event();
    const { answer, written } = await invoke(variables, script, { ...options, given });
    expect(answer).toBe(given);
    return written;
  };

  test.each<[string, Script, string]>([
    ['may not ask the old pool', () => ({ exception: 'AccessDeniedException' }), 'no-permission'],
    ['finds no old pool', () => ({ exception: 'ResourceNotFoundException' }), 'no-such-pool-or-client'],
    ['is throttled', () => ({ exception: 'TooManyRequestsException' }), 'throttled'],
    ['finds the connection broken', () => 'drop', 'network'],
  ])('where the function %s', async (_, script, reason) => {
    const written = await passes(CARRY, script);
    expect(written).toContain('"GroupsNotCarried":1');
    expect(written).toContain(`"Reason":"${reason}"`);
  });

  test('where the old pool takes longer than there is time', async () => {
    expect(await passes(CARRY, () => 'hang', { remaining: 1_500 })).toContain('"Reason":"timed-out"');
  });

  test.each([
    ['is not what the stack writes', { ...CARRY, GROUPS: '[]' }],
    ['lacks the old pool', { GROUPS }],
  ])('where the environment %s', async (_, variables) => {
    expect(await passes(variables, onePerson)).toContain('"Reason":"function-environment"');
  });
});
