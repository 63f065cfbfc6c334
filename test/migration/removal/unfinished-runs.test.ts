import { expect, test } from '@jest/globals';
import type { PastExecution } from '../../../migration/removal/unfinished-runs.ts';
import { unfinishedRuns } from '../../../migration/removal/unfinished-runs.ts';

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
