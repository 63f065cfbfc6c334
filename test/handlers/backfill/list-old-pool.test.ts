import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ListPage } from '../../../aws/user-lister.ts';
import type { ListingState } from '../../../handlers/backfill/run/list-pool.ts';
import { keysOf } from '../../../handlers/backfill/run/run-objects.ts';
import { shardsFor } from '../../../migration/backfill/shards.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import { aUser, newUser, theTerms } from '../../migration/backfill/builders.ts';
import { listPageOf, type StepsFate, stepsOf } from '../../support/backfill-steps.ts';
import { MemoryObjects } from '../../support/memory-objects.ts';
import { theRules } from '../../support/person-builders.ts';

const terms = theTerms({ rules: theRules({ oldPool: { caseSensitive: true } }) });
const SIXTEEN = shardsFor(20_000);

/** With a name that two of them claim, and an address that three share. */
const crowd = (size: number): readonly ListedUser[] =>
  Array.from({ length: size }, (_, n) =>
    aUser({
      username: n === 7 ? 'USER8' : `user${n}`,
      sub: n === 5 ? 'no-hexadecimal-digit' : randomUUID(),
      attributes: {
        email: n % 20 === 0 ? 'office@example.com' : `user${n}@example.com`,
        ...(n < 2 ? { preferred_username: 'wanted' } : {}),
      },
    }),
  );

describe('a pool that is listed in one chain', () => {
  const old = crowd(60);
  const moved = newUser('user3', { 'custom:source_sub': old[3]!.sub });
  const world = { old, new: [moved], terms };
  let whole: ReadonlyMap<string, StepsFate>;
  let divided: ReturnType<typeof stepsOf>;
  let fates: ReadonlyMap<string, StepsFate>;

  beforeAll(async () => {
    whole = await stepsOf(world).settle();
    divided = stepsOf({ ...world, plan: { shards: SIXTEEN } });
    fates = await divided.settle();
  });

  test('is divided into as many shards as any other', () => {
    const settled = SIXTEEN.filter((shard) => {
      const { tally, enabled } = divided.store.json<{
        tally: { alreadyMoved: number; leftOut: Record<string, number> };
        enabled: { rows: number };
      }>(divided.keys.counts(shard));
      return enabled.rows + tally.alreadyMoved + Object.keys(tally.leftOut).length > 0;
    });
    expect(settled.length).toBeGreaterThan(8);
    expect(divided.store.json<ListingState>(divided.keys.listing('old')).chains).toHaveLength(1);
  });

  test('loses nobody by it, not even whose sub has no digits, and decides the same', () => {
    expect(fates.size).toBe(old.length);
    expect([...fates].sort()).toEqual([...whole].sort());
    expect(fates.get(moved.attributes.get('custom:source_sub')!)).toEqual({ fate: 'alreadyMoved' });
    expect([...fates.values()].filter(({ fate }) => fate === 'duplicate-contact')).toHaveLength(2);
    expect([...fates.values()].filter(({ fate }) => fate === 'case-conflict')).toHaveLength(2);
  });

  test('is the same as one that is listed by prefixes', async () => {
    const byPrefix = await stepsOf({
      old: old.filter(({ sub }) => sub !== 'no-hexadecimal-digit'),
      new: [moved],
      terms,
      plan: { shards: SIXTEEN, oldPoolPrefixes: SIXTEEN, estimatedUsers: { oldPool: 0, newPool: 0 } },
    }).settle();
    expect(byPrefix.size).toBe(old.length - 1);
    for (const [sub, fate] of byPrefix) expect(fate).toEqual(fates.get(sub));
  });

  test('counts those once whose chain began again', async () => {
    const dying = new Set(['8']);
    const all = listPageOf(old);
    const listPage: ListPage = async (place) => {
      if (place.token !== undefined && dying.delete(place.token)) {
        throw Object.assign(new Error('Paging Marker is Invalid'), { name: 'InvalidParameterException' });
      }
      return all(place);
    };
    const run = stepsOf({ ...world, plan: { shards: SIXTEEN }, listPage });
    expect([...(await run.settle())].sort()).toEqual([...fates].sort());
    expect(run.store.json<ListingState>(run.keys.listing('old')).chains).toMatchObject([
      { restarts: 1, listed: old.length },
    ]);
  });

  test('is looked up shard by shard, each at a pace that leaves three others room', async () => {
    const world60 = { old, terms, options: { mfaLookup: true }, plan: { shards: SIXTEEN } };
    const run = stepsOf(world60);
    await run.listOldPool();
    const [shard = ''] = SIXTEEN;
    run.store.put(run.keys.listing('new'), { chains: [], parts: {}, done: true });
    const before = run.timer.now();
    await run.lookUpPeople(shard);
    const people = old.filter(({ sub }) => sub.startsWith(shard) || sub.startsWith('n')).length;
    expect(run.timer.now() - before).toBeGreaterThanOrEqual((people - 2) * 100);
  });
});

