import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { S3Error } from '../../sandbox/s3/errors.ts';
import type { S3Call } from '../../sandbox/s3/s3.ts';
import { SnsError } from '../../sandbox/sns/topics.ts';
import { allStates, type Definition } from '../../sandbox/step-functions/definition.ts';
import {
  beginAgain,
  classesOf,
  DISABLED_TOO,
  endStateOf,
  fillWithCrowd,
  MOVED,
  nameOf,
  onceAt,
  signIn,
} from '../support/backfill-crowd.ts';
import { type BackfillWorld, type Run, startBackfillWorld } from '../support/integration-backfill.ts';

/** Whatever happens at any task of the workflow: started again, a run ends as if it had not been disturbed. */

const WAYS = { 'whole pool': {}, pilot: { usernames: [nameOf(3), nameOf(6)] } } as const;
type Way = keyof typeof WAYS;

/** Every Task that a run comes to if nothing goes wrong, and the way that leads there. */
const TASKS: readonly (readonly [state: string, way: Way])[] = [
  ['Plan', 'whole pool'],
  ['ListNewPool', 'whole pool'],
  ['ListOldPool', 'whole pool'],
  ['LookUpPeople', 'pilot'],
  ['ResolveNamesOfPartition', 'whole pool'],
  ['SettleShard', 'whole pool'],
  ['AssembleFiles', 'whole pool'],
  ['StartImport', 'whole pool'],
  ['CheckImport', 'whole pool'],
  ['ReconcileImport', 'whole pool'],
  ['DisableUsers', 'whole pool'],
  ['WriteReport', 'whole pool'],
];
/** Tasks on the way of a failure, and the messages to people. */
const OTHER_TASKS = [
  ...['Notify', 'NotifyFinishedBefore', 'NotifyRefusal', 'NotifyFailure', 'NotifyWithoutReport'],
  'ReportFailure',
];

/** People with a password of their own, who can sign in at any time. */
const EARLY = Array.from({ length: 60 }, (_, n) => n).flatMap((n) =>
  n !== 14 && (n % 12 < 5 || n % 12 === 9) ? [nameOf(n)] : [],
);

let world: BackfillWorld;
let stateMachineArn = '';
let definition: Definition;
/** What a whole run asks of Cognito. */
let operations: ReadonlySet<string>;
/** What undisturbed runs lead to, and through which states. */
const undisturbed = new Map<Way, Awaited<ReturnType<typeof endStateOf>>>();
const visited = new Map<Way, ReadonlySet<string>>();
let wholeRun = '';
let runs = 0;

beforeAll(async () => {
  world = await startBackfillWorld({ backfill: DISABLED_TOO });
  await fillWithCrowd(world);
  [stateMachineArn = ''] = Object.values(world.stack.stateMachines);
  definition = JSON.parse(world.sandbox.stepFunctions.stateMachine(stateMachineArn).definition);
  for (const way of ['pilot', 'whole pool'] as const) {
    const states = new Set<string>();
    world.sandbox.stepFunctions.interference.onStateEntered(({ stateName }) => void states.add(stateName));
    wholeRun = newRun();
    expect(await start(way, wholeRun)).toMatchObject({ status: 'SUCCEEDED' });
    undisturbed.set(way, await endStateOf(world, wholeRun));
    visited.set(way, states);
    await beginAgain(world);
  }
  const asked = world.sandbox.requests.map(({ operation }) => operation);
  operations = new Set(['UploadUserImportFile', ...asked.filter((name) => !name.endsWith('Execution'))]);
}, 120_000);
afterAll(() => world?.close());
beforeEach(() => beginAgain(world));

const newRun = (): string => {
  runs += 1;
  return `run-${runs}`;
};

const start = (way: Way, runId: string): Promise<Run> =>
  world.run({ ...WAYS[way], listRequestsPerSecond: 30, runId });

