import { describe, expect, test } from '@jest/globals';
import type { ListPage } from '../../../aws/user-lister.ts';
import type { PoolDescription } from '../../../aws/user-pools.ts';
import { keysOf, type RunPlan } from '../../../handlers/backfill/run/run-objects.ts';
import { plan } from '../../../handlers/backfill/steps/plan.ts';
import type { DisabledUsers } from '../../../migration/backfill/admission.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { aUser, COLUMNS } from '../../migration/backfill/builders.ts';
import { listPageOf } from '../../support/backfill-steps.ts';
import { MemoryObjects } from '../../support/memory-objects.ts';
import { theRules } from '../../support/person-builders.ts';

const keys = keysOf('run');
const SUB = '1b2c3d4e-0000-4000-8000-000000000000';

const description =
  (estimatedUsers: number, more: Partial<PoolDescription> = {}) =>
  async (): Promise<PoolDescription> => ({
    name: 'pool',
    estimatedUsers,
    mfa: 'OFF',
    autoVerified: ['email'],
    caseSensitive: false,
    required: [],
    passwordless: false,
    ...more,
  });

interface Pools {
  readonly oldUsers?: number;
  readonly newUsers?: number;
  readonly listPage?: ListPage;
  readonly old?: Partial<PoolDescription>;
  readonly new?: Partial<PoolDescription>;
  readonly columns?: readonly string[];
  readonly rules?: MigrationRules;
  readonly oldUserPoolId?: string;
  readonly disabledUsers?: DisabledUsers;
  readonly executionName?: string;
}

const planOf = (
  store: MemoryObjects,
  {
    oldUsers = 5,
    newUsers = 5,
    listPage = listPageOf([aUser({ sub: SUB })]),
    columns = COLUMNS,
    rules = theRules(),
    oldUserPoolId = 'eu-west-1_Old',
    disabledUsers = 'exclude',
    executionName = 'run',
    ...pools
  }: Pools = {},
  options: object = {},
) =>
  plan({
    store,
    executions: { isRunning: async () => false },
    oldPool: { userPoolId: oldUserPoolId, describe: description(oldUsers, pools.old), listPage },
    newPool: { userPoolId: 'eu-west-1_New', describe: description(newUsers, pools.new), listPage },
    header: async () => columns,
    rules,
    disabledUsers,
  })({
    execution: 'arn:execution',
    executionName,
    startedAt: '2026-11-23T06:00:00.000Z',
    options,
  });

const planned = async (pools: Pools, options: object = {}): Promise<RunPlan> => {
  const store = new MemoryObjects();
  expect(await planOf(store, pools, options)).toMatchObject({ kind: 'go' });
  return store.json<RunPlan>(keys.plan);
};

/** ListUsers that finds nobody by the beginning of a `sub`. */
const withoutPrefixes: ListPage = async (place) =>
  place.filter === undefined ? listPageOf([aUser({ sub: SUB })])(place) : { users: [] };

describe('how the plan divides the work', () => {
  test.each([
    [5, 1, 1],
    [20_000, 16, 16],
    [300_000, 256, 64],
  ])('%i users: %i shards, and chains of the same prefixes', async (oldUsers, shards, partitions) => {
    const made = await planned({ oldUsers });
    expect([made.shards.length, made.partitions]).toEqual([shards, partitions]);
    expect(made.oldPoolPrefixes).toEqual(made.shards);
    expect(made.newPoolPrefixes).toEqual(['']);
  });

  test('as many shards where ListUsers cannot search by them, and one chain for each pool', async () => {
    const made = await planned({ oldUsers: 3_000_000, newUsers: 300_000, listPage: withoutPrefixes });
    expect([made.shards.length, made.oldPoolPrefixes, made.newPoolPrefixes]).toEqual([256, [''], ['']]);
  });

  test('searches by prefixes of the length in which they will be used', async () => {
    const filters: string[] = [];
    const listPage = listPageOf([aUser({ sub: SUB })], (filter) => filters.push(filter));
    await planned({ oldUsers: 300_000, newUsers: 20_000, listPage });
    expect(filters).toEqual(['', 'sub ^= "1b"', '', 'sub ^= "1"']);
  });

  test.each([
    [{ usernames: ['ann', 'ben'] }, 1],
    [{ limit: 20 }, 1],
    [{ limit: 20_000 }, 16],
    [{ limit: 300_000 }, 16],
  ])('a pilot of %j by its own size: %i shards', async (options, shards) => {
    const made = await planned({ oldUsers: 50_000 }, options);
    expect([made.shards.length, made.oldPoolPrefixes]).toEqual([shards, ['']]);
  });

  test('it notes what Cognito estimates', async () => {
    expect((await planned({ oldUsers: 12, newUsers: 7 })).estimatedUsers).toEqual({
      oldPool: 12,
      newPool: 7,
    });
  });
});