describe('a pilot large enough for shards', () => {
  test('shares the rate of ListUsers among those that are looked up together', async () => {
    const old = crowd(8);
    const calls: string[] = [];
    const listPage = listPageOf(old, (filter) => calls.push(filter));
    const options = { limit: 8, listRequestsPerSecond: 20 };
    const run = stepsOf({ old, terms, options, plan: { shards: SIXTEEN }, listPage });
    await run.listOldPool();
    calls.length = 0;
    const before = run.timer.now();
    for (const shard of SIXTEEN) await run.lookUpPeople(shard);
    expect(calls.length).toBeGreaterThan(50);
    const perSecond = (1_000 * calls.length) / (run.timer.now() - before);
    // One call of each shard need not wait.
    expect(perSecond).toBeLessThan(20 / 4 + 3);
  });
});

describe('a listing that ends far below the estimate', () => {
  const old = crowd(40);
  const plan = { estimatedUsers: { oldPool: 2_000, newPool: 0 } };

  test('fails, and says what to do', async () => {
    const failing = stepsOf({ old, terms, plan }).listOldPool();
    await expect(failing).rejects.toMatchObject({ name: 'ListingTooShort' });
    await expect(failing).rejects.toThrow(
      /ended with 40 users, but Cognito estimates 2000 .*\{"runId": "run"\}: the pool is listed anew.*"acceptShortListing": true/,
    );
  });

  test('is made again by whoever resumes the run, and goes on if it is whole then', async () => {
    const store = new MemoryObjects();
    await expect(stepsOf({ old, terms, plan }, store).listOldPool()).rejects.toThrow();
    const everybody = crowd(1_900);
    const resumed = stepsOf({ old: everybody, terms, plan }, store);
    expect(await resumed.listOldPool()).toEqual({ done: true, listed: 1_900 });
    expect((await resumed.settle()).size).toBe(1_900);
  });

  test('is taken for whole where the operator says so', async () => {
    const store = new MemoryObjects();
    const options = { acceptShortListing: true };
    await expect(stepsOf({ old, terms, plan }, store).listOldPool()).rejects.toThrow();
    const never: ListPage = () => Promise.reject(new Error('listed again'));
    const resumed = stepsOf({ old, terms, plan, options, listPage: never }, store);
    expect(await resumed.listOldPool()).toEqual({ done: true, listed: 40 });
  });

  test.each([
    ['a pilot', { limit: 3 }, 2_000],
    ['a pool of a few hundred', {}, 600],
  ])('is no matter in %s', async (_, options, oldPool) => {
    const run = stepsOf({ old, terms, options, plan: { estimatedUsers: { oldPool, newPool: 0 } } });
    expect(await run.listOldPool()).toMatchObject({ done: true });
  });

  test('is not yet one while it goes on', async () => {
    const run = stepsOf({ old, terms, plan });
    run.store.put(keysOf('run').listing('old'), {
      chains: [{ name: 'all', done: false, restarts: 0, listed: 40, token: '0' }],
      parts: {},
      done: false,
      calls: 0,
      throttled: 0,
    });
    await expect(run.listOldPool()).rejects.toThrow('ended with 80');
  });
});
