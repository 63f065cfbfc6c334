import type { UserPool } from '../cognito/state.ts';

/** When a job gives up because of too many people who did not come in. */
export interface TooMany {
  /** More than this share of the rows so far failed or were skipped: 0 to 1. */
  readonly share: number;
  /** And at least so many of them. */
  readonly atLeast: number;
}

/** How import jobs of a sandbox run. */
export interface ImportJobSettings {
  /** Rows that a job reads before other work gets its turn. @default 250 */
  readonly rowsPerTick: number;
  /** `by-itself`, or `by-hand` for tests: nothing moves before `ImportJobs.advance()`. @default by-itself */
  readonly pace: 'by-itself' | 'by-hand';
  /**
   * AWS documents the message "Too many users have failed or been skipped during the import." and no threshold.
   * @default more than half of the rows, and 5 at least; both published examples fit it
   */
  readonly tooMany: TooMany | 'never';
  /**
   * Pools "eligible" for import with password hashes: their header has one column more.
   * @default none
   */
  readonly passwordHashes: (pool: UserPool) => boolean;
}

export const DEFAULT_IMPORT_JOB_SETTINGS: ImportJobSettings = {
  rowsPerTick: 250,
  pace: 'by-itself',
  tooMany: { share: 0.5, atLeast: 5 },
  passwordHashes: () => false,
};
