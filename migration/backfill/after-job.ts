import { MOST_IMPORT_JOBS } from '../quotas.ts';
import { figure } from '../text/wording.ts';
import type { JobState } from './job-log.ts';
import { processedIn } from './job-log.ts';

/** What follows an import job, and when to stop making new ones. */

const LAST_STATUSES: readonly string[] = ['Stopped', 'Succeeded', 'Failed', 'Expired'];
const ACTIVE_STATUSES: readonly string[] = ['Pending', 'InProgress', 'Stopping'];

/** Whether the job is at an end, whichever. */
export const isOver = (status: string): boolean => LAST_STATUSES.includes(status);

/** Whether Cognito works on the job, so that no other one of the account can be started. */
export const isActive = (status: string): boolean => ACTIVE_STATUSES.includes(status);

/**
 * Fruitless jobs in a row after which no more are made. One may be a hiccup of Cognito's, and a second may meet the
 * same one; three have a cause that somebody has to mend. Each costs one of the 1,000 jobs of the pool for ever.
 */
export const MOST_FRUITLESS_JOBS = 3;

/**
 * Part of its rows that a job must settle. At a tenth each, a full file of 500,000 takes some 125 jobs, and a pool
 * outlives it; at less, every few files would use up all that it has.
 */
const LEAST_PROGRESS = 0.1;

/** Jobs that the backfill leaves to people, who may have to import somebody by hand one day. */
const JOBS_LEFT_TO_PEOPLE = 10;

/**
 * Whether the pool has so few jobs left that no more are made. Where there are more than the quota allows, it was
 * raised, and Cognito itself says when it is used up.
 */
export const areJobsUsedUp = (jobs: number): boolean =>
  jobs >= MOST_IMPORT_JOBS - JOBS_LEFT_TO_PEOPLE && jobs < MOST_IMPORT_JOBS;

/** The sentence for whoever finds the jobs of a pool used up. */
export const jobsUsedUp = (jobs: number): string =>
  `The new pool has ${jobs} import jobs of the ${MOST_IMPORT_JOBS} that it may have, and none can be deleted. No more are ` +
  `made, so that people can still import somebody by hand. Ask AWS for a higher quota ("Maximum import jobs per ` +
  `user pool"), or let the rest move by signing in.`;

/** A job at its end, and what the look-ups of its rows left over. */
export interface JobResult {
  readonly jobId: string;
  readonly job: JobState;
  /** That it was given. */
  readonly rows: number;
  /** That have no class yet. */
  readonly left: number;
  /** Cognito's reason for most of the failed rows, if any failed. */
  readonly reason?: string;
}

/** Whether a job brought hardly anybody further, or failed with most of those that it got to. */
const isFruitless = ({ job, rows, left }: JobResult): boolean =>
  rows - left < rows * LEAST_PROGRESS || job.failed > processedIn(job) / 2;

export type AfterJob =
  | { readonly kind: 'done' }
  /** Submit the rows that are left again, in a job of their own. */
  | { readonly kind: 'resubmit'; readonly fruitless: number }
  /** End the run with this message; it can be resumed. */
  | { readonly kind: 'halt'; readonly message: string };

/**
 * What to do after a job and the look-ups of its rows.
 * @param fruitless how many jobs in a row before this one were fruitless.
 */
export const decideAfterJob = (result: JobResult, fruitless: number): AfterJob => {
  const { job, left } = result;
  if (left === 0) return { kind: 'done' };
  if (job.status === 'Stopped') return { kind: 'halt', message: wasStopped(result) };
  const now = isFruitless(result) ? fruitless + 1 : 0;
  return now < MOST_FRUITLESS_JOBS
    ? { kind: 'resubmit', fruitless: now }
    : { kind: 'halt', message: isInVain(result) };
};

const wasStopped = ({ jobId, left }: JobResult): string =>
  `Somebody stopped the import job ${jobId}, and ${left} of its rows are left. The same run imports them when it is ` +
  'started again.';

const isInVain = ({ jobId, job, rows, left, reason }: JobResult): string =>
  `${MOST_FRUITLESS_JOBS} import jobs in a row brought hardly anybody further. Of the last one, ${jobId}, Cognito said: ` +
  `${job.completionMessage ?? `its status is ${job.status}`} It was given ${rows} rows, imported ${job.imported}, ` +
  `skipped ${job.skipped}, failed with ${job.failed}, and ${left} are left. ` +
  (reason === undefined ? '' : `Most failed because: ${reason} `) +
  `No more jobs are made, because a pool may have ${figure(MOST_IMPORT_JOBS)} and none can be deleted. Mend that cause ` +
  'and start again with the same runId. If most were skipped because they have signed in meanwhile, start a new run without runId: it ' +
  'leaves them out.';
