import { expect, test } from '@jest/globals';
import type { ImportJob } from '../../../aws/import-jobs.ts';
import type { FileJobs } from '../../../handlers/backfill/run/file-jobs.ts';
import { keysOf } from '../../../handlers/backfill/run/run-objects.ts';
import { checkImport } from '../../../handlers/backfill/steps/check-import.ts';
import { MemoryObjects } from '../../support/memory-objects.ts';

const INPUT = { runId: 'run', execution: 'arn:execution', file: 'CognitoUsers.csv', disabled: false };
const JOBS: FileJobs = {
  attempts: [{ number: 1, rows: 100, stage: 'started', jobId: 'import-1' }],
  fruitless: 0,
  finished: false,
};

const jobWith = (imported: number, failed: number, status = 'InProgress'): ImportJob => ({
  jobId: 'import-1',
  jobName: 'run-CognitoUsers-1',
  status,
  imported,
  skipped: 0,
  failed,
});

test('each look at a job counts what it did since the last one', async () => {
  const store = new MemoryObjects();
  store.put(keysOf(INPUT.runId).jobs(INPUT.file), JOBS);
  const added: unknown[] = [];
  const states = [jobWith(40, 0), jobWith(40, 0), jobWith(95, 5, 'Succeeded')];
  const check = checkImport({
    store,
    jobs: { describe: async () => states.shift() ?? jobWith(0, 0) },
    onProgress: (progress) => added.push(progress),
  });
  for (let looks = 0; looks < 3; looks += 1) await check(INPUT);
  await check(INPUT);
  expect(added).toEqual([
    { imported: 40, skipped: 0, failed: 0 },
    { imported: 0, skipped: 0, failed: 0 },
    { imported: 55, skipped: 0, failed: 5 },
  ]);
});

test('each look tells how many rows of the file are done, over all of its jobs', async () => {
  const store = new MemoryObjects();
  const first = {
    number: 1,
    rows: 100,
    stage: 'reconciled',
    jobId: 'import-0',
    job: jobWith(30, 1),
  } as const;
  const second = { number: 2, rows: 69, stage: 'started', jobId: 'import-1' } as const;
  store.put(keysOf(INPUT.runId).jobs(INPUT.file), { ...JOBS, attempts: [first, second] });
  const states = [jobWith(40, 0), jobWith(60, 9, 'Succeeded')];
  const check = checkImport({ store, jobs: { describe: async () => states.shift() ?? jobWith(0, 0) } });
  expect(await check(INPUT)).toMatchObject({ next: 'check', processed: 71 });
  expect(await check(INPUT)).toMatchObject({ next: 'reconcile', processed: 100 });
});
