import type { ImportJobs } from '../../../aws/import-jobs.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { isOver } from '../../../migration/backfill/job-log.ts';
import type { FileInput, FileStep } from './file-jobs.ts';
import { currentAttempt, growingWait, openJobs, stepOf, withAttempt } from './file-jobs.ts';

interface Deps {
  readonly store: ObjectStore;
  readonly jobs: Pick<ImportJobs, 'describe'>;
}

/** Looks whether Cognito is done with a job, and how long to wait if not. */
export const checkImport =
  ({ store, jobs }: Deps) =>
  async (input: FileInput & { readonly waits?: number }): Promise<FileStep> => {
    const state = await openJobs(store, input);
    if (state.found === undefined) return stepOf(input, 'start');
    const attempt = currentAttempt(state.found);
    if (attempt.stage !== 'started') return stepOf(input, attempt.stage === 'over' ? 'reconcile' : 'start');
    const job = await jobs.describe(attempt.jobId ?? '');
    const over = isOver(job.status);
    const next = withAttempt(state.found, { ...attempt, job, ...(over ? { stage: 'over' } : {}) });
    await state.save(next);
    if (over) return stepOf(input, 'reconcile');
    const waits = input.waits ?? 0;
    return stepOf(input, 'check', { seconds: growingWait(waits), waits: waits + 1 });
  };
