import { expect, test } from '@jest/globals';
import type { AttemptProgress } from '../../../migration/backfill/job-attempts.ts';
import {
  attemptsToDisable,
  givenUp,
  growingWait,
  hoursWaited,
  nextAfterAttempt,
} from '../../../migration/backfill/job-attempts.ts';

const RECONCILED: AttemptProgress = { stage: 'reconciled' };
const ALL_DISABLED: AttemptProgress = { stage: 'reconciled', allDisabled: true };
const NEW: AttemptProgress = { stage: 'new' };

test.each([
  { title: 'a file of enabled people', disabled: false, attempts: [RECONCILED], left: [] },
  { title: 'a job whose rows have classes', disabled: true, attempts: [RECONCILED, NEW], left: [RECONCILED] },
  { title: 'one whose people are disabled', disabled: true, attempts: [ALL_DISABLED, NEW], left: [] },
  { title: 'one of each', disabled: true, attempts: [ALL_DISABLED, RECONCILED], left: [RECONCILED] },
])('of $title, the people of $left.length jobs are to be disabled', ({ disabled, attempts, left }) => {
  expect(attemptsToDisable({ disabled }, { attempts })).toEqual(left);
});

const jobs = { attempts: [RECONCILED, NEW], fruitless: 0, finished: false };

test.each([
  { title: 'of disabled people', disabled: true, progress: jobs, expected: { next: 'disable', seconds: 0 } },
  {
    title: 'of disabled people, although each row has a class',
    disabled: true,
    progress: { ...jobs, finished: true },
    expected: { next: 'disable', seconds: 0 },
  },
  {
    title: 'each of whose rows has a class',
    disabled: false,
    progress: { ...jobs, finished: true },
    expected: { next: 'done', seconds: 0 },
  },
  {
    title: 'with rows left after a fruitful job',
    disabled: false,
    progress: jobs,
    expected: { next: 'start', seconds: 0 },
  },
  {
    title: 'with rows left after two fruitless jobs',
    disabled: false,
    progress: { ...jobs, fruitless: 2 },
    expected: { next: 'start', seconds: 600 },
  },
  {
    title: 'that was halted, which the next step says at once',
    disabled: false,
    progress: { ...jobs, fruitless: 3, halted: {} },
    expected: { next: 'start', seconds: 0 },
  },
])('after a file $title: $expected', ({ disabled, progress, expected }) => {
  expect(nextAfterAttempt({ disabled }, progress)).toEqual(expected);
});

test('waits grow from half a minute to five', () => {
  expect([0, 1, 2, 5, 6, 60].map(growingWait)).toEqual([30, 45, 68, 228, 300, 300]);
  expect(hoursWaited(0)).toBe(0);
  expect(hoursWaited(2)).toBe(75 / 3600);
});

/** As many waits as take these hours, or a little more. */
const waitsOf = (hours: number): number => {
  let waits = 0;
  while (hoursWaited(waits) < hours) waits += 1;
  return waits;
};

test.each([
  [true, 24, 'Another job of this pool is active all the time'],
  [false, 6, 'No other job of this pool is active'],
])(
  'where another job was seen: %s, a refused start is given up after %i hours',
  (anotherJobSeen, hours, said) => {
    const refused = { jobId: 'import-1', refusal: 'PreconditionNotMetException: no', anotherJobSeen };
    const waits = waitsOf(hours);
    expect(givenUp({ ...refused, waits: waits - 1 })).toBeUndefined();
    const sentences = givenUp({ ...refused, waits });
    expect(sentences).toContain(`For ${hours} hours Cognito has refused to start the import job import-1`);
    expect(sentences).toContain('It says: PreconditionNotMetException: no');
    expect(sentences).toContain(said);
  },
);
