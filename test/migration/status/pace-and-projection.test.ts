import { describe, expect, test } from '@jest/globals';
import type { DayCount, Pace } from '../../../migration/status/arrivals.ts';
import { DAY, dayOf, paceOf } from '../../../migration/status/arrivals.ts';
import { adviseBackfill } from '../../../migration/status/backfill-time.ts';
import { sameSince } from '../../../migration/status/estimate-age.ts';
import { project } from '../../../migration/status/projection.ts';

const NOW = Date.UTC(2026, 10, 23, 10, 30);

/** So many a day, beginning so many days ago. */
const daily = (from: number, to: number, count: number): readonly DayCount[] =>
  Array.from({ length: from - to + 1 }, (_, index) => ({ day: dayOf(NOW - (from - index) * DAY), count }));

const pace = (more: Partial<Pace>): Pace => ({ days: 30, lastWeek: 0, weekBefore: 0, perDay: 0, ...more });

describe('the pace', () => {
  test.each<[string, readonly DayCount[], Pace]>([
    ['nobody came', [], pace({ days: 0 })],
    ['the first came today', daily(0, 0, 50), pace({ days: 0 })],
    ['the first came yesterday', daily(1, 0, 50), pace({ days: 1, lastWeek: 50, perDay: 50 })],
    ['the first came seven days ago', daily(7, 0, 10), pace({ days: 7, lastWeek: 70, perDay: 10 })],
    [
      'fewer come than in the week before',
      [...daily(14, 8, 20), ...daily(7, 1, 10)],
      pace({ days: 14, lastWeek: 70, weekBefore: 140, perDay: 10 }),
    ],
    ['nobody has come for weeks', daily(40, 20, 5), pace({ days: 40 })],
  ])('where %s', (_, counts, expected) => {
    expect(paceOf(counts, NOW)).toEqual(expected);
  });
});

describe('when 95 % are through', () => {
  test.each<[string, { moved: number; left: number }, Pace, object]>([
    ['there is nobody', { moved: 0, left: 0 }, pace({}), { kind: 'reached' }],
    ['exactly 95 % have moved', { moved: 95, left: 5 }, pace({}), { kind: 'reached' }],
    ['nobody has come for a whole day', { moved: 0, left: 100 }, pace({ days: 0 }), { kind: 'unknown' }],
    ['nobody comes any more', { moved: 10, left: 90 }, pace({}), { kind: 'never', more: 0 }],
    [
      'it has begun only',
      { moved: 35, left: 65 },
      pace({ days: 6, lastWeek: 30, perDay: 5 }),
      { kind: 'expected', day: '2026-12-05', declining: false },
    ],
    [
      'as many come as in the week before',
      { moved: 35, left: 65 },
      pace({ days: 20, lastWeek: 35, weekBefore: 35, perDay: 5 }),
      { kind: 'expected', day: '2026-12-05', declining: false },
    ],
    [
      // 350 + 175 more in two weeks.
      'half as many come as in the week before',
      { moved: 425, left: 575 },
      pace({ days: 20, lastWeek: 700, weekBefore: 1400, perDay: 100 }),
      { kind: 'expected', day: '2026-12-07', declining: true },
    ],
    [
      'half as many come each week and that is not enough',
      { moved: 100, left: 900 },
      pace({ days: 20, lastWeek: 70, weekBefore: 140, perDay: 10 }),
      { kind: 'never', more: 70 },
    ],
  ])('where %s', (_, standing, measured, expected) => {
    expect(project(standing, measured, NOW)).toEqual(expected);
  });
});

describe('whether it is time for the backfill', () => {
  test.each<[string, number, Pace, string, RegExp]>([
    ['nobody is left', 0, pace({}), 'nobody-left', /Nobody is left/],
    [
      'nobody has come yet',
      9,
      pace({ days: 0 }),
      'too-early',
      /Nobody has come for a whole day yet; .* 14 days/,
    ],
    ['it is the second week', 1_000, pace({ days: 13 }), 'too-early', /The first came 13 days ago/],
    [
      '2 % come in a week',
      1_000,
      pace({ days: 14, lastWeek: 20 }),
      'wait',
      /20 came .* 1,000 are left: 2.0 %/,
    ],
    ['fewer come in a week', 1_000, pace({ lastWeek: 19 }), 'now', /1.9 % a week, below 2 %/],
  ])('where %s', (_, left, measured, verdict, why) => {
    expect(adviseBackfill({ left, basis: 'listing' }, measured)).toEqual({
      verdict,
      why: expect.stringMatching(why),
    });
  });

  test('by estimates it says about, and never that nobody is left', () => {
    const advise = (left: number, measured: Pace) => adviseBackfill({ left, basis: 'estimates' }, measured);
    expect(advise(0, pace({}))).toEqual({
      verdict: 'perhaps-nobody-left',
      why: expect.stringMatching(/^By the estimates hardly anybody .* status --exact/),
    });
    expect(advise(1_000, pace({ lastWeek: 19 })).why).toContain('about 1,000 are left');
  });
});

describe('after a backfill of everybody', () => {
  const finished = { runId: 'run-1', endedAt: '2026-11-23T10:05:07.000Z' };
  test.each<[number, 'listing' | 'estimates', RegExp]>([
    [0, 'listing', /run-1 ended on 2026-11-23 10:05 UTC\. Nobody is left/],
    [1, 'listing', / 1 is left .* npm run migrate -- finish/],
    [1_600, 'listing', /1,600 are left/],
    [0, 'estimates', /UTC\. By the estimates hardly anybody is left .* --exact/],
    [1, 'estimates', /UTC\. About 1 is left .* npm run migrate -- finish/],
  ])('with %i left (%s) it is not advised again', (left, basis, why) => {
    expect(adviseBackfill({ left, basis }, pace({ days: 0 }), finished)).toEqual({
      verdict: 'finished',
      why: expect.stringMatching(why),
    });
  });
});

describe('how old an estimate is', () => {
  const sizes = [7, 9, 9].map((users, at) => ({ at, users }));
  test.each<[string, number, number | undefined]>([
    ['the last measured sizes are the same', 9, 1],
    ['the last measured size is another one', 7, undefined],
    ['nothing was measured like it', 8, undefined],
  ])('where %s', (_, users, since) => {
    expect(sameSince(sizes, users)).toBe(since);
  });

  test('where every measured size is the same, and where none was measured', () => {
    expect(sameSince(sizes.slice(1), 9)).toBe(1);
    expect(sameSince([], 9)).toBeUndefined();
  });
});
