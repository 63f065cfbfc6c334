import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createMigrationMetrics, type MigrationMetrics } from '../../aws/metrics.ts';
import { METRIC_SERVICE, metricsNamespace } from '../../migration/metrics.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { nameOf, signIn as signInAs, withTwentyPeople } from '../support/integration-backfill.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import { addPerson, REFUSED, signIn } from '../support/integration-people.ts';

/** What the deployed functions write, read back as the command line reads it. */

const metricsOf = ({ region, endpoint }: Sandbox): MigrationMetrics => {
  const access = { region, endpoint, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
  return createMigrationMetrics(access, 'UserMigration', Date.now);
};

let move: Move;
let metrics: MigrationMetrics;
beforeAll(async () => {
  move = await startMove();
  metrics = metricsOf(move.sandbox);
});
afterAll(async () => {
  metrics?.destroy();
  await move?.close();
});

/** Midnight may lie between writing and reading. */
const DAYS = 2;

const total = (counts: readonly { readonly count: number }[]) =>
  counts.reduce((sum, { count }) => sum + count, 0);

test('people who moved, and people who did not, are read with the way they came or the reason', async () => {
  const ada = await addPerson(move, 'ada');
  await addPerson(move, 'bert');
  expect(await signIn(move, 'ada', ada.password)).toBe('tokens');
  expect(await signIn(move, 'bert', 'Wrong-Horse-7')).toBe(REFUSED);
  const { 'sign-in': signedIn, ...others } = await metrics.migrated(DAYS);
  expect({ signedIn: total(signedIn), others }).toEqual({
    signedIn: 1,
    others: { 'forgot-password': [], import: [] },
  });
  expect(await metrics.declined(DAYS)).toEqual({ 'wrong-password': 1 });
  expect(await metrics.failed(DAYS)).toEqual({});
});

test('the function that measures the pools may do so, and what it writes is read', async () => {
  const { stack, functions } = move;
  const [, poolSizes] = Object.entries(stack.functions).find(([id]) => id.includes('PoolSizes')) ?? [];
  expect(await functions.invokeDirectly(poolSizes?.functionArn ?? '', {})).toMatchObject({
    kind: 'returned',
  });
  const sizes = await metrics.poolSizes(DAYS);
  expect(sizes.old.map(({ users }) => users)).toEqual([2]);
  expect(sizes.new.map(({ users }) => users)).toEqual([1]);
});

test('a backfill tells how far it is, and whom it imported is read beside who signed in', async () => {
  await withTwentyPeople({}, async (world) => {
    await signInAs(world, nameOf(3));
    expect(await world.run()).toMatchObject({ status: 'SUCCEEDED' });
    const read = metricsOf(world.sandbox);
    const { 'sign-in': signedIn, import: imported } = await read.migrated(DAYS);
    read.destroy();
    // Number 7 is disabled.
    expect({ signedIn: total(signedIn), imported: total(imported) }).toEqual({ signedIn: 1, imported: 18 });
    const valuesOf = (name: string) =>
      world.sandbox.services.metrics
        .points({
          namespace: metricsNamespace('UserMigration'),
          name,
          dimensions: { service: METRIC_SERVICE },
        })
        .map(({ value }) => value);
    expect(Math.max(...valuesOf('BackfillListed'))).toBe(20);
    expect(valuesOf('BackfillRows').reduce((sum, rows) => sum + rows, 0)).toBe(18);
    expect(Math.max(...valuesOf('BackfillFailed'))).toBe(0);
  });
});
