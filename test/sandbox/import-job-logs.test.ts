import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsRequest,
  GetLogEventsCommand,
  type GetLogEventsRequest,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { mayWriteLogs } from '../../sandbox/import-jobs/logs-role.ts';
import type { PolicyStatement } from '../../sandbox/server/principals.ts';
import { deploy } from '../../sandbox/template/deploy.ts';
import { withTemplate } from '../support/assembly.ts';
import { type ImportWorld, person, ROLE_ARN, startImportWorld } from '../support/import-world.ts';
import { withSandbox } from '../support/sandbox.ts';

const worlds: ImportWorld[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

async function importWorld(...settings: Parameters<typeof startImportWorld>): Promise<ImportWorld> {
  const world = await startImportWorld(...settings);
  worlds.push(world);
  return world;
}

const groupOf = ({ UserPoolId }: ImportWorld) => `/aws/cognito/userpools/${UserPoolId}/test`;

/** A world whose log has a stream of so many events, `event 0` first, one second apart. */
async function worldWithEvents(count: number, text = (number: number) => `event ${number}`) {
  const world = await importWorld();
  const logGroupName = groupOf(world);
  const start = world.clock.now();
  for (let number = 0; number < count; number += 1) {
    world.sandbox.services.logs.put({ logGroupName, logStreamName: 'stream' }, [text(number)]);
    world.clock.advanceBy(1000);
  }
  const get = (request: Partial<GetLogEventsRequest> = {}) =>
    world.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'stream', ...request }));
  const filter = (request: Partial<FilterLogEventsRequest> = {}) =>
    world.logs.send(new FilterLogEventsCommand({ logGroupName, ...request }));
  return { world, logGroupName, start, get, filter };
}

const numbersOf = ({ events = [] }: { events?: { message?: string | undefined }[] | undefined }) =>
  events.map(({ message }) => Number(message!.split(' ')[1]));

describe('an import job logs', () => {
  test('one line per row, in the documented words, in a stream of its own', async () => {
    const world = await importWorld();
    await world.importRows(person('ada'));
    const job = await world.importRows(
      person('bob'),
      person('ada'),
      person('eve', { email_verified: 'FALSE' }),
    );
    expect(await world.linesOf(job)).toEqual([
      '[SUCCEEDED] Line Number 1 - The import succeeded.',
      '[SKIPPED] Line Number 2 - The user already exists.',
      '[FAILED] Line Number 3 - The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
    ]);
    const { logStreams } = await world.logs.send(
      new DescribeLogStreamsCommand({ logGroupName: groupOf(world), logStreamNamePrefix: job.JobId }),
    );
    expect(logStreams).toMatchObject([{ logStreamName: `${job.JobId}/${job.JobName}` }]);
  });

  const trust = ['cognito-idp.amazonaws.com'];
  const documented = (world: ImportWorld): PolicyStatement => ({
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    Resource: [`arn:aws:logs:eu-west-1:111122223333:log-group:${groupOf(world)}:*`],
  });
  test.each<[string, 'Succeeded' | 'Failed', string[], (world: ImportWorld) => PolicyStatement]>([
    ['trusts Cognito and permits it', 'Succeeded', trust, documented],
    [
      'permits it everywhere',
      'Succeeded',
      trust,
      () => ({ Effect: 'Allow', Action: ['logs:*'], Resource: ['*'] }),
    ],
    ['trusts another service', 'Failed', ['lambda.amazonaws.com'], documented],
    [
      'lacks an action',
      'Failed',
      trust,
      (world) => ({ ...documented(world), Action: ['logs:PutLogEvents'] }),
    ],
    [
      'permits it for another group',
      'Failed',
      trust,
      (world) => ({ ...documented(world), Resource: ['arn:aws:logs:*:*:log-group:/aws/lambda/*'] }),
    ],
  ])('with a role that %s: the job has %s', async (_, status, trustedServices, statement) => {
    const world = await importWorld();
    world.sandbox.principals.defineRole(ROLE_ARN, { trustedServices, statements: () => [statement(world)] });
    const job = await world.importRows(person('ada'));
    const imported = status === 'Succeeded' ? 1 : 0;
    expect(job).toMatchObject({ Status: status, ImportedUsers: imported });
    if (status === 'Failed') {
      await expect(world.linesOf(job)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});

test.each<[string, object, boolean]>([
  ['Cognito', {}, true],
  // Whether Cognito sends what a condition asks for is documented for no import job.
  ['Cognito under a condition', { Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }, false],
  [
    'Cognito among others',
    { Principal: { Service: ['a.amazonaws.com', 'cognito-idp.amazonaws.com'] } },
    true,
  ],
  ['nobody', { Effect: 'Deny' }, false],
])('a role of a template that trusts %s', async (_, different, trusted) => {
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'cognito-idp.amazonaws.com' },
  };
  const write = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };
  const Properties = {
    RoleName: 'import-logs',
    AssumeRolePolicyDocument: { Statement: [{ ...statement, ...different }] },
    Policies: [{ PolicyName: 'write', PolicyDocument: { Statement: [write] } }],
  };
  await withSandbox(async ({ sandbox, functions }) => {
    await withTemplate({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } }, (template) =>
      deploy(template, { ...sandbox, functions }),
    );
    const { region, accountId, principals } = sandbox;
    const about = { region, accountId, logGroupName: '/aws/cognito/userpools/p/n' };
    expect(mayWriteLogs(principals.role(ROLE_ARN), about)).toBe(trusted);
  });
});

