import type { ImportJob } from '../../../aws/import-jobs.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { StateObject } from './run-objects.ts';
import { keysOf, openState } from './run-objects.ts';

/** Submitting a file, or what was left of it, once. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly rows: number;
  /**
   * `new`: no job yet. `created`: the job has no file. `uploaded`: it has. `started`: Cognito works. `over`: it does
   * not any more. `reconciled`: each row has a class, or is in the next attempt.
   */
  readonly stage: 'new' | 'created' | 'uploaded' | 'started' | 'over' | 'reconciled';
  readonly jobId?: string;
  readonly jobName?: string;
  /** As Cognito described it last. */
  readonly job?: ImportJob;
  /** What Cognito said when it last refused to start the job. */
  readonly refusal?: string;
  /** Of a file for disabled users: whoever this job imported is disabled. */
  readonly allDisabled?: true;
}

/** `jobs/<file>/jobs.json`. */
export interface FileJobs {
  readonly attempts: readonly Attempt[];
  /** Jobs in a row that brought hardly anybody further. */
  readonly fruitless: number;
  /** Every row has a class. */
  readonly finished: boolean;
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

export const stepOf = (
  { runId, execution, file, disabled }: FileInput,
  next: FileStep['next'],
  wait: { readonly seconds?: number; readonly waits?: number } = {},
): FileStep => ({
  ...{ runId, execution, file, disabled, next },
  waitSeconds: wait.seconds ?? 0,
  waits: wait.waits ?? 0,
});

/** Attempts that imported people who have yet to be disabled. */
export const attemptsToDisable = ({ disabled }: FileInput, { attempts }: FileJobs): readonly Attempt[] =>
  disabled ? attempts.filter(({ stage, allDisabled }) => stage === 'reconciled' && allDisabled !== true) : [];

/** Seconds before the next job, for each fruitless one before it: what ailed Cognito may pass. */
const REST_AFTER_FRUITLESS = 300;

/** What follows when the rows of a job have their classes: nobody else is imported before all are disabled who must be. */
export const stepAfter = (input: FileInput, jobs: FileJobs): FileStep => {
  if (attemptsToDisable(input, jobs).length > 0) return stepOf(input, 'disable');
  if (jobs.finished) return stepOf(input, 'done');
  return stepOf(input, 'start', jobs.halted ? {} : { seconds: REST_AFTER_FRUITLESS * jobs.fruitless });
};

/** Half as long again each time, from 30 seconds to five minutes. */
export const growingWait = (waits: number): number => Math.round(Math.min(300, 30 * 1.5 ** waits));

/** Hours that so many growing waits have taken. */
export const hoursWaited = (waits: number): number =>
  Array.from({ length: waits }, (_, wait) => growingWait(wait)).reduce((sum, next) => sum + next, 0) / 3600;
