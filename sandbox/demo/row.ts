import type { Expectation, Scene } from './scene.ts';

/** One line of the demo's table, and of its JSON. */
export interface Row extends Expectation {
  readonly kind: string;
  /** Whoever of an old pool this is about, by world and username; absent: that pool knows nobody like that. */
  readonly person?: string;
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
  | 'groups'
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
  groups: row.groups ?? '',
});

/** What had become of a person by the end of an attempt. */
export type Outcome = 'movedWithOldPassword' | 'movedWithNewPassword' | 'mustStillReset' | 'notMoved';

export const outcomeOf = ({
  newPoolStatus,
  passwordKept,
}: Pick<Row, 'newPoolStatus' | 'passwordKept'>): Outcome => {
  if (passwordKept === null) return 'notMoved';
  if (passwordKept) return 'movedWithOldPassword';
  return newPoolStatus === 'RESET_REQUIRED' ? 'mustStillReset' : 'movedWithNewPassword';
};

/** Attempts, then people by what became of them after all their attempts. */
export interface Totals extends Readonly<Record<Outcome, number>> {
  readonly rows: number;
  readonly asExpected: number;
  readonly unexpected: number;
  /** Of the old pools; some try more than once, and some names are nobody's. */
  readonly people: number;
}

const OBSERVED = [
  'oldPoolAnswer',
  'clientSaw',
  'newPoolStatus',
  'passwordKept',
  'triggerInvoked',
  'groups',
] as const;

/** Names what differs, with both values. */
export const compare = (observed: Expectation, { groups = '', ...others }: Expectation): string[] => {
  const expected = { ...others, groups };
  return OBSERVED.filter((name) => (observed[name] ?? '') !== (expected[name] ?? '')).map(
    (name) => `${name}: expected ${String(expected[name])}, saw ${String(observed[name])}`,
  );
};

export const totalsOf = (rows: readonly Row[]): Totals => {
  const asExpected = rows.filter(({ unexpected }) => unexpected.length === 0).length;
  // A later attempt takes the place of an earlier one.
  const outcomes = new Map(
    rows.flatMap((row) => (row.person === undefined ? [] : [[row.person, outcomeOf(row)] as const])),
  );
  const count = (outcome: Outcome): number =>
    [...outcomes.values()].filter((other) => other === outcome).length;
  return {
    rows: rows.length,
    asExpected,
    unexpected: rows.length - asExpected,
    people: outcomes.size,
    movedWithOldPassword: count('movedWithOldPassword'),
    movedWithNewPassword: count('movedWithNewPassword'),
    mustStillReset: count('mustStillReset'),
    notMoved: count('notMoved'),
  };
};
