import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  partitionOf,
  partitionsFor,
  shardLabel,
  shardOf,
  shardsFor,
} from '../../../migration/backfill/shards.ts';

describe('shards', () => {
  test.each([
    [0, 1, 1],
    [9_999, 1, 1],
    [10_000, 16, 16],
    [199_999, 16, 16],
    [200_000, 256, 64],
    [40_000_000, 256, 64],
  ])('%i users: %i shards, %i partitions', (estimatedUsers, shards, partitions) => {
    expect(new Set(shardsFor(estimatedUsers)).size).toBe(shards);
    expect(partitionsFor(estimatedUsers)).toBe(partitions);
  });

  test('every sub is in exactly one shard, which is its prefix', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(1, 20_000, 300_000), (sub, estimatedUsers) => {
        const shards = shardsFor(estimatedUsers);
        const shard = shardOf(sub, shards);
        expect(shards).toContain(shard);
        expect(shards.filter((prefix) => sub.startsWith(prefix))).toEqual([shard]);
      }),
    );
  });

  test.each([
    ['ABcdef', 'ab'],
    ['zz', '00'],
    ['a', '00'],
    ['', '00'],
  ])('sub %j among 256 shards: %s', (sub, shard) => {
    expect(shardOf(sub, shardsFor(300_000))).toBe(shard);
  });

  test('without shards everybody is in the one of no prefix', () => {
    expect(shardOf('zz', [])).toBe('');
    expect([shardLabel(''), shardLabel('a')]).toEqual(['all', 'a']);
  });
});

describe('partitions', () => {
  test('a name is always in the same one', () => {
    // Written down: a run that is resumed by a newer version must find what the older one wrote.
    expect(
      ['ann', 'ann@example.com', 'żółw', '', '🙂'].map((name) => partitionOf(name, 64)),
    ).toMatchInlineSnapshot(`
[
  52,
  59,
  51,
  5,
  24,
]
`);
  });

  test('it is one of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 64 }), (name, partitions) => {
        const partition = partitionOf(name, partitions);
        expect(Number.isInteger(partition) && partition >= 0 && partition < partitions).toBe(true);
      }),
    );
  });

  test('names spread over all of them', () => {
    const counts = new Array<number>(64).fill(0);
    for (let number = 0; number < 6400; number += 1) {
      const partition = partitionOf(`person${number}@example.com`, 64);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.max(...counts)).toBeLessThan(200);
    expect(Math.min(...counts)).toBeGreaterThan(30);
  });
});
