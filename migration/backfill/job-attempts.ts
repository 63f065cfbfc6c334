/** What is next about a file of which one import job after the other takes what the ones before it left. */

/**
 * `new`: no job yet. `created`: the job has no file. `uploaded`: it has. `started`: Cognito works. `over`: it does
 * not any more. `reconciled`: each row has a class, or is in the next attempt.
 */
export type AttemptStage = 'new' | 'created' | 'uploaded' | 'started' | 'over' | 'reconciled';

/** Submitting a file, or what was left of it, as far as what is next depends on it. */
export interface AttemptProgress {
  readonly stage: AttemptStage;
  /** Of a file for disabled users: whoever this job imported is disabled. */
  readonly allDisabled?: true;
}

/** What was done about a file so far. */
export interface JobsProgress<Attempt extends AttemptProgress = AttemptProgress> {
  readonly attempts: readonly Attempt[];
  /** Jobs in a row that brought hardly anybody further. */
  readonly fruitless: number;
  /** Every row has a class. */
  readonly finished: boolean;
  /** Present where no more jobs are made for now. */
  readonly halted?: object;
}

/** Attempts that imported people who have yet to be disabled. */
export const attemptsToDisable = <Attempt extends AttemptProgress>(
  { disabled }: { readonly disabled: boolean },
  { attempts }: Pick<JobsProgress<Attempt>, 'attempts'>,
): readonly Attempt[] =>
  disabled ? attempts.filter(({ stage, allDisabled }) => stage === 'reconciled' && allDisabled !== true) : [];

/** Whether nothing is left to do about a file. */
export const isFileDone = (file: { readonly disabled: boolean }, jobs: JobsProgress): boolean =>
  jobs.finished && attemptsToDisable(file, jobs).length === 0;

/** Seconds before the next job, for each fruitless one before it: what ailed Cognito may pass. */
const REST_AFTER_FRUITLESS = 300;

/** What follows when the rows of a job have their classes: nobody else is imported before all are disabled who must be. */
export const nextAfterAttempt = (
  file: { readonly disabled: boolean },
  jobs: JobsProgress,
): { readonly next: 'disable' | 'done' | 'start'; readonly seconds: number } => {
  if (attemptsToDisable(file, jobs).length > 0) return { next: 'disable', seconds: 0 };
  if (jobs.finished) return { next: 'done', seconds: 0 };
  return { next: 'start', seconds: jobs.halted === undefined ? REST_AFTER_FRUITLESS * jobs.fruitless : 0 };
};

/**
 * Seconds before the next look: half as long again each time, from 30 seconds to five minutes.
 * @param waits how often this was waited for already.
 */
export const growingWait = (waits: number): number => Math.round(Math.min(300, 30 * 1.5 ** waits));

/** Hours that so many growing waits have taken. */
export const hoursWaited = (waits: number): number =>
  Array.from({ length: waits }, (_, wait) => growingWait(wait)).reduce((sum, next) => sum + next, 0) / 3600;

/**
 * Hours after which a job that Cognito refuses to start is given up. Another job of this pool is seen, and ends one
 * day. One of another pool cannot be seen; it is rarer, and what is wrong for good looks the same.
 */
const MOST_HOURS_REFUSED = { anotherJobSeen: 24, noneSeen: 6 };

/** A job that Cognito does not start. */
export interface RefusedStart {
  readonly jobId: string;
  /** In Cognito's words. */
  readonly refusal: string;
  /** Whether another job of the pool is active. */
  readonly anotherJobSeen: boolean;
  /** How often this was waited for already. */
  readonly waits: number;
}

/** The sentences with which a job is given up that Cognito has refused to start for too long; undefined before. */
export const givenUp = ({ jobId, refusal, anotherJobSeen, waits }: RefusedStart): string | undefined => {
  const hours = anotherJobSeen ? MOST_HOURS_REFUSED.anotherJobSeen : MOST_HOURS_REFUSED.noneSeen;
  if (hoursWaited(waits) < hours) return undefined;
  return (
    `For ${hours} hours Cognito has refused to start the import job ${jobId}. It says: ${refusal} ` +
    (anotherJobSeen
      ? 'Another job of this pool is active all the time; stop it, or wait for its end. '
      : 'No other job of this pool is active; if none of another pool of the account is either, mend what Cognito names. ') +
    'Then start again with the same runId.'
  );
};
