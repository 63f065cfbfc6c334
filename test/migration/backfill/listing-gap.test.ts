import { describe, expect, test } from '@jest/globals';
import { listingGap } from '../../../migration/backfill/listing-gap.ts';

describe('a listing beside the estimate', () => {
  test.each([
    ['as many', 1_000_000, 1_000_000, 'none'],
    ['more', 1_000, 1_200, 'none'],
    ['an empty pool', 0, 0, 'none'],
    ['3 % fewer', 10_000, 9_700, 'none'],
    ['more than 3 % fewer', 10_000, 9_699, 'noteworthy'],
    ['half of a handful', 100, 50, 'none'],
    ['a page and one fewer of a few', 100, 39, 'noteworthy'],
    ['14 % fewer, as it was seen in a healthy pool', 700, 600, 'noteworthy'],
    ['a quarter fewer', 10_000, 7_500, 'noteworthy'],
    ['more than a quarter fewer', 10_000, 7_499, 'too-large'],
    ['nobody of a few hundred', 600, 0, 'noteworthy'],
    ['nobody of more', 601, 0, 'too-large'],
  ] as const)('%s', (_, estimatedUsers, listed, gap) => {
    expect(listingGap({ estimatedUsers, listed })).toBe(gap);
  });

  test('nothing is said where the pool was not listed', () => {
    expect(listingGap({ estimatedUsers: 10_000 })).toBe('none');
  });
});
