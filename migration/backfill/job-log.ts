import type { UserClass } from './classes.ts';
import type { ManifestEntry } from './import-files.ts';

/**
 * What an import job did, from its log lines and counters; the status says little, because a job that ended
 * `Failed` may have imported thousands.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */

/** One event of the stream `JOB_ID/JOB_NAME`. */
export interface LogLine {
  readonly kind: 'succeeded' | 'skipped' | 'failed';
  readonly line: number;
  /** Cognito's words behind the dash. */
  readonly reason: string;
}

const KINDS: ReadonlyMap<string, LogLine['kind']> = new Map([
  ['SUCCEEDED', 'succeeded'],
  ['SKIPPED', 'skipped'],
  ['FAILED', 'failed'],
]);

/** Reads `[FAILED] Line Number 17 - reason`; undefined for any other message. Only tag and number are fixed. */
export const parseLogLine = (message: string): LogLine | undefined => {
  const [, tag = '', line = '', reason = ''] =
    /^\s*\[(\w+)\]\D*?(\d+)\s*(?:[-–:]\s*)?(.*?)\s*$/s.exec(message) ?? [];
  const kind = KINDS.get(tag);
  return kind === undefined ? undefined : { kind, line: Number(line), reason };
};

/** What DescribeUserImportJob tells. */
export interface JobState {
  /** `Created`, `Pending`, `InProgress`, `Stopping`, `Stopped`, `Succeeded`, `Failed` or `Expired`. */
  readonly status: string;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  readonly completionMessage?: string;
}

const LAST_STATUSES: readonly string[] = ['Stopped', 'Succeeded', 'Failed', 'Expired'];

/** Whether the job is at an end, whichever. */
export const isOver = (status: string): boolean => LAST_STATUSES.includes(status);

/** What is known about each row, all 1-based and the header not counted. */
export interface Reconciliation {
  /** How the log numbers its lines; `unknown` if it does not show, and then no line is believed. */
  readonly numbering: Numbering;
  readonly succeeded: readonly number[];
  readonly failed: readonly { readonly row: number; readonly reason: string }[];
  /** To be looked up in the new pool: skipped, or processed without a line that can be believed. */
  readonly toLookUp: readonly number[];
  /** Never processed: to be submitted again. */
  readonly unprocessed: readonly number[];
}

/** AWS does not say whether the header is line 1, so the log itself must show it. */
type Numbering = 'header-not-counted' | 'header-counted' | 'unknown';

/**
 * Tells for each row of a file what the job did with it. Lines may be missing, doubled or contradict each
 * other: then the row is looked up, because nobody may be lost.
 * @param rows how many rows the file has, the header not counted.
 */
export const reconcileJob = (rows: number, job: JobState, lines: Iterable<LogLine>): Reconciliation => {
  const processed = job.imported + job.skipped + job.failed;
  const byLine = linesByNumber(lines);
  const numbering = numberingOf([...byLine.keys()], rows, processed);
  const headerLines = numbering === 'header-counted' ? 1 : 0;
  const believed = numbering === 'unknown' ? new Map<number, LogLine | undefined>() : byLine;

  const succeeded: number[] = [];
  const failed: { row: number; reason: string }[] = [];
  const toLookUp: number[] = [];
  const silent: number[] = [];
  for (let row = 1; row <= rows; row += 1) {
    const number = row + headerLines;
    const line = believed.get(number);
    if (line?.kind === 'succeeded') succeeded.push(row);
    else if (line?.kind === 'failed') failed.push({ row, reason: line.reason });
    else if (believed.has(number)) toLookUp.push(row);
    else silent.push(row);
  }
  const { missing, unprocessed } = divideSilent(silent, processed, rows, numbering);
  return {
    numbering,
    succeeded,
    failed,
    toLookUp: [...toLookUp, ...missing].sort((a, b) => a - b),
    unprocessed,
  };
};

