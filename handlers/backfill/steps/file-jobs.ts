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
}

/** `jobs/<file>/jobs.json`. */
export interface FileJobs {
  readonly attempts: readonly Attempt[];
  /** Jobs in a row that processed nobody. */
  readonly fruitless: number;
  /** Every row has a class. */
  readonly finished: boolean;
}

/** What the states about a file hand on. */
export interface FileInput {
  readonly runId: string;
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

export const withAttempt = (jobs: FileJobs, attempt: Attempt): FileJobs => ({
  ...jobs,
  attempts: [...jobs.attempts.filter(({ number }) => number !== attempt.number), attempt],
});

export const stepOf = (
  { runId, file, disabled }: FileInput,
  next: FileStep['next'],
  wait: { readonly seconds?: number; readonly waits?: number } = {},
): FileStep => ({ runId, file, disabled, next, waitSeconds: wait.seconds ?? 0, waits: wait.waits ?? 0 });

/** What follows when every row has its class. */
export const afterFinished = (input: FileInput): FileStep =>
  stepOf(input, input.disabled ? 'disable' : 'done');

/** Half as long again each time, from 30 seconds to five minutes. */
export const growingWait = (waits: number): number => Math.round(Math.min(300, 30 * 1.5 ** waits));
