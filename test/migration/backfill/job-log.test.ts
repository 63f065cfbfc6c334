import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LogLine } from '../../../migration/backfill/job-log.ts';
import {
  parseLogLine,
  reasonOfMost,
  reconcileJob,
  rowThatShows,
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
  const nothing = { succeeded: [], failed: [], toLookUp: [], skipped: [], unprocessed: [] };

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
      'stopped half-way, and either the header counts, or line 1 is lost and the counters lag behind',
      job(2),
      [2, 3],
      { numbering: 'unknown', toLookUp: [1, 2, 3], unprocessed: [4] },
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
      skipped: [3],
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
    const state = job(count('succeeded'), count('skipped'), count('failed'));
    // What a look-up finds: an import by this job, or none.
    const row = rowThatShows(rows, state, lines);
    const isImported = row !== undefined && outcomes[row - 1] === 'succeeded';
    return reconcileJob(rows, state, lines, row === undefined || isImported ? undefined : 'header-counted');
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
        const { toLookUp, numbering } = play(complete);
        // Without anybody imported, nothing shows the numbering of a log that seems to count the header.
        const all = Array.from({ length: told.outcomes.length + 1 }, (_, index) => index + 1);
        expect(toLookUp).toEqual(numbering === 'unknown' ? all : skipped);
        if (numbering === 'unknown') expect(told.outcomes).not.toContain('succeeded');
      }),
    );
  });
});

describe('a log that seems to count the header', () => {
  test.each<[string, readonly LogLine[], number | undefined]>([
    ['ends with somebody imported: the row behind', [line(2), line(3)], 3],
    [
      'ends with a failure: the last one imported',
      [line(2), line(3), line(4, 'failed'), line(5, 'skipped')],
      3,
    ],
    ['has nobody imported: none', [line(2, 'failed'), line(3, 'skipped')], undefined],
    [
      'contradicts itself behind the last one imported: an earlier one',
      [line(2), line(3, 'skipped'), line(4), line(5), line(5, 'failed')],
      2,
    ],
    ['does not seem so: none', [line(1), line(2)], undefined],
  ])('%s', (_, lines, row) => {
    const processed = new Set(lines.map(({ line: number }) => number)).size;
    expect(rowThatShows(9, job(processed), lines)).toBe(row);
  });

  test('is believed once a look-up has shown it', () => {
    expect(reconcileJob(4, job(2), [line(2), line(3)], 'header-counted')).toEqual({
      numbering: 'header-counted',
      succeeded: [1, 2],
      failed: [],
      toLookUp: [],
      skipped: [],
      unprocessed: [3, 4],
    });
  });
});

test.each<[readonly string[], string | undefined]>([
  [[], undefined],
  [['odd'], 'odd'],
  [['odd', 'even', 'even'], 'even'],
])('of failures because of %j, most are because of %j', (reasons, most) => {
  const lines = [line(1), ...reasons.map((reason, index) => line(index + 2, 'failed', reason))];
  expect(reasonOfMost(lines)).toBe(most);
});
