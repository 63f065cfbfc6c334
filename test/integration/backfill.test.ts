import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunReport } from '../../migration/backfill/report.ts';
import {
  addUser,
  type BackfillWorld,
  nameOf,
  PASSWORD,
  type Run,
  signIn,
  startBackfillWorld,
  verified,
  withTwentyPeople,
} from '../support/integration-backfill.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

const PEOPLE = 300;

/** The kind of person n is the last digit of n. */
const KINDS = [
  { attributes: (n: number) => verified(nameOf(n)) },
  { attributes: (n: number) => ({ ...verified(nameOf(n)), preferred_username: `pref-${n}` }) },
  {
    attributes: (n: number) => ({
      ...verified(nameOf(n)),
      name: `Last, First ${n}`,
      birthdate: '1990-12-31',
    }),
  },
  { attributes: (n: number) => ({ ...verified(nameOf(n)), 'custom:plan': `gold,${n}` }) },
  { attributes: (n: number) => ({ ...verified(nameOf(n)), nickname: `two\nlines ${n}` }) },
  { attributes: (n: number) => ({ email: `${nameOf(n)}@example.com`, email_verified: 'false' }) },
  { attributes: (n: number) => verified(nameOf(n)), enabled: false },
  { attributes: (n: number) => verified(nameOf(n)), status: 'UNCONFIRMED' as const },
  { attributes: (n: number) => ({ ...verified(nameOf(n)), preferred_username: 'everybody-wants-this' }) },
  { attributes: (n: number) => verified(nameOf(n)), status: 'EXTERNAL_PROVIDER' as const },
];

/** Sixteen who sign in at the new pool before the backfill. */
const MOVED = Array.from({ length: 40 }, (_, n) => n).filter((n) => n % 10 < 4);

/** Somebody of the new pool who never was in the old one. */
const NATIVES = [{ username: nameOf(100) }, { username: 'squatter', attributes: verified(nameOf(101)) }];

/** Puts the people into the old pool. @returns `sub` by username */
const fillPools = (world: BackfillWorld): ReadonlyMap<string, string> => {
  const subs = new Map<string, string>();
  for (let n = 0; n < PEOPLE; n += 1) {
    const { attributes, ...kind } = KINDS[n % 10]!;
    const init = { username: nameOf(n), attributes: attributes(n), password: PASSWORD, ...kind };
    subs.set(nameOf(n), addUser(world.sandbox, OLD_POOL_ID, init));
  }
  for (const native of NATIVES) addUser(world.sandbox, world.newPoolId, native);
  return subs;
};

/** `sub`s of those who, by the report, are in the new pool. */
const subsInReport = async (
  world: BackfillWorld,
  runId: string,
  subs: ReadonlyMap<string, string>,
): Promise<readonly string[]> => {
  const lines = (await world.users(runId)).map((line) => line.split(','));
  return lines
    .filter(([, userClass = '']) => ['alreadyMoved', 'imported', 'skipped'].includes(userClass))
    .map(([username = '']) => subs.get(username) ?? username)
    .sort();
};