/** Starts the run as often as it takes. */
const startUntilDone = async (way: Way, runId: string): Promise<void> => {
  for (let starts = 0; starts < 20; starts += 1) {
    if ((await start(way, runId)).status === 'SUCCEEDED') return;
  }
  throw new Error(`${runId} does not come to an end`);
};

const expectUndisturbed = async (way: Way, runId: string): Promise<void> => {
  await world.sandbox.services.importJobs.idle();
  expect(await endStateOf(world, runId)).toEqual(undisturbed.get(way));
};

const functionOf = (state: string) => {
  const resource = String(new Map(allStates(definition)).get(state)?.['Resource']);
  const found = Object.values(world.stack.functions).find(({ functionArn }) => functionArn === resource);
  if (found === undefined) throw new Error(`${state} has no function but ${resource}`);
  return found;
};

const onCallsOf = (state: string, hear: (call: S3Call) => Promise<void> | void): (() => void) => {
  const { functionName } = functionOf(state);
  return world.sandbox.s3.onCall((call) => (call.functionName === functionName ? hear(call) : undefined));
};

describe('the tests below', () => {
  test('know every Task of the synthesized state machine', () => {
    const tasks = allStates(definition).flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : []));
    expect([...TASKS.map(([state]) => state), ...OTHER_TASKS].sort()).toEqual(tasks.sort());
  });

  test('come to each', () => {
    expect(TASKS.filter(([state, way]) => !visited.get(way)?.has(state))).toEqual([]);
  });

  test('begin with a crowd of which every kind counts', () => {
    const { report, files } = undisturbed.get('whole pool')!;
    expect(report.totals).toMatchObject({ listed: 63, alreadyMoved: MOVED.length, skipped: 0, failed: 0 });
    expect(report.details.dropped).toEqual({ nickname: 5, profile: 5 });
    expect(files.map(({ name }) => name)).toEqual(['CognitoUsers.csv', 'DisabledUsers.csv']);
  });
});

