import { expect, test } from '@jest/globals';
import type { DescribedRun, PastExecution } from '../../../migration/removal/unfinished-runs.ts';
import { cameOf, unfinishedRuns } from '../../../migration/removal/unfinished-runs.ts';

const past = (runId: string, came: PastExecution['came']): PastExecution => ({ runId, came });

test.each<[string, readonly PastExecution[], readonly string[]]>([
  ['nothing ever ran', [], []],
  ['a run imported everybody', [past('a', 'imported')], []],
  ['a run halted', [past('a', 'open')], ['a']],
  ['a run halted twice', [past('a', 'open'), past('a', 'open')], ['a']],
  ['a run halted, and was resumed to its end', [past('a', 'imported'), past('a', 'open')], []],
  ['another run came to its end', [past('b', 'imported'), past('a', 'open')], ['a']],
  ['a run that halted was refused when it was resumed', [past('a', 'refused'), past('a', 'open')], ['a']],
  ['a run was refused', [past('a', 'refused')], []],
  ['a dry run halted, and was resumed', [past('a', 'open'), past('a', 'dry-run')], []],
  ['two runs halted', [past('b', 'open'), past('a', 'open')], ['b', 'a']],
])('runs that could be resumed where %s', (_, executions, expected) => {
  expect(unfinishedRuns(executions)).toEqual(expected);
});

const planned = (run: object): string => JSON.stringify({ run: { kind: 'go', import: true, ...run } });

test.each<[string, Partial<DescribedRun>, PastExecution['came']]>([
  ['imported its files', { output: planned({}) }, 'imported'],
  ['had nothing left to import', { output: planned({ kind: 'finished', import: false }) }, 'imported'],
  ['made files only', { output: planned({ import: false }) }, 'open'],
  ['told nothing', {}, 'open'],
  ['told what is no JSON', { output: '{' }, 'open'],
  ['was asked for a dry run', { input: '{"dryRun":true}' }, 'dry-run'],
  ['resumed a dry run', { output: planned({ dryRun: true }) }, 'dry-run'],
  ['was asked for a dry run and was aborted', { status: 'ABORTED', input: '{"dryRun":true}' }, 'dry-run'],
  ['was aborted', { status: 'ABORTED' }, 'open'],
  ['failed and can be resumed', { status: 'FAILED', error: 'States.Timeout' }, 'open'],
  ['was refused', { status: 'FAILED', error: 'PilotUnknown' }, 'refused'],
])('what came of an execution that %s', (_, execution, expected) => {
  expect(cameOf({ status: 'SUCCEEDED', input: '{}', ...execution })).toBe(expected);
});
