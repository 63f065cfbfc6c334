import { describe, expect, test } from '@jest/globals';
import type { JobResult } from '../../../migration/backfill/after-job.ts';
import {
  areJobsUsedUp,
  decideAfterJob,
  isActive,
  isOver,
  jobsUsedUp,
} from '../../../migration/backfill/after-job.ts';

/** A job that ended in the middle of 100 rows, and imported 50. */
const result = ({
  job,
  ...change
}: Partial<Omit<JobResult, 'job'>> & { job?: Partial<JobResult['job']> }) => ({
  ...{ jobId: 'import-1', rows: 100, left: 50 },
  job: { status: 'Failed', imported: 50, skipped: 0, failed: 0, ...job },
  ...change,
});

describe('after a job', () => {
  test.each<[string, Parameters<typeof result>[0], number, unknown]>([
    ['nobody is left', { left: 0 }, 2, { kind: 'done' }],
    ['a tail is left', {}, 2, { kind: 'resubmit', fruitless: 0 }],
    [
      'it succeeded and left somebody',
      { job: { status: 'Succeeded' } },
      0,
      { kind: 'resubmit', fruitless: 0 },
    ],
    ['a tenth is settled', { left: 90 }, 0, { kind: 'resubmit', fruitless: 0 }],
    ['less than a tenth is settled', { left: 91 }, 0, { kind: 'resubmit', fruitless: 1 }],
    [
      'it expired',
      { left: 100, job: { status: 'Expired', imported: 0 } },
      1,
      { kind: 'resubmit', fruitless: 2 },
    ],
    [
      'most of what it got to failed',
      { job: { imported: 20, failed: 30 } },
      0,
      { kind: 'resubmit', fruitless: 1 },
    ],
    ['as many failed as not', { job: { imported: 25, failed: 25 } }, 1, { kind: 'resubmit', fruitless: 0 }],
    [
      'most of what it got to was skipped',
      { job: { imported: 5, skipped: 45 } },
      1,
      { kind: 'resubmit', fruitless: 0 },
    ],
    ['the third in a row is fruitless', { left: 99 }, 2, { kind: 'halt', message: expect.any(String) }],
    ['somebody stopped it', { job: { status: 'Stopped' } }, 0, { kind: 'halt', message: expect.any(String) }],
    ['somebody stopped it, and nobody is left', { left: 0, job: { status: 'Stopped' } }, 0, { kind: 'done' }],
  ])('of which %s', (_, change, fruitless, expected) => {
    expect(decideAfterJob(result(change), fruitless)).toEqual(expected);
  });

  test.each<[string, Parameters<typeof result>[0], readonly string[]]>([
    [
      'what Cognito said, why most failed, and what to do',
      {
        left: 97,
        reason: 'No phone.',
        job: { completionMessage: 'Too many users.', imported: 1, failed: 2 },
      },
      [
        '3 import jobs in a row brought hardly anybody further.',
        'import-1, Cognito said: Too many users.',
        '100 rows, imported 1, skipped 0, failed with 2, and 97 are left',
        'Most failed because: No phone.',
        'with the same runId',
      ],
    ],
    ['its status where Cognito said nothing', { left: 100 }, ['Cognito said: its status is Failed']],
    [
      'who stopped it',
      { job: { status: 'Stopped' } },
      ['Somebody stopped the import job import-1, and 50 of its rows'],
    ],
  ])('a halt says %s', (_, change, parts) => {
    const after = decideAfterJob(result(change), 2);
    for (const part of parts) expect(after).toMatchObject({ message: expect.stringContaining(part) });
  });
});

test.each([
  ['Created', false, false],
  ['Pending', true, false],
  ['InProgress', true, false],
  ['Stopping', true, false],
  ['Stopped', false, true],
  ['Succeeded', false, true],
  ['Failed', false, true],
  ['Expired', false, true],
])('%s is active: %j, is the end: %j', (status, active, over) => {
  expect([isActive(status), isOver(status)]).toEqual([active, over]);
});

test.each([
  [0, false],
  [989, false],
  [990, true],
  [999, true],
  [1000, false],
])('of %i jobs in a pool are too many: %j', (jobs, tooMany) => {
  expect(areJobsUsedUp(jobs)).toBe(tooMany);
});

test('whoever finds the jobs used up is told how many there are and what to do', () => {
  expect(jobsUsedUp(990)).toMatch(/has 990 import jobs of the 1000.*higher quota/);
});
