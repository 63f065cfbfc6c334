import type { Expectation, Scene } from './scene.ts';

/** One line of the demo's table, and of its JSON. */
export interface Row extends Expectation {
  readonly kind: string;
  readonly flow: Scene['flow'];
  readonly typed: string;
  /** Where what happened is not what had to happen. */
  readonly unexpected: readonly string[];
}

export interface Totals {
  readonly rows: number;
  readonly asExpected: number;
  readonly unexpected: number;
  /** By what became of the person. */
  readonly passwordKept: number;
  readonly passwordReset: number;
  readonly notMoved: number;
}

const OBSERVED = ['oldPoolAnswer', 'clientSaw', 'newPoolStatus', 'passwordKept', 'triggerInvoked'] as const;

/** Names what differs, with both values. */
export const compare = (observed: Expectation, expected: Expectation): string[] =>
  OBSERVED.filter((name) => observed[name] !== expected[name]).map(
    (name) => `${name}: expected ${String(expected[name])}, saw ${String(observed[name])}`,
  );

export const totalsOf = (rows: readonly Row[]): Totals => {
  const count = (matches: (row: Row) => boolean): number => rows.filter(matches).length;
  return {
    rows: rows.length,
    asExpected: count((row) => row.unexpected.length === 0),
    unexpected: count((row) => row.unexpected.length > 0),
    passwordKept: count((row) => row.passwordKept === true),
    passwordReset: count((row) => row.passwordKept === false),
    notMoved: count((row) => row.passwordKept === null),
  };
};
