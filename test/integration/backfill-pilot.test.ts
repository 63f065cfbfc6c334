import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { beginAgain, classesOf, newUserNamed, onceAt } from '../support/backfill-crowd.ts';
import {
  addUser,
  type BackfillWorld,
  startBackfillWorld,
  withTwentyPeople,
} from '../support/integration-backfill.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

/** People of an old pool whose e-mail address signs nobody in, so that several may have one. */
const OLD = [
  {
    username: 'ann',
    sub: '1aaaaaaa-0000-4000-8000-000000000000',
    attributes: { email: 'office@example.com', email_verified: 'true', preferred_username: 'boss' },
  },
  {
    username: 'ben',
    sub: '2bbbbbbb-0000-4000-8000-000000000000',
    attributes: { email: 'Office@example.com', email_verified: 'true' },
  },
  {
    username: 'carl',
    sub: '3ccccccc-0000-4000-8000-000000000000',
    attributes: { email: 'carl@example.com', email_verified: 'true', preferred_username: 'Boss' },
  },
  {
    username: 'dora',
    sub: '4ddddddd-0000-4000-8000-000000000000',
    attributes: { email: 'dora@example.com', email_verified: 'true' },
  },
  {
    username: 'dOrA',
    sub: '5eeeeeee-0000-4000-8000-000000000000',
    attributes: { email: 'other@example.com', email_verified: 'true' },
  },
];

describe('a pilot', () => {
  let world: BackfillWorld;
  beforeAll(async () => {
    world = await startBackfillWorld({ oldPool: { AliasAttributes: [] } });
    for (const init of OLD) addUser(world.sandbox, OLD_POOL_ID, init);
  }, 120_000);
  afterAll(() => world?.close());
  beforeEach(() => beginAgain(world));

  const pilotOf = async (input: object) => {
    const { runId, status } = await world.run(input);
    expect(status).toBe('SUCCEEDED');
    return Object.fromEntries(await classesOf(world, runId));
  };

  test('rules between its own people', async () => {
    expect(await pilotOf({ usernames: ['ann', 'ben', 'carl'] })).toEqual({
      ann: 'imported',
      ben: 'leftOut duplicate-contact',
      carl: 'imported',
    });
    expect(newUserNamed(world, 'ann').attributes.has('preferred_username')).toBe(false);
    expect(newUserNamed(world, 'carl').attributes.has('preferred_username')).toBe(false);
  });

  test.each([
    ['a verified address', 'ben', 'leftOut duplicate-contact'],
    ['a name but for its capitals', 'dora', 'leftOut case-conflict'],
  ])('gives nobody %s of somebody whom it does not list', async (_, username, fate) => {
    expect(await pilotOf({ usernames: [username] })).toEqual({ [username]: fate });
  });

  test('gives nobody the preferred_username of somebody whom it does not list', async () => {
    expect(await pilotOf({ usernames: ['carl'] })).toEqual({ carl: 'imported' });
    expect(newUserNamed(world, 'carl').attributes.has('preferred_username')).toBe(false);
  });

  test('decides as the whole run does', async () => {
    const whole = await pilotOf({ dryRun: true });
    const pilot = await pilotOf({ dryRun: true, limit: OLD.length });
    expect(pilot).toEqual(whole);
  });

  test('reports what Cognito estimates, and compares nothing with it', async () => {
    const { runId } = await world.run({ dryRun: true, usernames: ['ann'] });
    expect((await world.report(runId)).pools).toEqual({
      oldPool: { estimatedUsers: OLD.length },
      newPool: { estimatedUsers: 0 },
    });
  });
});

describe('a listing that ends too early', () => {
  test('stops the run before anybody is imported; resumed, it is made again', () =>
    withTwentyPeople({}, async (world) => {
      const { pools } = world.sandbox.services;
      const oldPool = pools.pool(OLD_POOL_ID);
      const hidden = Array.from({ length: 700 }, (_, n) => ({ username: `hidden-${n}` }));
      for (const init of hidden) addUser(world.sandbox, OLD_POOL_ID, init);
      onceAt(world, 'ListOldPool', () => {
        for (const { username } of hidden) pools.removeUser(oldPool, pools.user(oldPool, username));
      });
      const { runId, status, error, cause } = await world.run({ runId: 'short' });
      expect({ status, error }).toEqual({ status: 'FAILED', error: 'ListingTooShort' });
      expect(cause).toMatch(/ended with 20 users, but Cognito estimates 720/);
      expect((await world.report(runId)).pools.oldPool).toEqual({ estimatedUsers: 720, listed: 20 });
      expect(await world.read(`runs/${runId}/report/report.html`)).toContain('WARNING: of the old pool');
      expect(world.sourceSubs()).toEqual([]);

      const before = world.sandbox.requests.length;
      expect(await world.run({ runId })).toMatchObject({ status: 'FAILED', error: 'ListingTooShort' });
      const calls = world.sandbox.requests.slice(before).map(({ operation }) => operation);
      expect(calls.filter((operation) => operation === 'ListUsers')).toHaveLength(1);
      expect(await world.run({ runId, acceptShortListing: true })).toMatchObject({ status: 'SUCCEEDED' });
      expect((await world.report(runId)).totals).toMatchObject({ listed: 20, imported: 19 });
    }));
});