describe('DescribeLogStreams', () => {
  test('answers page by page, in the order of names or of last events', async () => {
    const { world, logGroupName } = await worldWithEvents(1);
    for (const name of ['c', 'a', 'b']) {
      world.sandbox.services.logs.put({ logGroupName, logStreamName: `x-${name}` }, ['event']);
      world.clock.advanceBy(1);
    }
    const list = (request: object) =>
      world.logs.send(new DescribeLogStreamsCommand({ logGroupName, ...request }));
    const names = ({ logStreams = [] }: Awaited<ReturnType<typeof list>>) =>
      logStreams.map(({ logStreamName }) => logStreamName).join();
    const first = await list({ logStreamNamePrefix: 'x-', limit: 2 });
    expect(names(first)).toBe('x-a,x-b');
    expect(names(await list({ logStreamNamePrefix: 'x-', limit: 2, nextToken: first.nextToken }))).toBe(
      'x-c',
    );
    expect(names(await list({ orderBy: 'LastEventTime', descending: true }))).toBe('x-b,x-a,x-c,stream');
    for (const wrong of [{ limit: 51 }, { orderBy: 'LastEventTime', logStreamNamePrefix: 'x' }]) {
      await expect(list(wrong)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });
});

describe('GetLogEvents', () => {
  test('from the head: pages of 10,000 until the token stays the same', async () => {
    const { world, get } = await worldWithEvents(0);
    const messages = Array.from({ length: 25_000 }, (_, number) => `event ${number}`);
    world.sandbox.services.logs.put({ logGroupName: groupOf(world), logStreamName: 'stream' }, messages);
    const sizes: number[] = [];
    const seen: number[] = [];
    for (let nextToken: string | undefined; ; ) {
      const page = await get({ startFromHead: true, nextToken });
      sizes.push(page.events!.length);
      seen.push(...numbersOf(page));
      if (page.nextForwardToken === nextToken) break;
      nextToken = page.nextForwardToken;
    }
    expect(sizes).toEqual([10_000, 10_000, 5_000, 0]);
    expect(seen).toEqual(messages.map((_, number) => number));
  });

  test('by default the latest come first, oldest event first within a page', async () => {
    const { get } = await worldWithEvents(5);
    const last = await get({ limit: 2 });
    const before = await get({ limit: 2, nextToken: last.nextBackwardToken });
    const first = await get({ limit: 2, nextToken: before.nextBackwardToken });
    const none = await get({ limit: 2, nextToken: first.nextBackwardToken });
    expect([last, before, first, none].map(numbersOf)).toEqual([[3, 4], [1, 2], [0], []]);
    expect(none.nextBackwardToken).toBe(first.nextBackwardToken);
  });

  test('a token at the end goes on when there is more', async () => {
    const { world, logGroupName, get } = await worldWithEvents(1);
    const { nextForwardToken } = await get({ startFromHead: true });
    world.sandbox.services.logs.put({ logGroupName, logStreamName: 'stream' }, ['event 1']);
    expect(numbersOf(await get({ startFromHead: true, nextToken: nextForwardToken }))).toEqual([1]);
  });

  test('a page has at most 1 MB', async () => {
    const { get } = await worldWithEvents(5, (number) => `event ${number} ${'x'.repeat(400_000)}`);
    expect(numbersOf(await get({ startFromHead: true }))).toEqual([0, 1]);
  });

  test('the time range has its start and not its end; a page outside it is empty and no end', async () => {
    const { world, logGroupName, start, get } = await worldWithEvents(3);
    expect(numbersOf(await get({ startTime: start + 1000, endTime: start + 2000 }))).toEqual([1]);
    const startTime = world.clock.now() + 1;
    world.sandbox.services.logs.put({ logGroupName, logStreamName: 'stream' }, Array(10_000).fill('event 3'));
    world.clock.advanceBy(1);
    world.sandbox.services.logs.put({ logGroupName, logStreamName: 'stream' }, ['event 4']);
    const page = await get({ startTime, startFromHead: true });
    expect(numbersOf(page)).toEqual([]);
    expect(
      numbersOf(await get({ startTime, startFromHead: true, nextToken: page.nextForwardToken })),
    ).toEqual([4]);
  });

  test.each<[string, Partial<GetLogEventsRequest>, string, string?]>([
    [
      'a group that is not there',
      { logGroupName: 'none' },
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ],
    [
      'a stream that is not there',
      { logStreamName: 'none' },
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
    ['a token of another origin', { nextToken: 'f/1', startFromHead: true }, 'InvalidParameterException'],
    ['a limit of 10,001', { limit: 10_001 }, 'InvalidParameterException'],
    ['two names of a group', { logGroupIdentifier: 'other' }, 'InvalidParameterException'],
  ])('refuses %s', async (_, request, name, message = '') => {
    const { get } = await worldWithEvents(1);
    await expect(get(request)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test('a forward token needs startFromHead', async () => {
    const { get } = await worldWithEvents(1);
    const { nextForwardToken: nextToken } = await get();
    await expect(get({ nextToken })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('takes the ARN of the group too', async () => {
    const { logGroupName, get } = await worldWithEvents(1);
    const logGroupIdentifier = `arn:aws:logs:eu-west-1:111122223333:log-group:${logGroupName}`;
    expect(numbersOf(await get({ logGroupName: undefined, logGroupIdentifier }))).toEqual([0]);
  });
});

describe('FilterLogEvents', () => {
  test('goes over all streams in the order of time, until there is no token', async () => {
    const { world, logGroupName, filter } = await worldWithEvents(2);
    world.sandbox.services.logs.put({ logGroupName, logStreamName: 'other' }, ['event 2']);
    world.sandbox.services.logs.put({ logGroupName, logStreamName: 'stream' }, ['event 3']);
    const first = await filter({ limit: 3 });
    const second = await filter({ limit: 3, nextToken: first.nextToken });
    expect([first, second].map(numbersOf)).toEqual([[0, 1, 2], [3]]);
    expect([first.events!.at(-1)!.logStreamName, second.nextToken]).toEqual(['other', undefined]);
    expect(numbersOf(await filter({ logStreamNames: ['other'] }))).toEqual([2]);
    expect(numbersOf(await filter({ logStreamNamePrefix: 'str' }))).toEqual([0, 1, 3]);
    expect(numbersOf(await filter({ startFromHead: false }))).toEqual([3, 2, 1, 0]);
    await expect(filter({ logStreamNames: ['other'], logStreamNamePrefix: 'o' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('looks at 10,000 events a page: one may be empty before the end', async () => {
    const { world, logGroupName, filter } = await worldWithEvents(0);
    const messages = Array.from({ length: 10_001 }, (_, number) => `event ${number}`);
    world.sandbox.services.logs.put({ logGroupName, logStreamName: 'stream' }, messages);
    const page = await filter({ filterPattern: '"event 10000"' });
    expect(numbersOf(page)).toEqual([]);
    expect(numbersOf(await filter({ filterPattern: '"event 10000"', nextToken: page.nextToken }))).toEqual([
      10_000,
    ]);
  });

  test.each([
    ['', [0, 1, 2]],
    ['"[FAILED]"', [1]],
    ['FAILED', [1]],
    ['?FAILED ?SKIPPED', [1, 2]],
    ['-FAILED', [0, 2]],
    ['Line -SKIPPED', [0, 1]],
    ['Line Nowhere', []],
  ])('the pattern %s', async (filterPattern, expected) => {
    const { filter } = await worldWithEvents(
      3,
      (number) => `event ${number} [${['SUCCEEDED', 'FAILED', 'SKIPPED'][number]}] Line`,
    );
    expect(numbersOf(await filter({ filterPattern }))).toEqual(expected);
  });

  test.each(['{ $.a = 1 }', '[a, b]', '%a%'])('refuses the pattern %s by name', async (filterPattern) => {
    const { filter } = await worldWithEvents(1);
    await expect(filter({ filterPattern })).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
  });
});

describe('a function reads a log', () => {
  const stream = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/cognito/userpools/*:log-stream:import-*';
  test.each<[string, Partial<PolicyStatement>, string | undefined]>([
    ['grants it for the stream', { Resource: [stream] }, undefined],
    [
      'grants it for another stream',
      { Resource: [stream.replace('import-', 'other-')] },
      'AccessDeniedException',
    ],
    ['grants something else', { Action: ['logs:FilterLogEvents'] }, 'AccessDeniedException'],
  ])('its role %s', async (_, different, name) => {
    const world = await importWorld();
    const job = await world.importRows(person('ada'));
    const statement: PolicyStatement = { Effect: 'Allow', Action: ['logs:GetLogEvents'], Resource: ['*'] };
    const principal = world.sandbox.principals.assumeRole(
      'arn:aws:sts::111122223333:assumed-role/r/f',
      () => [{ ...statement, ...different }],
    );
    const { endpoint, region } = world.sandbox;
    const logs = new CloudWatchLogsClient({ endpoint, region, credentials: principal, maxAttempts: 1 });
    const call = logs.send(
      new GetLogEventsCommand({
        logGroupName: groupOf(world),
        logStreamName: `${job.JobId}/${job.JobName}`,
        startFromHead: true,
      }),
    );
    const answer = await call.catch((error: Error) => error);
    logs.destroy();
    expect(answer).toMatchObject(name === undefined ? { events: [{}] } : { name });
  });
});

test('an operation that the sandbox lacks is refused by name', async () => {
  const { logs } = await importWorld();
  const request = { logGroupName: 'group', logStreamName: 'stream', logEvents: [] };
  await expect(logs.send(new PutLogEventsCommand(request))).rejects.toMatchObject({
    name: 'UnsupportedOperationException',
    message: expect.stringContaining('PutLogEvents'),
  });
});
