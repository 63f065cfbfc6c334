import type { LeftOutReason, UserClass } from './classes.ts';
import { LEFT_OUT_REASONS } from './classes.ts';

/** How many users ended where. */
export interface Totals {
  /** Counted by the listing, not by adding up the rest. */
  readonly listed: number;
  readonly alreadyMoved: number;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  /** Only reasons that occurred. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
}

/** Counts of the classes and, beside them, of Cognito's reasons for failures. */
export interface Tally extends Omit<Totals, 'listed'> {
  readonly failedBecause: Readonly<Record<string, number>>;
}

/** The tally to begin with. */
export const NOBODY: Tally = {
  alreadyMoved: 0,
  imported: 0,
  skipped: 0,
  failed: 0,
  leftOut: {},
  failedBecause: {},
};

/** Counts classes in one pass. */
export const tally = (classes: Iterable<UserClass>): Tally => {
  const counts = { alreadyMoved: 0, imported: 0, skipped: 0, failed: 0 };
  const leftOut = new Map<string, number>();
  const failedBecause = new Map<string, number>();
  const count = (reasons: Map<string, number>, reason: string) =>
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const userClass of classes) {
    switch (userClass.kind) {
      case 'alreadyMoved':
      case 'imported':
      case 'skipped':
        counts[userClass.kind] += 1;
        break;
      case 'failed':
        counts.failed += 1;
        count(failedBecause, userClass.reason);
        break;
      case 'leftOut':
        count(leftOut, userClass.reason);
        break;
    }
  }
  return { ...counts, leftOut: inOrder(leftOut), failedBecause: Object.fromEntries(failedBecause) };
};

/** Reasons in the order in which they are checked, so that two reports compare. */
const inOrder = (counts: ReadonlyMap<string, number>): Tally['leftOut'] =>
  Object.fromEntries(
    LEFT_OUT_REASONS.flatMap((reason) => {
      const count = counts.get(reason);
      return count === undefined ? [] : [[reason, count]];
    }),
  );

/** Tallies of several parts of a run as that of the whole. */
export const addTallies = (tallies: Iterable<Tally>): Tally => {
  const all = [...tallies];
  const sum = (read: (one: Tally) => number) => all.reduce((total, one) => total + read(one), 0);
  return {
    alreadyMoved: sum((one) => one.alreadyMoved),
    imported: sum((one) => one.imported),
    skipped: sum((one) => one.skipped),
    failed: sum((one) => one.failed),
    leftOut: inOrder(new Map(Object.entries(addCounts(all.map(({ leftOut }) => leftOut))))),
    failedBecause: addCounts(all.map(({ failedBecause }) => failedBecause)),
  };
};

/** The classes do not add up to the users listed: somebody was lost, doubled or invented. */
export class TotalsDoNotAddUp extends Error {
  override readonly name = 'TotalsDoNotAddUp';
}

/** Everybody in the counts, whatever for. */
export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Everybody who ended in a class. */
export const accountedFor = (totals: Omit<Totals, 'listed'>): number =>
  totals.alreadyMoved + totals.imported + totals.skipped + totals.failed + sumOf(totals.leftOut);

/**
 * @throws TotalsDoNotAddUp with both sums and their difference.
 */
export const assertTotals = (totals: Totals): void => {
  const { listed, alreadyMoved, imported, skipped, failed, leftOut } = totals;
  const sum = accountedFor(totals);
  if (sum === listed) return;
  const difference =
    sum < listed ? `${listed - sum} of them ended in no class` : `${sum - listed} more than were listed`;
  throw new TotalsDoNotAddUp(
    `${listed} users were listed, and the classes hold ${sum}: ${difference}. alreadyMoved ${alreadyMoved} + ` +
      `imported ${imported} + skipped ${skipped} + failed ${failed} + left out ${sumOf(leftOut)}.`,
  );
};

/** Adds counts by name. */
export const addCounts = (
  counts: Iterable<Readonly<Record<string, number>>>,
): Readonly<Record<string, number>> => {
  const sums = new Map<string, number>();
  for (const one of counts) {
    for (const [name, count] of Object.entries(one)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries(sums);
};
