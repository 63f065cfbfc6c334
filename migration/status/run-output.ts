/** What the states of a backfill hand on, read as far as it is of that form. */

import { LEFT_OUT_REASONS } from '../backfill/classes.ts';
import type { Totals } from '../backfill/totals.ts';
import { member } from '../member.ts';

/** How the plan of a run was decided. */
export interface PlannedRun {
  readonly kind: 'go' | 'refused' | 'finished';
  readonly runId?: string;
  readonly dryRun: boolean;
  /** Whether the files are imported, too. */
  readonly imports: boolean;
  readonly pilot: boolean;
  /** Whether it left statuses out, by `include` or `exclude`. */
  readonly filtered: boolean;
  readonly shards: number;
  readonly partitions: number;
  /** Why nothing was done. */
  readonly message?: string;
}

/** What the report says about a run, beside its files. */
export interface ReportedRun {
  /** Keys of the report's files. */
  readonly files: readonly string[];
  /** Absent where there was nothing to count. */
  readonly totals?: Totals;
}

/** Undefined for what is no JSON: Step Functions may cut a large output short. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A count, or 0. */
export const countIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** A text, the empty one too, or nothing. */
export const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/**
 * The id of the run of an execution: the one of its input, or its own name.
 * @param execution its `input` is JSON
 */
export const runIdOf = ({ input, name }: { readonly input: string; readonly name: string }): string =>
  textIn(member(parsed(input), 'runId')) ?? name;

/** Whether a run was to import everybody whom it could: no part of them, and not as a rehearsal. */
export const importedEverybody = ({ planned }: { readonly planned: PlannedRun }): boolean =>
  planned.kind === 'go' && !planned.pilot && !planned.filtered && !planned.dryRun && planned.imports;

/** @param state the whole, as the plan or a later state left it. */
export const readPlanned = (state: unknown): PlannedRun | undefined => {
  const run = member(state, 'run');
  const kind = member(run, 'kind');
  if (kind !== 'go' && kind !== 'refused' && kind !== 'finished') return undefined;
  const [runId, message] = [textIn(member(run, 'runId')), textIn(member(run, 'message'))];
  return {
    kind,
    ...(runId === undefined ? {} : { runId }),
    dryRun: member(run, 'dryRun') === true,
    imports: member(run, 'import') === true,
    pilot: member(run, 'pilot') === true,
    filtered: member(run, 'filtered') === true,
    shards: lengthOf(member(run, 'shards')),
    partitions: lengthOf(member(run, 'partitions')),
    ...(message === undefined ? {} : { message }),
  };
};

const readTotals = (value: unknown): Totals | undefined => {
  if (typeof member(value, 'listed') !== 'number') return undefined;
  const count = (name: string) => countIn(member(value, name));
  return {
    listed: count('listed'),
    alreadyMoved: count('alreadyMoved'),
    imported: count('imported'),
    skipped: count('skipped'),
    failed: count('failed'),
    leftOut: Object.fromEntries(
      LEFT_OUT_REASONS.flatMap((reason) => {
        const people = countIn(member(value, 'leftOut', reason));
        return people === 0 ? [] : [[reason, people]];
      }),
    ),
  };
};

/** @param state the whole, as the report or a later state left it. */
export const readReported = (state: unknown): ReportedRun | undefined => {
  const report = member(state, 'report');
  if (report === undefined) return undefined;
  const files = member(report, 'files');
  const totals = readTotals(member(report, 'totals'));
  return {
    files: Array.isArray(files) ? files.filter((key) => typeof key === 'string') : [],
    ...(totals === undefined ? {} : { totals }),
  };
};
