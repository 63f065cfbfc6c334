import type { Expectation, Scene } from './scene.ts';

/** One line of the demo's table, and of its JSON. */
export interface Row extends Expectation {
  readonly kind: string;
  readonly flow: Scene['flow'];
  readonly typed: string;
  /** Where what happened is not what had to happen. */
  readonly unexpected: readonly string[];
}

/** A row as `--json` prints it. */
export type PublishedRow = Pick<
  Row,
  | 'kind'
  | 'flow'
  | 'typed'
  | 'oldPoolAnswer'
  | 'clientSaw'
  | 'newPoolStatus'
  | 'passwordKept'
  | 'triggerInvoked'
>;

export const published = (row: Row): PublishedRow => ({
  kind: row.kind,
  flow: row.flow,
  typed: row.typed,
  oldPoolAnswer: row.oldPoolAnswer,
  clientSaw: row.clientSaw,
  newPoolStatus: row.newPoolStatus,
  passwordKept: row.passwordKept,
  triggerInvoked: row.triggerInvoked,
});

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
