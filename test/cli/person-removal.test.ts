import { expect, test } from '@jest/globals';
import type { PoolForRemoval } from '../../cli/person-in-pools.ts';
import { removeFromBoth } from '../../cli/person-removal.ts';
import type { ListedUser } from '../../migration/listed-user.ts';

/** Deletions while the same person comes again and again. */

const userOf = (sub: string, attributes: Readonly<Record<string, string>> = {}): ListedUser => ({
  ...{ username: 'ann', sub, enabled: true, status: 'CONFIRMED' },
  attributes: new Map(Object.entries(attributes)),
});

/** A pool that has somebody in it again after each of so many deletions. */
const poolWith = (comesAgain: number) => {
  let deletions = 0;
  const holder = () => userOf(`new-${deletions}`, { 'custom:source_sub': 'old' });
  const pool: PoolForRemoval = {
    find: async () => (deletions <= comesAgain ? { ...holder(), factors: [] } : undefined),
    list: async () => [],
    countGroups: async () => 0,
    cameFrom: async () => [],
    async remove() {
      deletions += 1;
      return 'deleted';
    },
  };
  return pool;
};

const pair = { old: userOf('old'), new: userOf('new-0', { 'custom:source_sub': 'old' }) };

test('whoever comes again is deleted again, until a look finds nobody', async () => {
  const removed = await removeFromBoth({ old: poolWith(0), new: poolWith(2) }, pair);
  expect(removed).toMatchObject({ old: 'deleted', new: 'deleted' });
  expect(removed.movedSince.map(({ sub }) => sub)).toEqual(['new-1', 'new-2']);
});

test('it is no success where they keep coming', async () => {
  await expect(removeFromBoth({ old: poolWith(0), new: poolWith(99) }, pair)).rejects.toMatchObject({
    message:
      'They are deleted from the old pool, but not from the new one: After 5 deletions they are still there.',
    remedy: expect.stringMatching(/^Look who makes these profiles.*run "forget old" again/),
  });
});

test('whoever registered in the new pool is looked for no more', async () => {
  const native = { new: userOf('native') };
  const removed = await removeFromBoth({ old: poolWith(0), new: poolWith(99) }, native);
  expect(removed).toEqual({ old: undefined, new: 'deleted', movedSince: [] });
});
