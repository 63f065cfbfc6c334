import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LogLine } from '../../../migration/backfill/job-log.ts';
import {
  classifyFound,
  decideAfterJob,
  isOver,
  parseLogLine,
  reconcileJob,
} from '../../../migration/backfill/job-log.ts';

const line = (number: number, kind: LogLine['kind'] = 'succeeded', reason = ''): LogLine => ({
  kind,
  line: number,
  reason,
});
const job = (imported: number, skipped = 0, failed = 0, status = 'Succeeded') => ({
  status,
  imported,
  skipped,
  failed,
});

describe('a log line', () => {
  test.each([
    [
      '[SUCCEEDED] Line Number 5956 - The import succeeded.',
      line(5956, 'succeeded', 'The import succeeded.'),
    ],
    ['[SKIPPED] Line Number 1 - The user already exists.', line(1, 'skipped', 'The user already exists.')],
    ['[FAILED] Line Number 17 - No phone - or so.\n', line(17, 'failed', 'No phone - or so.')],
    ['[FAILED] Line 17: another wording', line(17, 'failed', 'another wording')],
    ['[FAILED] Line Number 17', line(17, 'failed', '')],
    ['  [FAILED] Line Number 17 - x', line(17, 'failed', 'x')],
  ])('%j is read', (message, expected) => {
    expect(parseLogLine(message)).toEqual(expected);
  });

  test.each([
    '',
    'The job started.',
    '[INFO] Line Number 3 - x',
    '[FAILED] - the role cannot be assumed',
    'Line Number 3 [FAILED]',
  ])('%j is none', (message) => {
    expect(parseLogLine(message)).toBeUndefined();
  });
});

describe('reconciling a job of four rows', () => {
  const nothing = { succeeded: [], failed: [], toLookUp: [], unprocessed: [] };

  test.each([
    ['all imported', job(4), [1, 2, 3, 4], { numbering: 'header-not-counted', succeeded: [1, 2, 3, 4] }],
    ['the header counts', job(4), [2, 3, 4, 5], { numbering: 'header-counted', succeeded: [1, 2, 3, 4] }],
    [
      'stopped half-way',
      job(2),
      [1, 2],
      { numbering: 'header-not-counted', succeeded: [1, 2], unprocessed: [3, 4] },
    ],
    [
      'stopped half-way, the header counts',
      job(2),
      [2, 3],
      { numbering: 'header-counted', succeeded: [1, 2], unprocessed: [3, 4] },
    ],
    ['nothing done', job(0), [], { numbering: 'header-not-counted', unprocessed: [1, 2, 3, 4] }],
    [
      'lines in any order',
      job(3),
      [3, 1, 2],
      { numbering: 'header-not-counted', succeeded: [1, 2, 3], unprocessed: [4] },
    ],
    [
      'a line twice',
      job(2),
      [1, 1, 2],
      { numbering: 'header-not-counted', succeeded: [1, 2], unprocessed: [3, 4] },
    ],
    [
      'a line lost in the middle',
      job(4),
      [1, 2, 4],
      { numbering: 'header-not-counted', succeeded: [1, 2, 4], toLookUp: [3] },
    ],
    [
      'a line lost in the middle, the header counts',
      job(4),
      [2, 3, 5],
      { numbering: 'header-counted', succeeded: [1, 2, 4], toLookUp: [3] },
    ],
    [
      'a line lost, and a tail',
      job(3),
      [1, 3],
      { numbering: 'header-not-counted', succeeded: [1, 3], toLookUp: [2], unprocessed: [4] },
    ],
    [
      'the whole log lost',
      job(3),
      [],
      { numbering: 'header-not-counted', toLookUp: [1, 2, 3], unprocessed: [4] },
    ],
    [
      'lines lost, and rows not processed in order',
      job(3),
      [1, 4],
      { numbering: 'header-not-counted', succeeded: [1, 4], toLookUp: [2, 3] },
    ],
    [
      'more lines than the counters say',
      job(1),
      [1, 2],
      { numbering: 'header-not-counted', succeeded: [1, 2], unprocessed: [3, 4] },
    ],
    [
      'the first line lost, so that the numbering does not show',
      job(4),
      [2, 3, 4],
      { numbering: 'unknown', toLookUp: [1, 2, 3, 4] },
    ],
    [
      'counters that lag behind, so that the numbering does not show',
      job(0),
      [2, 3],
      { numbering: 'unknown', toLookUp: [1, 2, 3, 4] },
    ],
    ['a line beyond the file', job(4), [1, 2, 9], { numbering: 'unknown', toLookUp: [1, 2, 3, 4] }],
    ['a line 0', job(4), [0, 1, 2, 3], { numbering: 'unknown', toLookUp: [1, 2, 3, 4] }],
    [
      'line 1 and one more than there are rows',
      job(4),
      [1, 2, 3, 4, 5],
      { numbering: 'unknown', toLookUp: [1, 2, 3, 4] },
    ],
  ])('%s', (_, state, numbers, expected) => {
    expect(
      reconcileJob(
        4,
        state,
        numbers.map((number) => line(number)),
      ),
    ).toEqual({ ...nothing, ...expected });
  });

  test('failures keep their last reason, who was skipped is looked up', () => {
    const lines = [line(1), line(2, 'failed', 'no phone'), line(3, 'skipped'), line(2, 'failed', 'again')];
    expect(reconcileJob(4, job(1, 1, 1, 'Failed'), lines)).toEqual({
      numbering: 'header-not-counted',
      succeeded: [1],
      failed: [{ row: 2, reason: 'again' }],
      toLookUp: [3],
      unprocessed: [4],
    });
  });

  test('lines that contradict each other are not believed', () => {
    const lines = [line(1), line(2), line(2, 'failed'), line(2), line(3)];
    expect(reconcileJob(3, job(3), lines)).toMatchObject({
      succeeded: [1, 3],
      toLookUp: [2],
      unprocessed: [],
    });
  });
});

