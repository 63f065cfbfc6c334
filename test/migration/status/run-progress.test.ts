import { describe, expect, test } from '@jest/globals';
import { readPlanned, readReported } from '../../../migration/status/run-output.ts';
import type { PhaseProgress, RunEvent, RunProgress } from '../../../migration/status/run-progress.ts';
import { advance, NOT_BEGUN, phaseProgress } from '../../../migration/status/run-progress.ts';

type Told = Omit<RunEvent, 'id'>;

const entered = (state: string, type = 'Task'): Told => ({ type: `${type}StateEntered`, state });
const exited = (state: string, output: unknown, type = 'Task'): Told => ({
  ...{ type: `${type}StateExited`, state, output: JSON.stringify(output) },
});

const progressAfter = (events: readonly Told[], begin: RunProgress = NOT_BEGUN): RunProgress =>
  events.reduce((progress, event) => advance(progress, { ...event, id: progress.lastEvent + 1 }), begin);

const GO = {
  run: {
    kind: 'go',
    runId: 'r',
    dryRun: false,
    import: true,
    pilot: false,
    filtered: false,
    shards: ['a', 'b'],
    partitions: [0, 1, 2],
  },
};
const TOTALS = {
  listed: 9,
  alreadyMoved: 1,
  imported: 2,
  skipped: 0,
  failed: 0,
  leftOut: { federated: 6, other: 7 },
};
const EXPECTED = { newPool: 50, oldPool: 100 };

const PLANNED = [entered('Plan'), exited('Plan', GO)];
const ROWS = [
  exited('SettleShard', { settled: { shard: 'a', enabled: 30, disabled: 1 } }),
  exited('SettleShard', { settled: { shard: 'b', enabled: 9, disabled: 0 } }),
];
const FILES = exited('AssembleFiles', { assembly: { done: true, files: [{}, {}] } });