/** undefined where two lines say different things of the same row. */
const linesByNumber = (lines: Iterable<LogLine>): ReadonlyMap<number, LogLine | undefined> => {
  const byNumber = new Map<number, LogLine | undefined>();
  for (const line of lines) {
    const agrees = !byNumber.has(line.line) || byNumber.get(line.line)?.kind === line.kind;
    byNumber.set(line.line, agrees ? line : undefined);
  }
  return byNumber;
};

/**
 * Line 1 is a row or nothing: no job reports on a header. One line more than there are rows gives away that the
 * header counts, and so does a log without gaps whose last line is one more than the rows that were processed.
 */
const numberingOf = (numbers: readonly number[], rows: number, processed: number): Numbering => {
  if (numbers.length === 0) return 'header-not-counted';
  const first = numbers.reduce((a, b) => Math.min(a, b));
  const last = numbers.reduce((a, b) => Math.max(a, b));
  if (first < 1 || last > rows + 1) return 'unknown';
  if (first === 1) return last === rows + 1 ? 'unknown' : 'header-not-counted';
  const hasNoGap = numbers.length === processed && last === processed + 1;
  return last === rows + 1 || hasNoGap ? 'header-counted' : 'unknown';
};

/**
 * Rows without a line. A job works from the top: if the counters say that just as many were processed as stand
 * above the last processed row without a line, only these are looked up; if they do not fit, all are.
 */
const divideSilent = (
  silent: readonly number[],
  processed: number,
  rows: number,
  numbering: Numbering,
): { readonly missing: readonly number[]; readonly unprocessed: readonly number[] } => {
  if (numbering === 'unknown') return { missing: silent, unprocessed: [] };
  const withoutLine = processed - (rows - silent.length);
  if (withoutLine <= 0) return { missing: [], unprocessed: silent };
  const above = silent.filter((row) => row <= processed);
  return above.length === withoutLine
    ? { missing: above, unprocessed: silent.slice(above.length) }
    : { missing: silent, unprocessed: [] };
};

/** What AdminGetUser on the new pool says about the username of a row. */
export interface FoundUser {
  readonly sourceSub?: string;
  readonly sourceVia?: string;
}

/**
 * The class of a row that was looked up; `unprocessed` if nobody has the name, so that it is submitted again.
 * Somebody whom an earlier, interrupted job imported is `imported`, not `skipped`.
 */
export const classifyFound = (
  { sub }: Pick<ManifestEntry, 'sub'>,
  found: FoundUser | undefined,
): UserClass | { readonly kind: 'unprocessed' } => {
  if (found === undefined) return { kind: 'unprocessed' };
  if (found.sourceSub !== sub) return { kind: 'leftOut', reason: 'name-taken' };
  return { kind: found.sourceVia === 'import' ? 'imported' : 'skipped' };
};

/** How often in a row a job may end without having brought anybody further. */
export const MOST_FRUITLESS_ATTEMPTS = 3;

export type AfterJob =
  | { readonly kind: 'done' }
  /** Submit the unprocessed rows again, in a job of their own. */
  | { readonly kind: 'resubmit' }
  /** They end as `failed` with this reason. */
  | { readonly kind: 'give-up'; readonly reason: string };

/**
 * What to do after a job and the look-ups of its rows.
 * @param unprocessed how many rows are left, after the look-ups.
 * @param fruitless how many jobs in a row, this one included, left as many rows as they were given.
 */
export const decideAfterJob = (
  { status, completionMessage }: Pick<JobState, 'status' | 'completionMessage'>,
  unprocessed: number,
  fruitless: number,
): AfterJob => {
  if (unprocessed === 0) return { kind: 'done' };
  // Somebody stopped it on purpose; running again with the same runId goes on.
  if (status === 'Stopped') return { kind: 'give-up', reason: 'The import job was stopped.' };
  if (fruitless < MOST_FRUITLESS_ATTEMPTS) return { kind: 'resubmit' };
  const words = completionMessage ?? `its status was ${status}`;
  return { kind: 'give-up', reason: `Never processed; the last job said: ${words}` };
};