describe('whatever is lost of a log', () => {
  const story = fc.integer({ min: 1, max: 30 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      outcomes: fc.array(fc.constantFrom<LogLine['kind']>('succeeded', 'skipped', 'failed'), {
        maxLength: rows,
      }),
      headerCounts: fc.boolean(),
      kept: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: rows, maxLength: rows }),
      order: fc.infiniteStream(fc.nat()),
    }),
  );

  const play = ({
    rows,
    outcomes,
    headerCounts,
    kept,
  }: typeof story extends fc.Arbitrary<infer T> ? T : never) => {
    const count = (kind: LogLine['kind']) => outcomes.filter((outcome) => outcome === kind).length;
    // Each line is lost, told, or told again.
    const lines = outcomes.flatMap((kind, index) =>
      new Array<LogLine>(Math.min(kept[index]!, 2)).fill(line(index + 1 + Number(headerCounts), kind)),
    );
    return reconcileJob(rows, job(count('succeeded'), count('skipped'), count('failed')), lines);
  };

  test('every row is in exactly one place', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { succeeded, failed, toLookUp, unprocessed } = play(told);
        const all = [...succeeded, ...failed.map(({ row }) => row), ...toLookUp, ...unprocessed];
        expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: told.rows }, (_, index) => index + 1));
      }),
      { numRuns: 500 },
    );
  });

  test('nobody is taken for imported, failed or unprocessed who is not', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { succeeded, failed, unprocessed } = play(told);
        for (const row of succeeded) expect(told.outcomes[row - 1]).toBe('succeeded');
        for (const { row } of failed) expect(told.outcomes[row - 1]).toBe('failed');
        for (const row of unprocessed) expect(told.outcomes[row - 1]).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  test('of a complete log only the skipped are looked up', () => {
    fc.assert(
      fc.property(story, (told) => {
        const complete = { ...told, kept: told.kept.map(() => 1) };
        const skipped = told.outcomes.flatMap((kind, index) => (kind === 'skipped' ? [index + 1] : []));
        expect(play(complete).toLookUp).toEqual(skipped);
      }),
    );
  });
});

describe('who was looked up', () => {
  test.each([
    ['nobody has the name', undefined, { kind: 'unprocessed' }],
    ['signed in meanwhile', { sourceSub: '1', sourceVia: 'sign-in' }, { kind: 'skipped' }],
    ['forgot the password meanwhile', { sourceSub: '1', sourceVia: 'forgot-password' }, { kind: 'skipped' }],
    ['an interrupted job imported them', { sourceSub: '1', sourceVia: 'import' }, { kind: 'imported' }],
    ['a stranger took the name', {}, { kind: 'leftOut', reason: 'name-taken' }],
    [
      'another old user has the name',
      { sourceSub: '2', sourceVia: 'import' },
      { kind: 'leftOut', reason: 'name-taken' },
    ],
  ])('%s', (_, found, expected) => {
    expect(classifyFound({ sub: '1' }, found)).toEqual(expected);
  });
});

describe('after a job', () => {
  test.each([
    ['nobody is left', 'Failed', 0, 1, { kind: 'done' }],
    ['a tail is left', 'Failed', 3, 0, { kind: 'resubmit' }],
    ['it succeeded but left somebody', 'Succeeded', 1, 2, { kind: 'resubmit' }],
    ['it expired', 'Expired', 1, 1, { kind: 'resubmit' }],
    ['somebody stopped it', 'Stopped', 1, 0, { kind: 'give-up', reason: 'The import job was stopped.' }],
    [
      'three in a row did nothing',
      'Failed',
      1,
      3,
      { kind: 'give-up', reason: expect.stringContaining('status was Failed') },
    ],
  ])('%s', (_, status, unprocessed, fruitless, expected) => {
    expect(decideAfterJob({ status }, unprocessed, fruitless)).toEqual(expected);
  });

  test('what Cognito said is passed on', () => {
    expect(decideAfterJob({ status: 'Failed', completionMessage: 'Too many.' }, 1, 3)).toEqual({
      kind: 'give-up',
      reason: 'Never processed; the last job said: Too many.',
    });
  });

  test.each([
    ['Created', false],
    ['Pending', false],
    ['InProgress', false],
    ['Stopping', false],
    ['Stopped', true],
    ['Succeeded', true],
    ['Failed', true],
    ['Expired', true],
  ])('%s is the end: %s', (status, over) => {
    expect(isOver(status)).toBe(over);
  });
});