describe('300 people of every kind, some of whom have moved', () => {
  let world: BackfillWorld;
  let subs: ReadonlyMap<string, string>;
  let run: Run;
  let report: RunReport;

  beforeAll(async () => {
    world = await startBackfillWorld();
    subs = fillPools(world);
    for (const n of MOVED) await signIn(world, nameOf(n));
    run = await world.run({});
    report = await world.report(run.runId);
  }, 120_000);
  afterAll(() => world?.close());

  test('the execution succeeds', () => {
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('each ends in one class, and the classes add up', () => {
    expect(report.totals).toEqual({
      listed: PEOPLE,
      alreadyMoved: MOVED.length,
      imported: 6 * 30 - MOVED.length - 1,
      skipped: 0,
      failed: 0,
      leftOut: {
        'no-verified-contact': 30,
        'contact-taken': 1,
        disabled: 30,
        unconfirmed: 30,
        federated: 30,
      },
    });
  });

  test('the new pool has exactly those whom the report says', async () => {
    expect(world.sourceSubs()).toEqual(await subsInReport(world, run.runId, subs));
  });

  test('every person of the old pool is in users.csv, once', async () => {
    const names = (await world.users(run.runId)).map((line) => line.split(',')[0]);
    expect(names.sort()).toEqual([...subs.keys()].sort());
  });

  test('people of the new pool who never were in the old one are untouched', () => {
    const { pools } = world.sandbox.services;
    const pool = pools.pool(world.newPoolId);
    const natives = NATIVES.map(({ username }) => pools.user(pool, username));
    expect(natives.map(({ attributes }) => Object.fromEntries(attributes))).toEqual(
      NATIVES.map(({ attributes = {} }) => attributes),
    );
  });

  test('whoever lost their username to a stranger has the old sub as one', () => {
    const { pools } = world.sandbox.services;
    const sub = subs.get(nameOf(100))!;
    expect(pools.user(pools.pool(world.newPoolId), sub).attributes.get('custom:source_sub')).toBe(sub);
  });

  test('values with commas and dates arrive as they were', () => {
    const { pools } = world.sandbox.services;
    const pool = pools.pool(world.newPoolId);
    expect(Object.fromEntries(pools.user(pool, nameOf(42)).attributes)).toMatchObject({
      name: 'Last, First 42',
      birthdate: '1990-12-31',
      'custom:source_via': 'import',
    });
    expect(pools.user(pool, nameOf(43)).attributes.get('custom:plan')).toBe('gold,43');
    expect(pools.user(pool, nameOf(41)).attributes.get('preferred_username')).toBe('pref-41');
  });

  test('a name that several want is nobody’s, and what cannot be written is counted', () => {
    const { pools } = world.sandbox.services;
    expect(pools.find(pools.pool(world.newPoolId), 'everybody-wants-this')).toBeUndefined();
    expect(report.details.dropped).toEqual({ nickname: 30 });
  });

  test('somebody is told', () => {
    expect(world.sandbox.notifications.map(({ message }) => message)).toEqual([
      expect.stringContaining('listed         300'),
    ]);
  });

  test('nothing of a person is in a log line or travels between states', () => {
    const lines = world.functions.logs.map(({ text }) => text).join('');
    expect(lines).not.toMatch(/person-\d|@example\.com/);
    const history = JSON.stringify(
      world.sandbox.stepFunctions
        .executionsOf(world.stack.outputs['BackfillStateMachineArn']!)
        .flatMap((execution) => execution.history.events),
    );
    expect(history).not.toMatch(/person-\d|@example\.com/);
  });

  test('the lock is released', async () => {
    expect(await world.read('lock.json')).toBeUndefined();
  });

  test('the same run again does nothing and says so', async () => {
    const before = world.sandbox.requests.length;
    const again = await world.run({ runId: run.runId });
    expect(again.status).toBe('SUCCEEDED');
    const calls = world.sandbox.requests.slice(before).map(({ operation }) => operation);
    expect(calls).toEqual(['StartExecution', 'DescribeExecution']);
    expect(world.sandbox.notifications.at(-1)?.message).toMatch(/was finished on .* Nothing was done now/);
  });

  test('a new run finds that all have moved, and imports nobody', async () => {
    const again = await world.run({});
    expect(again.status).toBe('SUCCEEDED');
    const { totals } = await world.report(again.runId);
    expect(totals).toMatchObject({
      listed: PEOPLE,
      alreadyMoved: report.totals.alreadyMoved + report.totals.imported,
      imported: 0,
    });
  });
});

describe('what an operator can ask for', () => {
  test('a dry run counts and imports nobody', () =>
    withTwentyPeople({}, async (world) => {
      const { runId } = await world.run({ dryRun: true });
      expect((await world.report(runId)).totals.leftOut).toEqual({ 'dry-run': 19, disabled: 1 });
      expect(await world.read(`runs/${runId}/files/CognitoUsers.csv`)).toBeUndefined();
      expect(world.sourceSubs()).toEqual([]);
    }));

  test('files only, and their import later', () =>
    withTwentyPeople({}, async (world) => {
      await world.run({ import: false, runId: 'by-hand' });
      const csv = (await world.read('runs/by-hand/files/CognitoUsers.csv')) ?? '';
      expect(csv.split('\n').filter((line) => line !== '')).toHaveLength(20);
      expect((await world.report('by-hand')).totals.leftOut).toEqual({ 'import-by-hand': 19, disabled: 1 });
      expect(world.sourceSubs()).toEqual([]);
      // Stopped before it came to an import, it is not taken for the run that had finished with the files.
      world.sandbox.stepFunctions.interference.abortAt('StartImport');
      expect((await world.run({ import: true, runId: 'by-hand' })).status).toBe('ABORTED');
      await world.run({ runId: 'by-hand' });
      expect((await world.report('by-hand')).totals).toMatchObject({
        imported: 19,
        leftOut: { disabled: 1 },
      });
    }));

  test.each([
    ['three by limit', { limit: 3 }, 3],
    ['two by name', { usernames: [nameOf(3), nameOf(4)] }, 2],
  ])('a pilot: %s', (_, input, imported) =>
    withTwentyPeople({}, async (world) => {
      // Somebody has moved, and somebody else's name is taken.
      await signIn(world, nameOf(0));
      addUser(world.sandbox, world.newPoolId, { username: nameOf(3) });
      const run = await world.run(input);
      expect(run.status).toBe('SUCCEEDED');
      const { totals } = await world.report(run.runId);
      const { disabled = 0 } = totals.leftOut;
      expect(totals.imported + totals.alreadyMoved + disabled).toBe(imported);
      expect(world.sourceSubs()).toHaveLength(1 + totals.imported);
    }),
  );

  test.each([
    ['an option that does not exist', { dryrun: true }, /dryRun/],
    ['a pilot with nobody of this name', { usernames: ['nobody'] }, /usernames\[0\]/],
  ])('%s is refused with a sentence', (_, input, sentence) =>
    withTwentyPeople({}, async (world) => {
      const { status, cause } = await world.run(input);
      expect(status).toBe('FAILED');
      expect(cause).toMatch(sentence);
    }),
  );

  test('a pool with MFA is not backfilled unless the operator knows', () =>
    withTwentyPeople({ oldPool: { MfaConfiguration: 'OPTIONAL' } as never }, async (world) => {
      const refused = await world.run({});
      expect(refused).toMatchObject({ status: 'FAILED', error: 'BackfillRefused' });
      expect(refused.cause).toMatch(/acceptMfaLoss/);
      const accepted = await world.run({ acceptMfaLoss: true });
      expect((await world.report(accepted.runId)).totals.imported).toBe(19);
    }));

  test('factors are looked up where asked for', () =>
    withTwentyPeople({ oldPool: { MfaConfiguration: 'OPTIONAL' } as never }, async (world) => {
      const { pools } = world.sandbox.services;
      pools.user(pools.pool(OLD_POOL_ID), nameOf(2)).mfaMethods.add('SOFTWARE_TOKEN_MFA');
      const { runId } = await world.run({ mfaLookup: true });
      expect((await world.report(runId)).totals).toMatchObject({
        imported: 18,
        leftOut: { disabled: 1, 'second-factor': 1 },
      });
    }));

  test('a second run while one is going is refused, and does not disturb it', () =>
    withTwentyPeople({}, async (world, subs) => {
      let second: Run | undefined;
      world.sandbox.stepFunctions.interference.onStateEntered(async ({ stateName }) => {
        if (stateName !== 'SettleShards' || second !== undefined) return;
        second = { runId: '', status: 'begun', error: undefined, cause: undefined };
        second = await world.run({ runId: 'second' });
      });
      const first = await world.run({ runId: 'first' });
      expect(second).toMatchObject({ status: 'FAILED', error: 'BackfillRefused' });
      expect(second?.cause).toMatch(/going already: run first/);
      expect(first.status).toBe('SUCCEEDED');
      expect(world.sourceSubs()).toHaveLength(subs.size - 1);
    }));
});

describe('what may happen between the listing and the import', () => {
  const happensAt = (world: BackfillWorld, state: string, happen: () => Promise<void> | void) => {
    let happened = false;
    world.sandbox.stepFunctions.interference.onStateEntered(async ({ stateName }) => {
      if (stateName !== state || happened) return;
      happened = true;
      await happen();
    });
  };

  test('somebody signs in: they count as such and keep their password', () =>
    withTwentyPeople({}, async (world, subs) => {
      happensAt(world, 'StartImport', () => signIn(world, nameOf(5)));
      const { runId } = await world.run({});
      expect((await world.report(runId)).totals).toMatchObject({ imported: 18, skipped: 1 });
      await signIn(world, nameOf(5));
      expect(world.sourceSubs()).toHaveLength(subs.size - 1);
    }));

  test('a stranger takes a username: its owner has not moved', () =>
    withTwentyPeople({}, async (world, subs) => {
      happensAt(
        world,
        'StartImport',
        () => void addUser(world.sandbox, world.newPoolId, { username: nameOf(5) }),
      );
      const { runId } = await world.run({});
      expect((await world.report(runId)).totals).toMatchObject({
        imported: 18,
        skipped: 0,
        leftOut: { disabled: 1, 'name-taken': 1 },
      });
      expect(world.sourceSubs()).not.toContain(subs.get(nameOf(5)));
    }));

  test('a job that gives up because of too many skips: the rest is submitted again', () =>
    withTwentyPeople(
      { sandbox: { importJobs: { tooMany: { share: 0.1, atLeast: 3 }, rowsPerTick: 1 } } },
      async (world) => {
        happensAt(world, 'StartImport', async () => {
          for (const n of [1, 2, 3, 4, 5, 6]) await signIn(world, nameOf(n));
        });
        const { runId } = await world.run({});
        const { totals, files } = await world.report(runId);
        expect(totals).toMatchObject({ imported: 13, skipped: 6, failed: 0 });
        expect(files[0]?.jobs.length).toBeGreaterThan(1);
      },
    ));
});
