import { figure } from '../text/wording.ts';
import type { Pace } from './arrivals.ts';
import { minuteOf } from './minute.ts';
import type { Standing } from './projection.ts';

/** Whether it is time to import those who are left, and why, in a sentence. */
export interface BackfillAdvice {
  readonly verdict: 'finished' | 'nobody-left' | 'perhaps-nobody-left' | 'too-early' | 'wait' | 'now';
  readonly why: string;
}

/** The last run that imported everybody whom it could. */
export interface FinishedBackfill {
  readonly runId: string;
  /** ISO 8601. */
  readonly endedAt: string;
}

/** Days after the first person before the rate says anything: many people come every other week only. */
const FEWEST_DAYS = 14;

/** The people who are left, and whether somebody listed them. */
export interface Remaining extends Pick<Standing, 'left'> {
  readonly basis: 'listing' | 'estimates';
}

/** Percent of those who are left: when fewer come in a week, waiting longer brings hardly anybody. */
const FEWEST_PERCENT_A_WEEK = 2;

/**
 * It is time for the backfill when the people of one week are fewer than 2 % of those who are left, and not before two
 * weeks. Each of those who wait keeps the password; each of those who are imported resets it.
 * @param finished a backfill of everybody, if there was one: then the question is who is left, and why
 */
export const adviseBackfill = (
  remaining: Remaining,
  pace: Pace,
  finished?: FinishedBackfill,
): BackfillAdvice => {
  const { left, basis } = remaining;
  if (finished !== undefined) return { verdict: 'finished', why: whatIsLeft(remaining, finished) };
  if (left === 0) {
    return {
      verdict: basis === 'listing' ? 'nobody-left' : 'perhaps-nobody-left',
      why: nobodyIsLeft(basis),
    };
  }
  const { days, lastWeek } = pace;
  if (days < FEWEST_DAYS) {
    const since = days === 0 ? 'Nobody has come for a whole day yet' : `The first came ${days} days ago`;
    return { verdict: 'too-early', why: `${since}; the rate says nothing before ${FEWEST_DAYS} days.` };
  }
  const percent = (100 * lastWeek) / left;
  const measured =
    `${figure(lastWeek)} came by themselves in the last seven days, and ${counted(remaining)} are left: ` +
    `${percent.toFixed(1)} % a week`;
  return percent < FEWEST_PERCENT_A_WEEK
    ? {
        verdict: 'now',
        why: `${measured}, below ${FEWEST_PERCENT_A_WEEK} %. Waiting longer brings hardly anybody.`,
      }
    : {
        verdict: 'wait',
        why: `${measured}. Below ${FEWEST_PERCENT_A_WEEK} % it is time; until then, each week spares so many people a reset.`,
      };
};

/** Estimates are hours old, and what was counted does not tell who was removed again. */
const nobodyIsLeft = (basis: Remaining['basis']): string =>
  basis === 'listing'
    ? 'Nobody is left in the old pool only.'
    : 'By the estimates hardly anybody is left in the old pool only: npm run migrate -- status --exact counts them.';

const counted = ({ left, basis }: Remaining): string =>
  basis === 'listing' ? figure(left) : `about ${figure(left)}`;

const whatIsLeft = (remaining: Remaining, { runId, endedAt }: FinishedBackfill): string => {
  const { left, basis } = remaining;
  const ended = `The run ${runId} ended on ${minuteOf(endedAt)}.`;
  return left === 0
    ? `${ended} ${nobodyIsLeft(basis)}`
    : `${ended} ${sentence(counted(remaining))} ${left === 1 ? 'is' : 'are'} left in the old pool only: npm run migrate -- finish says whether they may stay, and what else is to do.`;
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
