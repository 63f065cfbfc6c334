import type { CensusLine } from '../check/census.ts';
import type { DeclineReason, FailReason } from '../reasons.ts';
import type { DayCount, Pace } from './arrivals.ts';
import { paceOf, totalOf } from './arrivals.ts';
import type { Attention } from './attention.ts';
import { attentionOf } from './attention.ts';
import type { BackfillAdvice, FinishedBackfill } from './backfill-time.ts';
import { adviseBackfill } from './backfill-time.ts';
import type { MeasuredSize } from './estimate-age.ts';
import { sameSince } from './estimate-age.ts';
import type { Projection, Standing } from './projection.ts';
import { project } from './projection.ts';

/** How people come: by the trigger, or imported by a backfill. */
export type Ways<T> = Readonly<Record<'sign-in' | 'forgot-password' | 'import', T>>;

/** What was counted in some time. */
export interface Outcomes {
  readonly declined: Readonly<Partial<Record<DeclineReason, number>>>;
  readonly failed: Readonly<Partial<Record<FailReason, number>>>;
}

/** Everybody of the old pool by class, and how that is known. */
export interface KnownClasses {
  /** ISO 8601. */
  readonly asOf: string;
  /** The run that counted them; absent where they were listed just now. */
  readonly runId?: string;
  readonly classes: readonly CensusLine[];
}

/** What was measured and read. */
export interface StatusFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly migrated: Ways<readonly DayCount[]>;
  /** Cognito's estimates. */
  readonly estimatedUsers: { readonly old: number; readonly new: number };
  /** Sizes of the old pool as they were measured, oldest first. */
  readonly oldPoolSizes: readonly MeasuredSize[];
  /** Of the last 24 hours. */
  readonly answers: number;
  readonly lastDay: Outcomes;
  readonly lastWeek: Outcomes;
  /** By listing both pools. @default - by the estimates and what was counted */
  readonly listed?: Standing;
  readonly known?: KnownClasses;
  /** The last backfill of everybody that imported. */
  readonly finished?: FinishedBackfill;
}

/** How far a move is. */
export interface Status extends Standing {
  /** ISO 8601. */
  readonly at: string;
  /** Whether the pools were listed, or numbers are estimates. */
  readonly basis: 'listing' | 'estimates';
  /** Percent of everybody who have moved; 100 where there is nobody. Of estimates, it is one. */
  readonly percentMoved: number;
  /** As the functions counted them. */
  readonly came: Ways<number>;
  readonly estimatedUsers: StatusFacts['estimatedUsers'];
  /** ISO 8601: since when at least the estimate of the old pool has been the same. */
  readonly oldEstimateSince?: string;
  readonly pace: Pace;
  readonly projection: Projection;
  readonly backfill: BackfillAdvice;
  readonly finished?: FinishedBackfill;
  readonly lastDay: Outcomes;
  readonly lastWeek: Outcomes;
  readonly attention: readonly Attention[];
  readonly known?: KnownClasses;
}

const cameBy = (migrated: StatusFacts['migrated']): Ways<number> => ({
  'sign-in': totalOf(migrated['sign-in']),
  'forgot-password': totalOf(migrated['forgot-password']),
  import: totalOf(migrated.import),
});

/** Nothing counts whom undo and the clean-up removed again: no more have moved than Cognito says are there. */
const estimate = (counted: number, users: StatusFacts['estimatedUsers']): Standing => {
  const moved = Math.min(counted, users.new);
  return { moved, left: Math.max(0, users.old - moved) };
};

/** Draws the conclusions. */
export const statusOf = (facts: StatusFacts): Status => {
  const { now, migrated, estimatedUsers, oldPoolSizes, lastDay, lastWeek, listed, known } = facts;
  const came = cameBy(migrated);
  const counted = came['sign-in'] + came['forgot-password'] + came.import;
  const standing = listed ?? estimate(counted, estimatedUsers);
  const basis = listed === undefined ? 'estimates' : 'listing';
  const { moved, left } = standing;
  const pace = paceOf([...migrated['sign-in'], ...migrated['forgot-password']], now);
  const since = sameSince(oldPoolSizes, estimatedUsers.old);
  return {
    at: new Date(now).toISOString(),
    basis,
    moved,
    left,
    percentMoved: moved + left === 0 ? 100 : (100 * moved) / (moved + left),
    came,
    estimatedUsers,
    ...(since === undefined ? {} : { oldEstimateSince: new Date(since).toISOString() }),
    pace,
    projection: project(standing, pace, now),
    backfill: adviseBackfill({ left, basis }, pace, facts.finished),
    ...(facts.finished === undefined ? {} : { finished: facts.finished }),
    lastDay,
    lastWeek,
    attention: attentionOf({ answers: facts.answers, failed: lastDay.failed }),
    ...(known === undefined ? {} : { known }),
  };
};