describe.each(TASKS)('%s (%s)', (state, way) => {
  test('its function is killed before its work, throttled, and killed after its work', async () => {
    const { functionName } = functionOf(state);
    const { interference } = world.sandbox.stepFunctions;
    interference.killFunction(functionName, { invocation: 1, when: 'before' });
    interference.failFunction(functionName, { name: 'Lambda.TooManyRequestsException' }, 2);
    interference.killFunction(functionName, { invocation: 2, when: 'after' });
    const runId = newRun();
    expect(await start(way, runId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectUndisturbed(way, runId);
  }, 60_000);

  test('its function is killed at each object that it writes, and the run started again if it gives up', async () => {
    const { functionArn } = functionOf(state);
    const killedAt = new Set<string>();
    const stop = onCallsOf(state, async ({ operation, key }) => {
      const object = key.replace(/[0-9a-f]{8}-(?=\d{5}\.)/, '');
      if (operation !== 'PutObject' || killedAt.has(object)) return;
      killedAt.add(object);
      await world.functions.kill(functionArn);
      // Every other write is lost with the function.
      if (killedAt.size % 2 === 0) throw new S3Error('RequestTimeout', 'The function is dead.');
    });
    const runId = newRun();
    await startUntilDone(way, runId);
    stop();
    expect(killedAt.size).toBeGreaterThan(0);
    await expectUndisturbed(way, runId);
  }, 60_000);

  test('S3 fails it, first in a way that the client repeats, then for good', async () => {
    const calls = new Map<string, number>();
    const stop = onCallsOf(state, ({ operation }) => {
      const call = (calls.get(operation) ?? 0) + 1;
      calls.set(operation, call);
      if (call === 1) throw new S3Error('InternalError', 'We encountered an internal error.');
      if (call === 3) throw new S3Error('AccessDenied', 'Access Denied');
    });
    const runId = newRun();
    await startUntilDone(way, runId);
    stop();
    expect(calls.size).toBeGreaterThan(0);
    await expectUndisturbed(way, runId);
  }, 60_000);

  test('the execution is aborted there, then while its function works on, and started again at once', async () => {
    const runId = newRun();
    world.sandbox.stepFunctions.interference.abortAt(state);
    expect(await start(way, runId)).toMatchObject({ status: 'ABORTED' });
    let aborted = false;
    const stop = onCallsOf(state, () => {
      if (aborted) return;
      aborted = true;
      world.sandbox.stepFunctions.executionsOf(stateMachineArn)[0]?.abort();
    });
    expect(await start(way, runId)).toMatchObject({ status: 'ABORTED' });
    await startUntilDone(way, runId);
    stop();
    // Whatever is still at work since the execution was aborted.
    await world.functions.kill(functionOf(state).functionArn);
    await expectUndisturbed(way, runId);
  }, 60_000);
});

describe('Cognito', () => {
  const THROTTLED = [{ kind: 'error', name: 'TooManyRequestsException' }] as const;
  const NO_ANSWER = [{ kind: 'internal-error' }, { kind: 'dropped-connection' }] as const;
  const tasks = TASKS.map(([state]) => state);

  test.each([
    ['throttles the first call', 'each state', 'whole pool', tasks, THROTTLED],
    ['throttles the first call', 'LookUpPeople', 'pilot', ['LookUpPeople'], THROTTLED],
    ['does not answer the first two calls', 'each state', 'whole pool', tasks, NO_ANSWER],
    ['does not answer the first two calls', 'LookUpPeople', 'pilot', ['LookUpPeople'], NO_ANSWER],
  ] as const)(
    '%s of each operation in %s (%s)',
    async (_, __, way, states: readonly string[], faults) => {
      const { interference, stepFunctions } = world.sandbox;
      stepFunctions.interference.onStateEntered(({ stateName }) => {
        interference.reset();
        if (!states.includes(stateName)) return;
        for (const operation of operations) {
          for (const fault of faults) interference.failNext(operation, fault);
        }
      });
      const runId = newRun();
      expect(await start(way, runId)).toMatchObject({ status: 'SUCCEEDED' });
      await expectUndisturbed(way, runId);
    },
    60_000,
  );

  test('lets a pagination token die: the chain begins again, and nobody counts twice', async () => {
    const { interference, requests } = world.sandbox;
    let before = 0;
    onceAt(world, 'ListOldPool', () => {
      before = requests.length;
      interference.passNext('ListUsers');
      const message = 'Paging Marker is Invalid for Request';
      interference.failNext('ListUsers', { kind: 'error', name: 'InvalidParameterException', message });
    });
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    const pages = requests.slice(before).filter(({ operation }) => operation === 'ListUsers');
    expect(pages.map(({ answer }) => answer?.kind)).toEqual(['answered', 'refused', 'answered', 'answered']);
    await expectUndisturbed('whole pool', runId);
  });

  test('ends a job half-way, and the next one too: what is left is submitted again', async () => {
    const { importJobs } = world.sandbox.services;
    importJobs.failNext({ afterRows: 10 });
    importJobs.failNext({ afterRows: 0 });
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    const { files } = await world.report(runId);
    expect(files[0]?.jobs).toMatchObject([
      { status: 'Failed', imported: 10 },
      { status: 'Failed', imported: 0 },
      { status: 'Succeeded', skipped: 0, imported: files[0]!.rows - 10 },
    ]);
    await expectUndisturbed('whole pool', runId);
  });

  test('ends a job because too many have signed in meanwhile: the others are imported all the same', async () => {
    const { totals } = undisturbed.get('whole pool')!.report;
    const classes = await classesOf(world, wholeRun);
    const early = EARLY.filter((username) => classes.get(username) === 'imported');
    onceAt(world, 'StartImport', async () => {
      for (const username of early) await signIn(world, username);
    });
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    const report = await world.report(runId);
    expect(report.files[0]?.jobs[0]).toMatchObject({
      status: 'Failed',
      message: 'Too many users have failed or been skipped during the import.',
    });
    expect(report.totals).toEqual({
      ...totals,
      imported: totals.imported - early.length,
      skipped: early.length,
    });
    for (const username of early.slice(0, 3)) await signIn(world, username);
  }, 60_000);
});

describe('on the way of a failure', () => {
  const broken = (state: string, times: number) =>
    world.sandbox.stepFunctions.interference.failFunction(
      functionOf(state).functionName,
      { name: 'Broken', cause: 'broken' },
      times,
    );
  /** As many as a step has tries. */
  const ALWAYS = 4;

  test('ReportFailure: its function is killed before its work, throttled, and killed after its work', async () => {
    const { interference } = world.sandbox.stepFunctions;
    const { functionName } = functionOf('ReportFailure');
    broken('SettleShard', ALWAYS);
    interference.killFunction(functionName, { when: 'before' });
    interference.failFunction(functionName, { name: 'Lambda.TooManyRequestsException' });
    interference.killFunction(functionName, { when: 'after' });
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(await endStateOf(world, runId)).toMatchObject({
      report: { outcome: { kind: 'failed', error: 'Broken', cause: 'broken' } },
      locked: false,
    });
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectUndisturbed('whole pool', runId);
  });

  test.each(['ReportFailure', 'NotifyFailure'])('%s: the execution is aborted there', async (state) => {
    broken('AssembleFiles', ALWAYS);
    world.sandbox.stepFunctions.interference.abortAt(state);
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'ABORTED' });
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectUndisturbed('whole pool', runId);
  });

  test('NotifyWithoutReport: no report can be written, the message says so, and the run can be ended', async () => {
    broken('WriteReport', 2 * ALWAYS);
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(world.sandbox.notifications.at(-1)?.message).toMatch(/report could not be written/);
    broken('WriteReport', 2 * ALWAYS);
    world.sandbox.stepFunctions.interference.abortAt('NotifyWithoutReport');
    expect(await start('whole pool', runId)).toMatchObject({ status: 'ABORTED' });
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectUndisturbed('whole pool', runId);
  });

  test('Notify, NotifyFinishedBefore: the execution is aborted there, and the run is finished', async () => {
    const { interference } = world.sandbox.stepFunctions;
    interference.abortAt('Notify');
    interference.abortAt('NotifyFinishedBefore');
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'ABORTED' });
    expect(await start('whole pool', runId)).toMatchObject({ status: 'ABORTED' });
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.sandbox.notifications.at(-1)?.message).toMatch(/was finished on .* Nothing was done now/);
    await expectUndisturbed('whole pool', runId);
  });

  test('NotifyRefusal: the execution is aborted there, and stands in nobody’s way', async () => {
    world.sandbox.stepFunctions.interference.abortAt('NotifyRefusal');
    expect(await world.run({ limit: 0 })).toMatchObject({ status: 'ABORTED' });
    expect(await world.read('lock.json')).toBeUndefined();
  });

  test.each([
    ['Notify', 'SUCCEEDED', 0],
    ['NotifyFailure', 'FAILED', ALWAYS],
  ] as const)('%s: SNS refuses, and the run ends %s all the same', async (_, status, failures) => {
    const publish = jest.spyOn(world.sandbox.topics, 'publish').mockImplementation(() => {
      throw new SnsError('InternalErrorException', 'SNS is down.');
    });
    broken('SettleShard', failures);
    const runId = newRun();
    expect(await start('whole pool', runId)).toMatchObject({ status });
    expect(publish).toHaveBeenCalled();
    publish.mockRestore();
    expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectUndisturbed('whole pool', runId);
  });
});

test('the lock that an aborted execution left keeps no other run out', async () => {
  world.sandbox.stepFunctions.interference.abortAt('SettleShards');
  expect(await start('whole pool', newRun())).toMatchObject({ status: 'ABORTED' });
  expect(await world.read('lock.json')).toBeDefined();
  const runId = newRun();
  expect(await start('whole pool', runId)).toMatchObject({ status: 'SUCCEEDED' });
  await expectUndisturbed('whole pool', runId);
});