describe('how far a run is', () => {
  test.each<[string, readonly Told[], string, PhaseProgress]>([
    ['nothing has happened', [], 'plan', { done: 0, total: 1 }],
    ['it is planned', PLANNED, 'plan', { done: 1, total: 1 }],
    ['an event is about no state', [{ type: 'ExecutionStarted' }], 'plan', { done: 0, total: 1 }],
    [
      'the new pool is being listed',
      [...PLANNED, entered('ListNewPool')],
      'new-pool',
      { done: 0, total: 50, unit: 'people' },
    ],
    [
      'the old pool has more than was expected',
      [...PLANNED, entered('ListOldPool'), exited('ListOldPool', { oldPool: { done: false, listed: 120 } })],
      'old-pool',
      { done: 120, total: 120, unit: 'people' },
    ],
    [
      'a part was looked up',
      [
        ...PLANNED,
        entered('LookUpShards', 'Map'),
        entered('LookUpPeople'),
        exited('ShardLookedUp', {}, 'Pass'),
      ],
      'look-ups',
      { done: 1, total: 2, unit: 'parts' },
    ],
    [
      'the names of a part are resolved',
      [...PLANNED, entered('ResolveNames', 'Map'), exited('ResolveNamesOfPartition', {})],
      'names',
      { done: 1, total: 3, unit: 'parts' },
    ],
    ['its plan was not seen', [entered('SettleShards', 'Map')], 'decisions', { done: 0, unit: 'parts' }],
    [
      'parts are decided',
      [...PLANNED, entered('SettleShards', 'Map'), ...ROWS],
      'decisions',
      { done: 2, total: 2, unit: 'parts' },
    ],
    ['files are there', [entered('AssembleFiles'), FILES], 'files', { done: 2, unit: 'files' }],
    [
      'a file is done and one is not',
      [
        ...ROWS,
        FILES,
        entered('ImportFiles', 'Map'),
        exited('CheckImport', { file: 'one.csv', next: 'check', processed: 10 }),
        exited('CheckImport', { file: 'one.csv', next: 'reconcile', processed: 30 }),
        exited('CheckImport', { file: 'one.csv', next: 'start' }),
        exited('FileDone', {}, 'Pass'),
        exited('CheckImport', { file: 'two.csv', next: 'check', processed: 4 }),
        exited('CheckImport', { processed: 4 }),
      ],
      'import',
      { done: 34, total: 40, unit: 'people', detail: '1 of 2 files done' },
    ],
    ['the report is being written', [entered('WriteReport')], 'report', { done: 0, total: 1 }],
    [
      'the report is written',
      [entered('ReportFailure'), exited('ReportFailure', { report: { files: [], totals: TOTALS } })],
      'report',
      { done: 1, total: 1 },
    ],
    [
      'a report has no output',
      [entered('WriteReport'), exited('WriteReport', {})],
      'report',
      { done: 0, total: 1 },
    ],
    [
      'an output was cut short',
      [{ type: 'TaskStateExited', state: 'Plan', output: '{"run' }],
      'plan',
      { done: 0, total: 1 },
    ],
    [
      'files cannot be read',
      [entered('AssembleFiles'), exited('AssembleFiles', {})],
      'files',
      { done: 0, unit: 'files' },
    ],
    [
      'a state without an output ends',
      [{ type: 'TaskStateExited', state: 'Plan' }],
      'plan',
      { done: 0, total: 1 },
    ],
    ['a state that counts nothing ends', [exited('Begin', {}, 'Pass')], 'plan', { done: 0, total: 1 }],
    [
      'the new pool is listed',
      [entered('ListNewPool'), exited('ListNewPool', { newPool: { done: true, listed: 48 } })],
      'new-pool',
      { done: 48, total: 50, unit: 'people' },
    ],
  ])('where %s', (_, events, phase, shown) => {
    const progress = progressAfter(events);
    expect(progress).toMatchObject({ phase, lastEvent: events.length, ended: false });
    expect(phaseProgress(progress, EXPECTED)).toEqual(shown);
  });

  test.each(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted'])(
    'it is over after %s, whatever comes',
    (type) => {
      expect(progressAfter([{ type }, { type: 'TaskSucceeded' }]).ended).toBe(true);
    },
  );

  test('its report was written where it succeeded, too', () => {
    const { reported } = progressAfter([exited('WriteReport', { report: { files: ['a'], totals: TOTALS } })]);
    expect(reported).toEqual({ files: ['a'], totals: { ...TOTALS, leftOut: { federated: 6 } } });
  });
});

describe('what the states hand on', () => {
  test.each<[string, unknown, unknown]>([
    [
      'a plan',
      GO,
      {
        kind: 'go',
        runId: 'r',
        dryRun: false,
        imports: true,
        pilot: false,
        filtered: false,
        shards: 2,
        partitions: 3,
      },
    ],
    [
      'a refusal',
      { run: { kind: 'refused', message: 'Why' } },
      {
        kind: 'refused',
        message: 'Why',
        dryRun: false,
        imports: false,
        pilot: false,
        filtered: false,
        shards: 0,
        partitions: 0,
      },
    ],
    [
      'a run that was finished before',
      { run: { kind: 'finished' } },
      expect.objectContaining({ kind: 'finished' }),
    ],
    ['something else', { run: { kind: 'gone' } }, undefined],
    ['no object', 'text', undefined],
  ])('is read where it is %s', (_, state, expected) => {
    expect(readPlanned(state)).toEqual(expected);
  });

  test.each<[string, unknown, unknown]>([
    ['no report', {}, undefined],
    ['a report without totals', { report: { files: ['a', 7] } }, { files: ['a'] }],
    ['a report without files', { report: {} }, { files: [] }],
    [
      'totals of which some are missing',
      { report: { files: [], totals: { listed: 1 } } },
      {
        files: [],
        totals: { listed: 1, alreadyMoved: 0, imported: 0, skipped: 0, failed: 0, leftOut: {} },
      },
    ],
  ])('is read where there is %s', (_, state, expected) => {
    expect(readReported(state)).toEqual(expected);
  });
});
