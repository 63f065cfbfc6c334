import type { ImportJob, ImportJobs } from '../../../aws/import-jobs.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { isOver } from '../../../migration/backfill/after-job.ts';
import { growingWait } from '../../../migration/backfill/job-attempts.ts';
import type { FileInput, FileJobs, FileStep } from '../run/file-jobs.ts';
import { currentAttempt, openJobs, stepOf, withAttempt } from '../run/file-jobs.ts';
import { takeTurn } from '../run/turns.ts';

/** Rows that a job is done with. */
type Counters = Pick<ImportJob, 'imported' | 'skipped' | 'failed'>;

interface Deps {
  readonly store: ObjectStore;
  readonly jobs: Pick<ImportJobs, 'describe'>;
  /** Hears what was added since the job was looked at before. @default - nobody */
  readonly onProgress?: (added: Counters) => void;
}

/** What is next, and how far the file is, for whoever watches the execution. */
interface CheckedImport extends FileStep {
  /** Rows of the file that its jobs are done with; absent where no job is at work. */
  readonly processed?: number;
}

const NOTHING: Counters = { imported: 0, skipped: 0, failed: 0 };

const processedIn = ({ attempts }: FileJobs): number =>
  attempts.reduce(
    (sum, { job: { imported, skipped, failed } = NOTHING }) => sum + imported + skipped + failed,
    0,
  );

const addedSince = (before: Counters, now: Counters): Counters => ({
  imported: now.imported - before.imported,
  skipped: now.skipped - before.skipped,
  failed: now.failed - before.failed,
});

/**
 * Looks whether Cognito is done with a job, and how long to wait if not.
 * @throws ResumeNeeded before the history of the execution is full.
 */
export const checkImport =
  ({ store, jobs, onProgress }: Deps) =>
  async (input: FileInput & { readonly waits?: number }): Promise<CheckedImport> => {
    const state = await openJobs(store, input);
    if (state.found === undefined) return stepOf(input, 'start');
    const attempt = currentAttempt(state.found);
    if (attempt.stage !== 'started') return stepOf(input, attempt.stage === 'over' ? 'reconcile' : 'start');
    const job = await jobs.describe(attempt.jobId ?? '');
    const over = isOver(job.status);
    // People who must be disabled are not left to themselves.
    await takeTurn(store, input, !input.disabled && !over);
    const next = withAttempt(state.found, { ...attempt, job, ...(over ? { stage: 'over' } : {}) });
    await state.save(next);
    onProgress?.(addedSince(attempt.job ?? NOTHING, job));
    const processed = processedIn(next);
    if (over) return { ...stepOf(input, 'reconcile'), processed };
    const waits = input.waits ?? 0;
    return { ...stepOf(input, 'check', { seconds: growingWait(waits), waits: waits + 1 }), processed };
  };
