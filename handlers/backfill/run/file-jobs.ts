import type { ImportJob } from '../../../aws/import-jobs.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { AttemptProgress, JobsProgress } from '../../../migration/backfill/job-attempts.ts';
import { nextAfterAttempt } from '../../../migration/backfill/job-attempts.ts';
import type { StateObject } from './run-objects.ts';
import { keysOf, openState } from './run-objects.ts';

/** Submitting a file, or what was left of it, once. */
export interface Attempt extends AttemptProgress {
  /** From 1. */
  readonly number: number;
  readonly rows: number;
  readonly jobId?: string;
  readonly jobName?: string;
  /** As Cognito described it last. */
  readonly job?: ImportJob;
  /** What Cognito said when it last refused to start the job. */
  readonly refusal?: string;
}

/** `jobs/<file>/jobs.json`. */
export interface FileJobs extends JobsProgress<Attempt> {
  /** Why this execution makes no more jobs; another one may. */
  readonly halted?: { readonly execution: string; readonly message: string };
}

/** What the states about a file hand on. */
export interface FileInput {
  readonly runId: string;
  /** ARN of the execution. */
  readonly execution: string;
  /** Name of the file, for example `CognitoUsers.csv`. */
  readonly file: string;
  readonly disabled: boolean;
}

/** What is to be done next about a file, and after how many seconds. */
export interface FileStep extends FileInput {
  readonly next: 'start' | 'check' | 'reconcile' | 'disable' | 'done';
  readonly waitSeconds: number;
  /** How often this was waited for already. */
  readonly waits: number;
}

/** What was done about a file so far; nothing is `found` before its first job. */
export const openJobs = (
  store: Pick<ObjectStore, 'read' | 'write'>,
  { runId, file }: FileInput,
): Promise<StateObject<FileJobs>> => openState<FileJobs>(store, keysOf(runId).jobs(file));

/** The attempt under way: the last one. */
export const currentAttempt = ({ attempts }: FileJobs): Attempt => {
  const last = attempts.at(-1);
  if (last === undefined) throw new Error('A file has no attempt, not even its first');
  return last;
};

/** With this attempt in its place, or as the last one. */
export const withAttempt = (jobs: FileJobs, attempt: Attempt): FileJobs => {
  const isKnown = jobs.attempts.some(({ number }) => number === attempt.number);
  return {
    ...jobs,
    attempts: isKnown
      ? jobs.attempts.map((other) => (other.number === attempt.number ? attempt : other))
      : [...jobs.attempts, attempt],
  };
};

/** What is next about a file. @param wait by default none. */
export const stepOf = (
  { runId, execution, file, disabled }: FileInput,
  next: FileStep['next'],
  wait: { readonly seconds?: number; readonly waits?: number } = {},
): FileStep => ({
  ...{ runId, execution, file, disabled, next },
  waitSeconds: wait.seconds ?? 0,
  waits: wait.waits ?? 0,
});

/** What follows when the rows of a job have their classes. */
export const stepAfter = (input: FileInput, jobs: FileJobs): FileStep => {
  const { next, seconds } = nextAfterAttempt(input, jobs);
  return stepOf(input, next, { seconds });
};
