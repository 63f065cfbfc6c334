import { expect, test } from '@jest/globals';
import type { DescribedRun, PastExecution } from '../../../migration/removal/unfinished-runs.ts';
import { cameOf, mayImport, unfinishedRuns } from '../../../migration/removal/unfinished-runs.ts';

const past = (runId: string, came: PastExecution['came']): PastExecution => ({ runId, came });

test.each<[string, readonly PastExecution[], readonly string[]]>([
  ['nothing ever ran', [], []],
  ['a run imported everybody', [past('a', 'over')], []],
  ['a run halted', [past('a', 'open')], ['a']],
  ['a run halted twice', [past('a', 'open'), past('a', 'open')], ['a']],
  ['a run halted, and was resumed to its end', [past('a', 'over'), past('a', 'open')], []],
  ['another run came to its end', [past('b', 'over'), past('a', 'open')], ['a']],
  ['a run that halted was refused when it was resumed', [past('a', 'harmless'), past('a', 'open')], ['a']],
  ['a run was refused', [past('a', 'harmless')], []],
  ['a dry run was asked of a run that halted', [past('a', 'harmless'), past('a', 'open')], ['a']],
  ['a dry run halted, and was resumed', [past('a', 'dry-plan'), past('a', 'open')], []],
  ['a run halted that was asked for a dry run before', [past('a', 'open'), past('a', 'harmless')], ['a']],
  ['a run halted, and had done all when it was resumed', [past('a', 'finished'), past('a', 'open')], []],
  ['a run made files', [past('a', 'files')], ['a']],
  ['a run made files, and was resumed for no more', [past('a', 'finished'), past('a', 'files')], ['a']],
  [
    'a run made files, was resumed to import them, and once more',
    [past('a', 'finished'), past('a', 'over'), past('a', 'files')],
    [],
  ],
  ['two runs halted', [past('b', 'open'), past('a', 'open')], ['b', 'a']],
])('runs that could be resumed where %s', (_, executions, expected) => {
  expect(unfinishedRuns(executions)).toEqual(expected);
});

test.each<[PastExecution['came'], boolean]>([
  ['over', true],
  ['files', true],
  ['open', true],
  ['dry-plan', false],
  ['finished', false],
  ['harmless', false],
])('an execution that came to %s may bring somebody back: %s', (came, may) => {
  expect(mayImport(came)).toBe(may);
});

const planned = (run: object): string => JSON.stringify({ run: { kind: 'go', import: true, ...run } });

test.each<[string, Partial<DescribedRun>, PastExecution['came']]>([
  ['imported its files', { output: planned({}) }, 'over'],
  ['resumed a dry run', { output: planned({ dryRun: true }) }, 'dry-plan'],
  ['found nothing left to do', { output: JSON.stringify({ run: { kind: 'finished' } }) }, 'finished'],
  ['made files only', { output: planned({ import: false }) }, 'files'],
  ['was asked for files and was aborted', { status: 'ABORTED', input: '{"import":false}' }, 'files'],
  ['told nothing', {}, 'open'],
  ['told what is no JSON', { output: '{' }, 'open'],
  ['is under way', { status: 'RUNNING' }, 'open'],
  ['was asked for a dry run', { input: '{"dryRun":true}' }, 'harmless'],
  [
    'was asked for a dry run and was aborted',
    { status: 'ABORTED', input: '{"dryRun":true,"runId":"a"}' },
    'harmless',
  ],
  ['was aborted', { status: 'ABORTED' }, 'open'],
  ['failed and can be resumed', { status: 'FAILED', error: 'States.Timeout' }, 'open'],
  ['was refused', { status: 'FAILED', error: 'PilotUnknown' }, 'harmless'],
])('what came of an execution that %s', (_, execution, expected) => {
  expect(cameOf({ status: 'SUCCEEDED', input: '{}', ...execution })).toBe(expected);
});
