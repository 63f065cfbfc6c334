import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { InvokeResult } from '../../sandbox/lambda/functions.ts';
import { asThrown, throughJson } from '../../sandbox/lambda/payload.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { PolicyStatement } from '../../sandbox/server/principals.ts';
import type { Execution } from '../../sandbox/step-functions/execution.ts';
import type { WaitTimes } from '../../sandbox/step-functions/pace.ts';
import type { StateMachine } from '../../sandbox/step-functions/step-functions.ts';

type Functions = Record<string, (payload: never) => unknown>;
type States = Record<string, object>;

let sandbox: Sandbox;
let client: SFNClient;

beforeEach(async () => {
  sandbox = await startSandbox({ waitTimes: 'skip' });
  client = new SFNClient({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await sandbox.close();
});

const arnOf = (functionName: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${functionName}`;
const RETRY_ALL = { ErrorEquals: ['States.ALL'], MaxAttempts: 2 };
const END = { End: true };
const invoke = (functionName: string, more: object = END) => ({
  Type: 'Task',
  Resource: arnOf(functionName),
  ...more,
});
const invokeInEnvelope = (functionName: string, more: object = END) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: arnOf(functionName), 'Payload.$': '$' },
  ...more,
});
const named = (name: string, message = name) => Object.assign(new Error(message), { name });
const fails = (name: string) => () => {
  throw named(name);
};

describe('a task', () => {
  test('gives a function its input and gets what it returns', async () => {
    const execution = await run({ A: invoke('f') }, { f: ({ n }: { n: number }) => n + 1 }, { n: 1 });
    expect(JSON.parse(execution.output!)).toBe(2);
  });

  test('may name the function and its payload', async () => {
    const execution = await run({ A: invokeInEnvelope('f') }, { f: () => undefined }, { n: 1 });
    expect(JSON.parse(execution.output!)).toEqual({
      ...{ ExecutedVersion: '$LATEST', Payload: null, StatusCode: 200 },
    });
  });

  test('fails as the function fails', async () => {
    const { status, failure } = await run({ A: invoke('f') }, { f: fails('Broken') });
    expect({ status, error: failure.error, cause: JSON.parse(failure.cause!) }).toEqual({
      status: 'FAILED',
      error: 'Broken',
      cause: { errorType: 'Broken', errorMessage: 'Broken', trace: ['Broken: Broken'] },
    });
  });

  test.each<[string, InvokeResult | undefined, string]>([
    ['a time-out', { kind: 'timed-out' }, 'Sandbox.Timedout'],
    ['a missing function', undefined, 'Lambda.ResourceNotFoundException'],
    [
      'a crash',
      { kind: 'threw', errorType: 'Runtime.ExitError', errorMessage: 'exit status 1' },
      'Runtime.ExitError',
    ],
  ])('reports %s by its name', async (_, result, error) => {
    const machine = await create({ A: invoke('f') }, async () => {
      if (!result) throw new Error('Function not found');
      return result;
    });
    const execution = await started(machine);
    await execution.ended;
    expect(execution.failure.error).toBe(error);
  });

  test('is not permitted without a policy', async () => {
    const statements: PolicyStatement[] = [
      { Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [arnOf('g')] },
    ];
    const { failure } = await run({ A: invoke('f') }, { f: () => 1 }, {}, statements);
    expect(failure).toEqual({
      error: 'Lambda.AWSLambdaException',
      cause: expect.stringContaining('is not authorized to perform: lambda:InvokeFunction'),
    });
  });

  test('ends with its time limit', async () => {
    const { status, failure } = await run({ A: invoke('f', { ...END, TimeoutSeconds: 1 }) }, { f: never });
    expect({ status, error: failure.error }).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test.each<[string, object, string]>([
    ['is tried again', { Retry: [RETRY_ALL] }, '[3,"done"]'],
    ['is given up', { Retry: [{ ...RETRY_ALL, MaxAttempts: 1 }] }, '[2,"Broken"]'],
    ['is caught', { Catch: [{ ErrorEquals: ['Broken'], Next: 'B' }] }, '[1,"caught"]'],
    ['is caught as any task', { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'B' }] }, '[1,"caught"]'],
    ['is not caught as another', { Catch: [{ ErrorEquals: ['Other'], Next: 'B' }] }, '[1,"Broken"]'],
  ])('that fails %s', async (_, handling, outcome) => {
    let calls = 0;
    const f = () => {
      calls += 1;
      if (calls < 3) throw named('Broken');
      return 'done';
    };
    const caught = 'Catch' in handling ? { B: { Type: 'Pass', Result: 'caught', End: true } } : {};
    const states = { A: invoke('f', { ...END, ...handling }), ...caught };
    const { output, failure } = await run(states, { f });
    expect(JSON.stringify([calls, output ? JSON.parse(output) : failure.error])).toBe(outcome);
  });
});

describe('a notification', () => {
  const publish = (parameters: object) => ({
    N: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Parameters: parameters, End: true },
  });
  const TopicArn = 'arn:aws:sns:eu-west-1:111122223333:topic';

  test('can be read', async () => {
    sandbox.topics.create(TopicArn);
    sandbox.topics.subscribe(TopicArn, 'email', 'ada@example.com');
    const execution = await run(publish({ TopicArn, 'Message.$': '$', Subject: 'Done' }), {}, { all: 3 });
    expect(JSON.parse(execution.output!)).toEqual({ MessageId: sandbox.notifications[0]?.messageId });
    expect(sandbox.notifications).toMatchObject([
      { subject: 'Done', message: '{"all":3}', recipients: ['email:ada@example.com'] },
    ]);
  });

  test.each<[string, object, string]>([
    ['to nowhere', { TopicArn: `${TopicArn}s`, Message: 'x' }, 'SNS.NotFoundException'],
    [
      'with two lines as its subject',
      { TopicArn, Message: 'x', Subject: 'a\nb' },
      'SNS.InvalidParameterException',
    ],
    ['without a text', { TopicArn, Message: '' }, 'SNS.InvalidParameterException'],
  ])('%s fails', async (_, parameters, error) => {
    sandbox.topics.create(TopicArn);
    expect((await run(publish(parameters), {})).failure.error).toBe(error);
  });

  test('is not permitted without a policy', async () => {
    sandbox.topics.create(TopicArn);
    const { failure } = await run(publish({ TopicArn, Message: 'x' }), {}, {}, []);
    expect(failure.error).toBe('SNS.AuthorizationErrorException');
  });
});

describe('a Map', () => {
  const map = (more: object, states: States = { A: invoke('f') }) => ({
    M: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: Object.keys(states)[0], States: states },
      End: true,
      ...more,
    },
  });
  const items = [1, 2, 3, 4];

  test('runs its states for every item and keeps their order', async () => {
    const execution = await run(map({}), { f: (n: number) => n * 2 }, { items });
    expect(JSON.parse(execution.output!)).toEqual([2, 4, 6, 8]);
  });

  test('makes its items, and its states know which one is theirs', async () => {
    const selector = {
      ItemSelector: { 'n.$': '$$.Map.Item.Value', 'factor.$': '$.factor' },
      ResultSelector: { 'all.$': '$' },
      ResultPath: '$.made',
      OutputPath: '$.made.all',
    };
    const states = {
      A: invokeInEnvelope('f', { Next: 'B', ResultSelector: { 'n.$': '$.Payload' } }),
      B: { Type: 'Pass', Parameters: { 'n.$': '$.n', 'index.$': '$$.Map.Item.Index' }, End: true },
    };
    const f = ({ n, factor }: { n: number; factor: number }) => n * factor;
    const execution = await run(map(selector, states), { f }, { items: [5, 6], factor: 10 });
    expect(JSON.parse(execution.output!)).toEqual([
      { n: 50, index: 0 },
      { n: 60, index: 1 },
    ]);
  });

  test.each([
    [1, 1],
    [3, 3],
    [0, 4],
  ])('with MaxConcurrency %d runs %d at once', async (MaxConcurrency, atOnce) => {
    let running = 0;
    let peak = 0;
    const f = async () => {
      running += 1;
      peak = Math.max(peak, running);
      await turns(5);
      running -= 1;
    };
    await run(map({ MaxConcurrency }), { f }, { items });
    expect(peak).toBe(atOnce);
  });

  test.each([
    ['Broken', 'the name of the failure'],
    ['States.TaskFailed', 'the name for any task'],
    ['States.ALL', 'the name for all'],
  ])('that fails is caught by %s, %s', async (error) => {
    const Catch = [{ ErrorEquals: [error], Next: 'C', ResultPath: '$.error' }];
    const states = { ...map({ Catch }), C: { Type: 'Pass', InputPath: '$.error.Error', End: true } };
    const execution = await run(states, { f: fails('Broken') }, { items });
    expect(execution.output).toBe('"Broken"');
  });

  test('that fails begins no other item', async () => {
    const seen: number[] = [];
    const f = async (n: number) => {
      seen.push(n);
      await turns(1);
      if (n === 1) throw named('Broken');
    };
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'C' }];
    const states = { ...map({ MaxConcurrency: 2, Catch }), C: { Type: 'Wait', Seconds: 1, End: true } };
    const execution = await run(states, { f }, { items: [1, 2, 3, 4, 5, 6] });
    await turns(20);
    expect(execution.status).toBe('SUCCEEDED');
    expect(seen.length).toBeLessThanOrEqual(3);
  });

  test('is tried again as a whole', async () => {
    let calls = 0;
    const f = () => {
      calls += 1;
      if (calls < 3) throw named('Broken');
      return calls;
    };
    const execution = await run(map({ MaxConcurrency: 1, Retry: [RETRY_ALL] }), { f }, { items: [1, 2] });
    expect(JSON.parse(execution.output!)).toEqual([3, 4]);
  });

  test('may be within another', async () => {
    const inner = map({ ItemsPath: '$' })['M'];
    const states = map({}, { Inner: inner });
    const execution = await run(states, { f: (n: number) => -n }, { items: [[1, 2], [3], []] });
    expect(JSON.parse(execution.output!)).toEqual([[-1, -2], [-3], []]);
  });
});

describe('branches of a Parallel', () => {
  const branch = (name: string, functionName: string) => ({
    StartAt: name,
    States: { [name]: invoke(functionName) },
  });
  const parallel = (more: object = {}) => ({
    P: { Type: 'Parallel', Branches: [branch('A', 'f'), branch('B', 'g')], End: true, ...more },
  });

  test('get the same input', async () => {
    const execution = await run(parallel(), { f: (n: number) => n + 1, g: (n: number) => n + 2 }, 1);
    expect(JSON.parse(execution.output!)).toEqual([2, 3]);
  });

  test('fail together', async () => {
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'C' }];
    const states = { ...parallel({ Catch }), C: { Type: 'Pass', InputPath: '$.Error', End: true } };
    const execution = await run(states, { f: fails('Broken'), g: never });
    expect(execution.output).toBe('"Broken"');
  });
});

describe('a wait', () => {
  const WAIT = { W: { Type: 'Wait', SecondsPath: '$.seconds', End: true } };

  test.each<[string, object, object]>([
    ['of so many seconds', { Seconds: 3600 }, {}],
    ['until a time', { Timestamp: '2999-01-01T00:00:00Z' }, {}],
    ['that the input tells', { SecondsPath: '$.n' }, { n: 3600 }],
  ])('%s takes no time where waits are skipped', async (_, time, input) => {
    const execution = await run({ W: { Type: 'Wait', ...time, End: true } }, {}, input);
    expect(JSON.parse(execution.output!)).toEqual(input);
  });

  test('passes as somebody lets it pass', async () => {
    const passed: number[] = [];
    const waitTimes: WaitTimes = (milliseconds) => void passed.push(milliseconds);
    sandbox.stepFunctions.waitTimes = waitTimes;
    await run(WAIT, {}, { seconds: 90 });
    expect(passed).toEqual([90_000]);
  });

  test('ends with the execution', async () => {
    sandbox.stepFunctions.waitTimes = 1;
    const execution = await started(await create(WAIT, {}), { seconds: 3600 });
    await turns(5);
    execution.abort();
    await execution.ended;
    expect(execution.status).toBe('ABORTED');
  });

  test.each([-1, 'soon', null])('of %p seconds fails', async (seconds) => {
    const { failure } = await run(WAIT, {}, { seconds });
    expect(failure.error).toBe('States.Runtime');
  });
});

describe('an end', () => {
  test('may be a failure of its own, with what the input says', async () => {
    const F = { Type: 'Fail', Error: 'NotAllThere', CausePath: '$.why' };
    expect((await run({ F }, {}, { why: 'two are missing' })).failure).toEqual({
      ...{ error: 'NotAllThere', cause: 'two are missing' },
    });
  });

  test('comes with the time limit of the machine', async () => {
    const execution = await started(await create({ A: invoke('f') }, { f: never }, { TimeoutSeconds: 1 }));
    await execution.ended;
    expect(execution.status).toBe('TIMED_OUT');
  });

  test('does not come with a limit of many days', async () => {
    const machine = await create({ A: invoke('f') }, { f: () => turns(3) }, { TimeoutSeconds: 30 * 86_400 });
    const execution = await started(machine);
    await execution.ended;
    expect(execution.status).toBe('SUCCEEDED');
  });

  test.each<[string, Functions, object]>([
    ['what a function returns', { f: () => 'x'.repeat(262_144) }, {}],
    ['what a state hands on', { f: () => 'x'.repeat(200_000) }, { big: 'x'.repeat(100_000) }],
  ])('is sure where %s is too large', async (_, functions, input) => {
    const A = invoke('f', {
      ResultPath: '$.result',
      Next: 'B',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }],
    });
    const { status, failure } = await run({ A, B: { Type: 'Succeed' } }, functions, input);
    expect({ status, error: failure.error }).toEqual({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('comes when its history is full', async () => {
    const A = {
      Type: 'Choice',
      Choices: [{ Variable: '$.on', BooleanEquals: true, Next: 'B' }],
      Default: 'C',
    };
    const states = { A, B: { Type: 'Pass', Next: 'A' }, C: { Type: 'Succeed' } };
    const { failure } = await run(states, {}, { on: true });
    expect(failure.cause).toContain('maximum number of history events (25000)');
  });
});

describe('interference', () => {
  test.each(['before', 'after'] as const)('kills a function %s its work', async (when) => {
    const machine = await create({ A: invoke('f', { ...END, Retry: [RETRY_ALL] }) }, { f: count });
    let work = 0;
    function count() {
      work += 1;
      return work;
    }
    sandbox.stepFunctions.interference.killFunction('f', { when });
    const execution = await started(machine);
    await execution.ended;
    expect(execution.output).toBe(when === 'before' ? '1' : '2');
  });

  test('kills a function at one of its invocations', async () => {
    sandbox.stepFunctions.interference.killFunction('f', { invocation: 2 });
    const states = { A: invoke('f', { Next: 'B' }), B: invoke('f') };
    const { failure, history } = await run(states, { f: () => 1 });
    expect(failure.error).toBe('Runtime.ExitError');
    expect(history.events.filter(({ type }) => type === 'TaskSucceeded')).toHaveLength(1);
  });

  test('lets Lambda refuse', async () => {
    const name = 'Lambda.TooManyRequestsException';
    sandbox.stepFunctions.interference.failFunction('f', { name }, 2);
    const execution = await run({ A: invoke('f', { ...END, Retry: [RETRY_ALL] }) }, { f: () => 1 });
    expect(execution.output).toBe('1');
  });

  test('ends an execution as it comes to a state, before the state does anything', async () => {
    const seen: string[] = [];
    const f = (name: string) => void seen.push(name);
    const again = { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'C' }], Default: 'A' };
    sandbox.stepFunctions.interference.abortAt('A', { entry: 3 });
    const states = { A: invoke('f', { Next: 'B', ResultPath: null }), B: again, C: { Type: 'Succeed' } };
    const execution = await run(states, { f }, 'once');
    await turns(5);
    expect(execution.status).toBe('ABORTED');
    expect(seen).toEqual(['once', 'once']);
  });

  test('hears of every state before it does anything', async () => {
    const heard: string[] = [];
    sandbox.stepFunctions.interference.onStateEntered(async ({ stateName, iteration }) => {
      await turns(3);
      heard.push(`${stateName} ${iteration ?? ''}`.trim());
    });
    const M = {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: 'A', States: { A: invoke('f') } },
      Next: 'S',
    };
    const f = () => void heard.push('f');
    await run({ M, S: { Type: 'Succeed' } }, { f }, [1, 2]);
    await turns(10);
    expect(heard).toEqual(['M', 'A 0', 'f', 'A 1', 'f', 'S']);
  });
});

describe('a listener that throws', () => {
  test.each([
    ['before a Task', { A: invoke('f') }],
    ['before a state that nothing waits for', { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }],
    ['before the last state', { A: { Type: 'Succeed' } }],
  ])('%s fails the execution, and nothing else', async (_, states) => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', hear);
    sandbox.stepFunctions.interference.onStateEntered(({ stateName }) => {
      if (stateName === 'A') throw new Error('not what the test expects');
    });
    const { status, failure } = await run(states, { f: () => 1 });
    await turns(10);
    process.off('unhandledRejection', hear);
    expect({ status, failure }).toEqual({
      status: 'FAILED',
      failure: { error: 'Sandbox.ListenerFailed', cause: 'Error: not what the test expects' },
    });
    expect(unhandled).toEqual([]);
  });
});

describe('the API', () => {
  test('starts an execution and tells what became of it', async () => {
    const { arn: stateMachineArn } = await create({ A: invoke('f') }, { f: () => ({ done: true }) });
    const { executionArn, startDate } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name: 'the-run', input: '{"a":1}' }),
    );
    expect(executionArn).toBe('arn:aws:states:eu-west-1:111122223333:execution:machine:the-run');
    expect(startDate).toBeInstanceOf(Date);
    await sandbox.stepFunctions.execution(executionArn!).ended;
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      ...{ executionArn, stateMachineArn, name: 'the-run', status: 'SUCCEEDED' },
      ...{ input: '{"a":1}', output: '{"done":true}', stopDate: expect.any(Date) },
    });
  });

  test('stops an execution', async () => {
    const { arn: stateMachineArn } = await create({ A: invoke('f') }, { f: never });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'It is late.' }));
    const stopped = { status: 'ABORTED', error: 'Enough', cause: 'It is late.' };
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject(stopped);
  });

  test('lists executions, newest first, by pages', async () => {
    const { arn: stateMachineArn } = await create({ A: { Type: 'Succeed' } }, {});
    for (const name of ['a', 'b', 'c']) {
      const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name }));
      await sandbox.stepFunctions.execution(executionArn!).ended;
    }
    const list = { stateMachineArn, maxResults: 2 };
    const first = await client.send(new ListExecutionsCommand(list));
    const second = await client.send(new ListExecutionsCommand({ ...list, nextToken: first.nextToken }));
    const names = [first, second].map(({ executions }) => executions?.map(({ name }) => name));
    expect(names).toEqual([['c', 'b'], ['a']]);
    const failed = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' }));
    expect(failed.executions).toEqual([]);
  });

  test('tells the history', async () => {
    const { arn: stateMachineArn } = await create(
      { A: invoke('f', { Next: 'S' }), S: { Type: 'Succeed' } },
      { f: () => 1 },
    );
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await sandbox.stepFunctions.execution(executionArn!).ended;
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ type }) => type)).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskSucceeded', 'TaskStateExited'],
      ...['SucceedStateEntered', 'SucceedStateExited', 'ExecutionSucceeded'],
    ]);
    expect(events?.[1]).toMatchObject({ id: 2, previousEventId: 1, stateEnteredEventDetails: { name: 'A' } });
  });

  test('describes state machines', async () => {
    const { arn: stateMachineArn, definition } = await create({ A: { Type: 'Succeed' } }, {});
    const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
    expect(stateMachines).toMatchObject([{ stateMachineArn, name: 'machine', type: 'STANDARD' }]);
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      definition,
    });
  });

  test('takes the same start twice for one, while it runs', async () => {
    const { arn: stateMachineArn } = await create({ A: invoke('f') }, { f: never });
    const start = (input: string) =>
      client.send(new StartExecutionCommand({ stateMachineArn, name: 'n', input }));
    const first = await start('{}');
    expect((await start('{}')).executionArn).toBe(first.executionArn);
    await expect(start('[]')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
    await expect(start('{}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  const nowhere = 'arn:aws:states:eu-west-1:111122223333:stateMachine:none';
  test.each<[string, () => Promise<unknown>]>([
    ['StateMachineDoesNotExist', () => client.send(new StartExecutionCommand({ stateMachineArn: nowhere }))],
    ['ExecutionDoesNotExist', () => client.send(new DescribeExecutionCommand({ executionArn: nowhere }))],
    ['InvalidName', () => startWith({ name: 'a b' })],
    ['InvalidExecutionInput', () => startWith({ input: '{' })],
    ['UnknownOperationException', () => client.send(new RedriveExecutionCommand({ executionArn: nowhere }))],
  ])('refuses with %s', async (name, send) => {
    await expect(send()).rejects.toMatchObject({ name });
  });

  test('asks for permission', async () => {
    const { arn: stateMachineArn } = await create({ A: { Type: 'Succeed' } }, {});
    const statements: PolicyStatement[] = [
      { Effect: 'Allow', Action: ['states:DescribeExecution'], Resource: ['*'] },
    ];
    const { accessKeyId, secretAccessKey } = sandbox.principals.assumeRole(
      'arn:aws:sts::1:x',
      () => statements,
    );
    const own = new SFNClient({
      ...{ endpoint: sandbox.endpoint, region: sandbox.region, maxAttempts: 1 },
      credentials: { accessKeyId, secretAccessKey },
    });
    await expect(own.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(own.send(new DescribeExecutionCommand({ executionArn: nowhere }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
    own.destroy();
  });

  async function startWith(options: { name?: string; input?: string }) {
    const { arn: stateMachineArn } = await create({ A: { Type: 'Succeed' } }, {});
    return client.send(new StartExecutionCommand({ stateMachineArn, ...options }));
  }
});

describe('what would run otherwise here than in AWS is refused by name', () => {
  const processor = (States: States, config: object = {}) => ({
    ItemProcessor: { ...config, StartAt: Object.keys(States)[0], States },
  });
  const map = (more: object) => ({ M: { Type: 'Map', End: true, ...processor({ P: PASS }), ...more } });
  const PASS = { Type: 'Pass', End: true };

  test.each<[string, States]>([
    ['ItemReader', map({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: {} } })],
    ['ToleratedFailurePercentage', map({ ToleratedFailurePercentage: 5 })],
    [
      'the Mode DISTRIBUTED',
      map(processor({ P: PASS }, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } })),
    ],
    ['HeartbeatSeconds', { A: invoke('f', { ...END, HeartbeatSeconds: 5 }) }],
    [
      'the resource arn:aws:states:::sqs:sendMessage',
      { A: { ...invoke('f'), Resource: 'arn:aws:states:::sqs:sendMessage' } },
    ],
    ['$$.State', { P: { ...PASS, Parameters: { 'name.$': '$$.State.Name' } } }],
    ['$$.Execution.Input', map(processor({ P: { ...PASS, Parameters: { 'all.$': '$$.Execution.Input' } } }))],
    ['the Result 0', { P: { ...PASS, Result: 0 } }],
  ])('%s', async (name, states) => {
    await expect(create(states, {})).rejects.toThrow(`The sandbox does not support ${name}`);
  });

  test('and what is wrong is refused with a reason', async () => {
    await expect(create({ A: { Type: 'Pass', Next: 'Nowhere' } }, {})).rejects.toThrow('Nowhere');
    await expect(create({ ...map(processor({ P: PASS })), P: PASS }, {})).rejects.toThrow(
      'already exists: P',
    );
  });
});

const ALL_ALLOWED: PolicyStatement[] = [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }];

/** Creates a state machine of these states, the first of which is the first. */
async function create(
  states: States,
  functions: Functions | ((functionArn: string) => Promise<InvokeResult>),
  more: object = {},
  statements = ALL_ALLOWED,
): Promise<StateMachine> {
  const arn = await sandbox.stepFunctions.createStateMachine({
    name: 'machine',
    definition: JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more }),
    roleArn: 'arn:aws:iam::111122223333:role/machine',
    statements: () => statements,
    invoke: typeof functions === 'function' ? functions : invokes(functions),
  });
  return sandbox.stepFunctions.stateMachine(arn);
}

function started({ arn }: StateMachine, input: unknown = {}): Promise<Execution> {
  return sandbox.stepFunctions.startExecution(arn, { input: JSON.stringify(input) });
}

/** Runs a state machine to its end. */
async function run(
  states: States,
  functions: Functions,
  input: unknown = {},
  statements = ALL_ALLOWED,
): Promise<Execution> {
  const execution = await started(await create(states, functions, {}, statements), input);
  await execution.ended;
  return execution;
}

function invokes(functions: Functions) {
  return async (functionArn: string, payload: unknown): Promise<InvokeResult> => {
    const handler = functions[functionArn.split(':').at(-1)!]!;
    try {
      const returned: unknown = await Reflect.apply(handler, undefined, [throughJson(payload)]);
      return { kind: 'returned', payload: throughJson(returned) };
    } catch (error) {
      return { kind: 'threw', ...asThrown(error) };
    }
  };
}

const never = () => new Promise<never>(() => {});

/** Lets everything else have its turn. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
