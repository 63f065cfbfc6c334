import { expect, test } from '@jest/globals';
import { duration, progressLine } from '../../cli/progress-line.ts';
import { columnsOf } from '../../migration/text/text-columns.ts';

const START = { done: 0, elapsed: 10_000 };

test.each([
  ['of an unknown number', { done: 1200 }, START, 'Listing  1,200  120/s'],
  [
    'half of all',
    { done: 5000, total: 10_000 },
    START,
    'Listing  ██████████░░░░░░░░░░  50 %  5,000 of 10,000  500/s  10 s left',
  ],
  [
    'before there is a rate',
    { done: 5, total: 10 },
    { done: 0, elapsed: 999 },
    'Listing  ██████████░░░░░░░░░░  50 %  5 of 10',
  ],
  [
    'that went on from an earlier run',
    { done: 600, total: 1000 },
    { done: 500, elapsed: 10_000 },
    'Listing  ████████████░░░░░░░░  60 %  600 of 1,000  10/s  40 s left',
  ],
  [
    'that is slow',
    { done: 1, total: 3 },
    START,
    'Listing  ██████░░░░░░░░░░░░░░  33 %  1 of 3  6.0/min  20 s left',
  ],
  ['that stands still', { done: 0, total: 3 }, START, 'Listing  ░░░░░░░░░░░░░░░░░░░░  0 %  0 of 3'],
  ['all', { done: 3, total: 3 }, START, 'Listing  ████████████████████  100 %  3 of 3  18.0/min'],
  [
    'more than was estimated',
    { done: 30, total: 20 },
    START,
    'Listing  ████████████████████  100 %  30 of 20  3/s',
  ],
  ['nothing of nothing', { done: 0, total: 0 }, START, 'Listing  0 of 0'],
  [
    'with its unit',
    { done: 1, total: 1, unit: 'part' },
    START,
    `Listing  ${'█'.repeat(20)}  100 %  1 of 1 part  6.0/min`,
  ],
  ['with words', { done: 0, detail: 'shard a\n' }, START, 'Listing  0  shard a\ufffd'],
])('%s', (_, state, start, expected) => {
  expect(progressLine('Listing', state, start)).toBe(expected);
});

test('never wider than the terminal', () => {
  const line = progressLine('Listing', { done: 5000, total: 10_000 }, START, 30);
  expect(columnsOf(line)).toBeLessThanOrEqual(30);
  expect(line).toMatch(/…$/);
});

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [61, '2 min'],
  [3540, '59 min'],
  [3541, '1 h'],
  [7500, '2 h 5 min'],
  [86_400, '1 d'],
  [93_601, '1 d 3 h'],
])('%p seconds are %s', (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});
