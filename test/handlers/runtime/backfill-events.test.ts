import { describe, expect, test } from '@jest/globals';
import {
  readFile,
  readPartition,
  readPlanInput,
  readReportInput,
  readShard,
} from '../../../handlers/runtime/backfill-events.ts';

describe('what the state machine hands over', () => {
  test('is read as the steps take it', () => {
    expect(readShard({ runId: 'r', shard: '' })).toEqual({ runId: 'r', shard: '' });
    expect(readPartition({ runId: 'r', partition: 3 })).toEqual({ runId: 'r', partition: 3 });
    expect(
      readFile({ runId: 'r', execution: 'arn', file: 'f.csv', disabled: true, waits: 2, next: 'check' }),
    ).toEqual({
      runId: 'r',
      execution: 'arn',
      file: 'f.csv',
      disabled: true,
      waits: 2,
    });
    expect(
      readPlanInput({ execution: 'arn', executionName: 'n', startedAt: 't', options: { dryRun: true } }),
    ).toEqual({ execution: 'arn', executionName: 'n', startedAt: 't', options: { dryRun: true } });
  });

  test.each([
    ['no shard', () => readShard({ runId: 'r' }), 'shard'],
    ['a partition in words', () => readPartition({ runId: 'r', partition: 'one' }), 'partition'],
    ['no run', () => readFile({ file: 'f.csv' }), 'runId'],
    ['no execution', () => readFile({ runId: 'r', file: 'f.csv' }), 'execution'],
    ['nothing', () => readPlanInput(undefined), 'execution'],
  ])('%s is a fault of the definition, and is named', (_, read, name) => {
    expect(read).toThrow(`handed over no ${name}`);
  });
});

describe('a failure', () => {
  test.each([
    [
      'thrown by a function',
      JSON.stringify({ errorType: 'X', errorMessage: 'Listing: broken' }),
      'Listing: broken',
    ],
    ['said by Lambda', 'Task timed out', 'Task timed out'],
    ['of another shape', '{"a":1}', '{"a":1}'],
  ])('%s is told in its own words', (_, Cause, cause) => {
    expect(
      readReportInput({ execution: 'arn', run: { runId: 'r' }, failure: { Error: 'X', Cause } }),
    ).toEqual({
      execution: 'arn',
      runId: 'r',
      failure: { error: 'X', cause },
    });
  });

  test('may come before there is a plan, or not at all', () => {
    expect(readReportInput({ execution: 'arn', failure: {} })).toEqual({
      execution: 'arn',
      failure: { error: 'Unknown', cause: 'No cause was given.' },
    });
    expect(readReportInput({ execution: 'arn', run: { runId: 'r' } })).toEqual({
      execution: 'arn',
      runId: 'r',
    });
  });
});
