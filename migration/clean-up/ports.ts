import type { DatedUser } from '../dated-user.ts';
import type { Person } from '../person.ts';

/** What ListUsers can filter by, of what a clean-up looks for. */
export type ProfileState = 'disabled' | 'reset-required';

/**
 * The pool that people come to. Users are named by their `sub`: a username may be somebody else's by the time a call
 * arrives. Every method throws what the service threw; somebody who is gone is no error.
 */
export interface CleanedPool {
  /** Whether a code alone signs people in: then a profile may have been used without a new password. */
  isPasswordless(): Promise<boolean>;
  /** Page by page; a page may be empty. */
  list(state: ProfileState): AsyncIterable<readonly DatedUser[]>;
  /** AdminGetUser, which no listing can be behind. */
  find(sub: string): Promise<DatedUser | undefined>;
  /**
   * Writes `custom:clean_up`.
   * @param value asked for at each try, so that its time is the time of the change; what it throws ends the tries
   */
  mark(sub: string, value: () => string): Promise<void>;
  /** @param mayTry called before each try; what it throws ends the tries */
  disable(sub: string, mayTry: () => void): Promise<void>;
  enable(sub: string): Promise<void>;
  remove(sub: string): Promise<void>;
}

/** The pool that people leave. */
export interface OldPoolLookup {
  /** By `sub`, without billing anybody as active. */
  find(sub: string): Promise<Pick<Person, 'enabled' | 'status'> | undefined>;
}

/** An execution of the backfill's state machine. */
export interface BackfillExecution {
  readonly arn: string;
  readonly running: boolean;
}

/** Executions of the backfill, as far back as Step Functions remembers them. */
export interface BackfillExecutions {
  list(): AsyncIterable<BackfillExecution>;
  /** The input as JSON; undefined where it cannot be read. */
  inputOf(arn: string): Promise<string | undefined>;
}
