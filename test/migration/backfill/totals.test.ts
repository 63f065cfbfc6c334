import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import { LEFT_OUT_REASONS } from '../../../migration/backfill/classes.ts';
import {
  addTallies,
  assertTotals,
  NOBODY,
  TotalsDoNotAddUp,
  tally,
} from '../../../migration/backfill/totals.ts';

const userClass: fc.Arbitrary<UserClass> = fc.oneof(
  fc.record({ kind: fc.constantFrom('alreadyMoved', 'imported', 'skipped') }),
  fc.record({
    kind: fc.constant('failed' as const),
    reason: fc.constantFrom('no phone', 'internal error', ''),
  }),
  fc.record({ kind: fc.constant('leftOut' as const), reason: fc.constantFrom(...LEFT_OUT_REASONS) }),
);

describe('totals', () => {
  test('whoever is in a class is counted once, and the law holds', () => {
    fc.assert(
      fc.property(fc.array(userClass), (classes) => {
        const { failedBecause, ...totals } = tally(classes);
        expect(() => assertTotals({ ...totals, listed: classes.length })).not.toThrow();
        expect(Object.values(failedBecause).reduce((sum, count) => sum + count, 0)).toBe(totals.failed);
      }),
    );
  });

  test('shards added up are the whole, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.array(userClass)), (shards) => {
        expect(addTallies(shards.map(tally))).toEqual(tally(shards.flat()));
      }),
    );
  });

  test('nobody adds nothing', () => {
    expect(addTallies([NOBODY, NOBODY])).toEqual(NOBODY);
  });

  test.each([
    [4, '4 users were listed, and the classes hold 3: 1 of them ended in no class'],
    [1, '1 users were listed, and the classes hold 3: 2 more than were listed'],
  ])('%i listed and three in classes: says who is missing', (listed, message) => {
    const totals = { ...NOBODY, imported: 2, leftOut: { federated: 1 }, listed };
    expect(() => assertTotals(totals)).toThrow(TotalsDoNotAddUp);
    expect(() => assertTotals(totals)).toThrow(message);
  });

  test('reasons stand in the order in which they are checked', () => {
    const { leftOut } = tally([
      { kind: 'leftOut', reason: 'unrepresentable' },
      { kind: 'leftOut', reason: 'federated' },
      { kind: 'leftOut', reason: 'federated' },
    ]);
    expect(Object.entries(leftOut)).toEqual([
      ['federated', 2],
      ['unrepresentable', 1],
    ]);
  });
});
