import type { Pace } from './arrivals.ts';
import { DAY, dayOf } from './arrivals.ts';

/** How many are where. */
export interface Standing {
  /** People of the old pool who are in the new one, however they came. */
  readonly moved: number;
  /** People who are in the old pool only. */
  readonly left: number;
}

/** The share of everybody after which a move counts as through. */
const THROUGH = 0.95;

/** When so many are through. */
export type Projection =
  | { readonly kind: 'reached' }
  /** Nobody has come for a whole day yet. */
  | { readonly kind: 'unknown' }
  /** In UTC; `declining` where fewer came in the last week than in the one before, and that was reckoned with. */
  | { readonly kind: 'expected'; readonly day: string; readonly declining: boolean }
  /** Fewer come each week, and at this decline only so many `more` will. */
  | { readonly kind: 'never'; readonly more: number };

/** Whole weeks that there must be before two of them are compared. */
const DAYS_TO_COMPARE = 14;

/**
 * When 95 % are through. If fewer came in the last week than in the one before, each coming week is taken to be
 * smaller than the last in the same proportion: those who come often came first.
 * @param now epoch milliseconds
 */
export const project = ({ moved, left }: Standing, pace: Pace, now: number): Projection => {
  const needed = Math.ceil(THROUGH * (moved + left)) - moved;
  if (needed <= 0) return { kind: 'reached' };
  if (pace.perDay === 0) return pace.days === 0 ? { kind: 'unknown' } : { kind: 'never', more: 0 };
  const on = (days: number): string => dayOf(now + Math.ceil(days) * DAY);
  const { lastWeek, weekBefore, days } = pace;
  if (days < DAYS_TO_COMPARE || lastWeek >= weekBefore) {
    return { kind: 'expected', day: on(needed / pace.perDay), declining: false };
  }
  // A geometric series: the n weeks to come bring more * (1 - ratio ** n).
  const ratio = lastWeek / weekBefore;
  const more = (lastWeek * ratio) / (1 - ratio);
  if (needed >= more) return { kind: 'never', more: Math.floor(more) };
  const weeks = Math.log(1 - needed / more) / Math.log(ratio);
  return { kind: 'expected', day: on(7 * weeks), declining: true };
};
