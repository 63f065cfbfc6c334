import { expect, test } from '@jest/globals';
import type { PlannedRun } from '../../../migration/status/run-output.ts';
import { importedEverybody, runIdOf } from '../../../migration/status/run-output.ts';

const PLANNED: PlannedRun = {
  kind: 'go',
  dryRun: false,
  imports: true,
  pilot: false,
  filtered: false,
  shards: 1,
  partitions: 1,
};

test.each<[string, Partial<PlannedRun>, boolean]>([
  ['imported everybody', {}, true],
  ['was a pilot', { pilot: true }, false],
  ['left statuses out', { filtered: true }, false],
  ['was a dry run', { dryRun: true }, false],
  ['made files only', { imports: false }, false],
  ['was refused', { kind: 'refused' }, false],
  ['had ended before', { kind: 'finished' }, false],
])('whether everybody was imported by a run that %s', (_, run, expected) => {
  expect(importedEverybody({ planned: { ...PLANNED, ...run } })).toBe(expected);
});

test.each([
  ['a new run', '{}', 'run-1'],
  ['a run that is resumed', '{"runId":"run-0"}', 'run-0'],
  ['a run whose id is no text', '{"runId":0}', 'run-1'],
  ['an input that is no JSON', '{', 'run-1'],
])('the id of the run of an execution that has %s', (_, input, expected) => {
  expect(runIdOf({ input, name: 'run-1' })).toBe(expected);
});
