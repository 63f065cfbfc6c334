import { describe, expect, test } from '@jest/globals';
import { DISABLED_TOO, fillWithCrowd, newUserNamed, onceAt } from '../support/backfill-crowd.ts';
import {
  addUser,
  type BackfillWorld,
  nameOf,
  type Run,
  signIn,
  startBackfillWorld,
  verified,
  withTwentyPeople,
} from '../support/integration-backfill.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

/** What must not go on for ever: the run ends with a report that says why, and can be resumed. */

const jobsOf = ({ sandbox: { services }, newPoolId }: BackfillWorld) =>
  services.importJobs.list(services.pools.pool(newPoolId));

/** The run ended so, and everybody who reads about it reads this. */
const expectHalted = async (world: BackfillWorld, run: Run, error: string, cause: RegExp): Promise<void> => {
  expect(run).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
  const report = await world.report(run.runId);
  expect(report.outcome).toEqual({ kind: 'failed', error, cause: run.cause });
  const message = world.sandbox.notifications.at(-1)?.message ?? '';
  expect(message).toMatch(cause);
  expect(message).toContain(`{"runId": "${run.runId}"}`);
  expect(await world.read('lock.json')).toBeUndefined();
};

describe('jobs that bring nobody further', () => {
  test('end the run after three; once the cause is mended, the same run imports everybody else', () =>
    withTwentyPeople({}, async (world) => {
      const { importJobs } = world.sandbox.services;
      for (let job = 0; job < 3; job += 1)
        importJobs.failNext({ afterRows: 0, message: 'Something is wrong.' });
      const run = await world.run({ runId: 'in-vain' });
      await expectHalted(world, run, 'ImportHalted', /3 import jobs in a row .* said: Something is wrong\./);
      expect(jobsOf(world)).toHaveLength(3);
      expect((await world.report('in-vain')).files[0]?.jobs.map(({ message }) => message)).toEqual(
        new Array(3).fill('Something is wrong.'),
      );
      expect(await world.run({ runId: 'in-vain' })).toMatchObject({ status: 'SUCCEEDED' });
      expect((await world.report('in-vain')).totals).toMatchObject({ imported: 19, failed: 0 });
    }));

  test('whose rows fail one and all: the report names Cognito’s reason, and the pool keeps its jobs', async () => {
    const world = await startBackfillWorld({ sandbox: { importJobs: { rowsPerTick: 1 } } });
    try {
      // The addresses are taken after the listing.
      for (let n = 0; n < 300; n += 1) {
        addUser(world.sandbox, OLD_POOL_ID, { username: nameOf(n), attributes: verified(nameOf(n)) });
      }
      onceAt(world, 'StartImport', () => {
        for (let n = 0; n < 300; n += 1) {
          addUser(world.sandbox, world.newPoolId, {
            username: `other-${n}`,
            attributes: verified(nameOf(n)),
          });
        }
      });
      const run = await world.run({});
      await expectHalted(
        world,
        run,
        'ImportHalted',
        /Too many users have failed.*Most failed because: .*already exists/,
      );
      expect(jobsOf(world)).toHaveLength(3);
    } finally {
      await world.close();
    }
  });
});

test('a row that is skipped because of its address alone is tried twice, and halts nothing', () =>
  withTwentyPeople({ sandbox: { readings: { importAliasTaken: 'row-skipped' } } }, async (world) => {
    onceAt(world, 'StartImport', () => {
      addUser(world.sandbox, world.newPoolId, { username: 'other', attributes: verified(nameOf(3)) });
    });
    const run = await world.run({ runId: 'skipped' });
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
    expect((await world.report('skipped')).totals).toMatchObject({
      imported: 18,
      leftOut: { disabled: 1, 'contact-taken': 1 },
    });
    expect(jobsOf(world)).toHaveLength(2);
  }));

describe('a job that Cognito refuses to start', () => {
  const refuseAlways = (world: BackfillWorld, name: string, message: string): void => {
    world.sandbox.stepFunctions.interference.onStateEntered(({ stateName }) => {
      if (stateName !== 'StartImport') return;
      world.sandbox.interference.reset();
      world.sandbox.interference.failNext('StartUserImportJob', { kind: 'error', name, message });
    });
  };

  test(
    'for hours ends the run with Cognito’s sentence; resumed, the same job is started',
    () =>
      withTwentyPeople({}, async (world) => {
        refuseAlways(world, 'PreconditionNotMetException', 'The role cannot be assumed.');
        const run = await world.run({ runId: 'refused' });
        await expectHalted(
          world,
          run,
          'ImportHalted',
          /For 6 hours .* PreconditionNotMetException: The role cannot be assumed\. No other job of this pool/,
        );
        const [job] = (await world.report('refused')).files[0]?.jobs ?? [];
        expect(job).toMatchObject({ message: 'PreconditionNotMetException: The role cannot be assumed.' });
        const logged = world.functions.logs.filter(({ text }) =>
          text.includes('The role cannot be assumed.'),
        );
        expect(logged.length).toBeGreaterThan(50);
        world.sandbox.stepFunctions.interference.reset();
        world.sandbox.interference.reset();
        expect(await world.run({ runId: 'refused' })).toMatchObject({ status: 'SUCCEEDED' });
        expect(jobsOf(world)).toHaveLength(1);
      }),
    180_000,
  );
});