test('a run that is resumed may take a short listing for whole, and remembers it', async () => {
  const store = new MemoryObjects();
  await planOf(store);
  expect(await planOf(store, {}, { runId: 'run', acceptShortListing: true })).toMatchObject({ kind: 'go' });
  expect(store.json<RunPlan>(keys.plan).options.acceptShortListing).toBe(true);
  expect(await planOf(store)).toMatchObject({ kind: 'go' });
  expect(store.json<RunPlan>(keys.plan).options.acceptShortListing).toBe(true);
  expect(await planOf(store, {}, { mfaLookup: true })).toMatchObject({ kind: 'refused' });
});

test('an id of which there is no plan begins no run', async () => {
  const store = new MemoryObjects();
  expect(await planOf(store, {}, { runId: 'rum' })).toEqual({
    kind: 'refused',
    subject: expect.anything(),
    message: expect.stringMatching(/no run rum in the bucket.* start a new run without runId \(--resume\)/),
  });
  expect(await store.read(keysOf('rum').plan)).toBeUndefined();
  expect(await planOf(store, {}, { include: ['FOO'] })).toMatchObject({
    message: expect.stringContaining('include: FOO is no user status'),
  });
});

describe('a run that is resumed', () => {
  const resumed = async (then: Pools, now: Pools, options: object = { import: true }) => {
    const store = new MemoryObjects();
    expect(await planOf(store, then, { import: false })).toMatchObject({ kind: 'go' });
    return planOf(store, now, { runId: 'run', ...options });
  };

  test('goes on where nothing has changed, and counts that', async () => {
    const store = new MemoryObjects();
    await planOf(store, {}, { import: false });
    expect(await planOf(store, {}, { runId: 'run', import: true })).toMatchObject({
      kind: 'go',
      import: true,
    });
    expect(store.json<RunPlan>(keys.plan)).toMatchObject({ resumed: 1, options: { import: true } });
  });

  test.each<[string, Pools, Pools, RegExp]>([
    ['the old pool has MFA now', {}, { old: { mfa: 'ON' } }, /The old pool has MFA ON/],
    ['the new pool verifies nothing any more', {}, { new: { autoVerified: [] } }, /starts no import job/],
    [
      'people sign in by a code alone now, and disabled ones would go in',
      { disabledUsers: 'import-then-disable' },
      { new: { passwordless: true } },
      /by a code alone.*stay enabled until you disable/,
    ],
    [
      'the header has one more column',
      {},
      { columns: [...COLUMNS, 'custom:new'] },
      /not what it was when the run began \(custom:new\).* Start a new run without runId/,
    ],
    ['the new pool requires MFA now', {}, { new: { mfa: 'ON' } }, /go by that: whether MFA is required\./],
    [
      'unverified contacts are trusted now',
      {},
      { rules: theRules({ contactVerification: 'trust' }) },
      /other settings: contactVerification changed since.* Start a new run without runId: who is in the new pool is left out/,
    ],
    [
      'the old pool is another one',
      {},
      { oldUserPoolId: 'eu-west-1_Other' },
      /other settings: oldPool\.userPoolId changed/,
    ],
  ])('is refused if %s', async (_, then, now, message) => {
    expect(await resumed(then, now)).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(message),
    });
  });

  test('is refused if an earlier version began it, which kept no settings', async () => {
    const store = new MemoryObjects();
    await planOf(store);
    const { settings: _, ...old } = store.json<RunPlan>(keys.plan);
    store.put(keys.plan, old);
    expect(await planOf(store, {}, { runId: 'run' })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/earlier version.*Start a new run without runId/),
    });
    expect(await store.read('lock.json')).toBeUndefined();
  });
});

test.each(['a'.repeat(65), 'run of ada', '_run'])(
  'a new run is not begun under the name %s, by which it could not be resumed',
  async (executionName) => {
    const store = new MemoryObjects();
    expect(await planOf(store, { executionName })).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/could never be resumed\. Nothing was done\..* of 1 to 64 letters/),
    });
    expect(store.objects.size).toBe(0);
    await planOf(store);
    expect(await planOf(store, { executionName }, { runId: 'run' })).toMatchObject({
      kind: 'go',
      runId: 'run',
    });
  },
);
