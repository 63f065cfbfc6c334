/** What happened on one day. */
export interface DayCount {
  /** In UTC, for example `2026-11-23`. */
  readonly day: string;
  readonly count: number;
}

/** How fast people come by themselves. Today is left out: it is not over. */
export interface Pace {
  /** Whole days since the first came. */
  readonly days: number;
  /** Those of the last seven days; of fewer, where the first came later. */
  readonly lastWeek: number;
  /** Those of the seven days before; 0 in the first week. */
  readonly weekBefore: number;
  /** A day, over the days of `lastWeek`. */
  readonly perDay: number;
}

/** Milliseconds. */
export const DAY = 86_400_000;
const WEEK = 7;

/** The day of a time in UTC. @param at epoch milliseconds */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Over all days. */
export const totalOf = (counts: readonly DayCount[]): number =>
  counts.reduce((sum, { count }) => sum + count, 0);

/** @param now epoch milliseconds */
export const paceOf = (counts: readonly DayCount[], now: number): Pace => {
  const today = Date.parse(dayOf(now));
  const ages = counts.map(({ day, count }) => ({ count, age: (today - Date.parse(day)) / DAY }));
  const days = Math.max(0, ...ages.map(({ age }) => age));
  const between = (from: number, to: number) =>
    ages.filter(({ age }) => age >= from && age <= to).reduce((sum, { count }) => sum + count, 0);
  const lastWeek = between(1, WEEK);
  return {
    days,
    lastWeek,
    weekBefore: between(WEEK + 1, 2 * WEEK),
    perDay: days === 0 ? 0 : lastWeek / Math.min(days, WEEK),
  };
};