test('a pool whose jobs are nearly used up gets no more of them', () =>
  withTwentyPeople({}, async (world) => {
    const { pools, importJobs } = world.sandbox.services;
    const pool = pools.pool(world.newPoolId);
    for (let job = 0; job < 990; job += 1) importJobs.create(pool, { name: `job-${job}`, roleArn: 'role' });
    const run = await world.run({});
    await expectHalted(world, run, 'ImportHalted', /has 990 import jobs of the 1000/);
    expect(jobsOf(world)).toHaveLength(990);
  }));

test(
  'a job that takes longer than the history has room for: the run asks to be resumed, and then goes on',
  () =>
    withTwentyPeople({ sandbox: { importJobs: { pace: 'by-hand' } } }, async (world) => {
      const run = await world.run({ runId: 'long' });
      await expectHalted(world, run, 'ResumeNeeded', /Nothing is wrong.* Start again with the same runId/);
      const [execution] = world.sandbox.stepFunctions.executionsOf(
        world.stack.outputs['BackfillStateMachineArn']!,
      );
      // The sandbox has no LambdaFunctionStarted: one event less for each task.
      const tasks = execution!.history.events.filter(({ type }) => type === 'TaskScheduled').length;
      expect(execution!.history.events.length + tasks).toBeLessThan(20_000);
      world.sandbox.stepFunctions.interference.onStateEntered(
        () => void world.sandbox.services.importJobs.advance(),
      );
      expect(await world.run({ runId: 'long' })).toMatchObject({ status: 'SUCCEEDED' });
      expect(jobsOf(world)).toHaveLength(1);
      expect((await world.report('long')).totals).toMatchObject({ imported: 19 });
    }),
  300_000,
);

test('disabled people are disabled after each job that imports some of them', async () => {
  const world = await startBackfillWorld({ backfill: DISABLED_TOO });
  try {
    await fillWithCrowd(world);
    const { importJobs } = world.sandbox.services;
    const enabled: string[][] = [];
    const failing = onceFor(world, 'DisabledUsers.csv', () => importJobs.failNext({ afterRows: 2 }));
    world.sandbox.stepFunctions.interference.onStateEntered(({ stateName, input }) => {
      if (stateName === 'StartImport' && isAbout(input, 'DisabledUsers.csv'))
        enabled.push(enabledOfDisabled(world));
    });
    expect(await world.run({ listRequestsPerSecond: 30 })).toMatchObject({ status: 'SUCCEEDED' });
    failing();
    expect(enabled).toEqual([[], []]);
    expect(enabledOfDisabled(world)).toEqual([]);
  } finally {
    await world.close();
  }
});

const isAbout = (input: unknown, file: string): boolean => JSON.stringify(input).includes(file);

const onceFor = (world: BackfillWorld, file: string, happen: () => void): (() => void) => {
  let done = false;
  return world.sandbox.stepFunctions.interference.onStateEntered(({ stateName, input }) => {
    if (done || stateName !== 'StartImport' || !isAbout(input, file)) return;
    done = true;
    happen();
  });
};

/** Who is enabled in the new pool though the old one has them disabled. */
const enabledOfDisabled = (world: BackfillWorld): string[] => {
  const { pools } = world.sandbox.services;
  const disabled = [...pools.pool(OLD_POOL_ID).users.values()].filter(({ enabled }) => !enabled);
  const newPool = pools.pool(world.newPoolId);
  return disabled.flatMap(({ username }) =>
    pools.find(newPool, username) && newUserNamed(world, username).enabled ? [username] : [],
  );
};

describe('between the look-ups and the import', () => {
  test('whoever was deleted or disabled in the old pool since the listing is not imported', () =>
    withTwentyPeople({}, async (world) => {
      const { pools } = world.sandbox.services;
      const oldPool = pools.pool(OLD_POOL_ID);
      onceAt(world, 'LookUpShards', () => {
        pools.removeUser(oldPool, pools.user(oldPool, nameOf(1)));
        pools.user(oldPool, nameOf(2)).enabled = false;
        // The name is somebody else's by now.
        pools.removeUser(oldPool, pools.user(oldPool, nameOf(3)));
        addUser(world.sandbox, OLD_POOL_ID, { username: nameOf(3), attributes: verified('another') });
      });
      const run = await world.run({ mfaLookup: true });
      expect(run.status).toBe('SUCCEEDED');
      expect((await world.report(run.runId)).totals).toMatchObject({
        imported: 16,
        leftOut: { deleted: 2, disabled: 2 },
      });
    }));

  test('a stranger takes the name of somebody who then signs in under the old sub: they have moved', () =>
    withTwentyPeople({}, async (world, subs) => {
      onceAt(world, 'StartImport', async () => {
        addUser(world.sandbox, world.newPoolId, { username: nameOf(5) });
        await signIn(world, `${nameOf(5)}@example.com`);
      });
      const run = await world.run({});
      expect((await world.report(run.runId)).totals).toMatchObject({
        imported: 18,
        skipped: 1,
        leftOut: { disabled: 1 },
      });
      expect(world.sourceSubs()).toContain(subs.get(nameOf(5)));
    }));
});

test('files of disabled users that wait for an import by hand come with a warning', () =>
  withTwentyPeople({ backfill: DISABLED_TOO }, async (world) => {
    await world.run({ import: false, runId: 'by-hand' });
    expect(world.sandbox.notifications.at(-1)?.message).toMatch(/WARNING: .* DisabledUsers.csv disabled/);
    expect(await world.read('runs/by-hand/report/report.html')).toMatch(/WARNING: /);
    expect((await world.report('by-hand')).files).toMatchObject([{ disabled: false }, { disabled: true }]);
  }));
