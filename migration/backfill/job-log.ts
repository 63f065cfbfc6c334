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

/** How many rows a job came to, whatever became of them. */
export const processedIn = ({ imported, skipped, failed }: Omit<JobState, 'status'>): number =>
  imported + skipped + failed;

/** What is known about each row, all 1-based and the header not counted. */
export interface Reconciliation {
  /** How the log numbers its lines; `unknown` if it does not show, and then no line is believed. */
  readonly numbering: Numbering;
  readonly succeeded: readonly number[];
  readonly failed: readonly { readonly row: number; readonly reason: string }[];
  /** To be looked up in the new pool: skipped, or processed without a line that can be believed. */
  readonly toLookUp: readonly number[];
  /** Those of them of which a line that can be believed says that they were skipped. */
  readonly skipped: readonly number[];
  /** Never processed: to be submitted again. */
  readonly unprocessed: readonly number[];
}

/** AWS does not say whether the header is line 1, so the log itself must show it. */
type Numbering = 'header-not-counted' | 'header-counted' | 'unknown';

/**
 * Tells for each row of a file what the job did with it. Lines may be missing, doubled or contradict each
 * other: then the row is looked up, because nobody may be lost.
 * @param rows how many rows the file has, the header not counted.
 * @param shown what the look-up of `rowThatShows` has shown: that the header counts. Without it, a log that only
 * seems to count the header is not believed, and whoever may have been processed is looked up.
 */
export const reconcileJob = (
  rows: number,
  job: JobState,
  lines: readonly LogLine[],
  shown?: 'header-counted',
): Reconciliation => {
  const processed = processedIn(job);
  const byLine = linesByNumber(lines);
  const apparent = numberingOf([...byLine.keys()], rows, processed);
  const numbering = apparent === 'seems-counted' ? (shown ?? apparent) : apparent;
  const headerLines = numbering === 'header-counted' ? 1 : 0;
  const isBelieved = numbering === 'header-counted' || numbering === 'header-not-counted';
  const believed = isBelieved ? byLine : new Map<number, LogLine | undefined>();

  const succeeded: number[] = [];
  const failed: { row: number; reason: string }[] = [];
  const skipped: number[] = [];
  const contradictory: number[] = [];
  const silent: number[] = [];
  for (let row = 1; row <= rows; row += 1) {
    const number = row + headerLines;
    const line = believed.get(number);
    if (line?.kind === 'succeeded') succeeded.push(row);
    else if (line?.kind === 'failed') failed.push({ row, reason: line.reason });
    else if (line?.kind === 'skipped') skipped.push(row);
    else if (believed.has(number)) contradictory.push(row);
    else silent.push(row);
  }
  const { missing, unprocessed } = divideSilent(silent, processed, rows, numbering);
  return {
    numbering: isBelieved ? numbering : 'unknown',
    succeeded,
    failed,
    toLookUp: [...skipped, ...contradictory, ...missing].sort((a, b) => a - b),
    skipped,
    unprocessed,
  };
};

/** undefined where two lines say different things of the same row. */
const linesByNumber = (lines: readonly LogLine[]): ReadonlyMap<number, LogLine | undefined> => {
  const byNumber = new Map<number, LogLine | undefined>();
  for (const line of lines) {
    const agrees = !byNumber.has(line.line) || byNumber.get(line.line)?.kind === line.kind;
    byNumber.set(line.line, agrees ? line : undefined);
  }
  return byNumber;
};

/**
 * Line 1 is a row or nothing: no job reports on a header. One line more than there are rows gives away that the
 * header counts. A log without gaps whose last line is one more than the rows that were processed says so too, but
 * only if the counters are right: it might as well lack the line of the first row.
 */
const numberingOf = (
  numbers: readonly number[],
  rows: number,
  processed: number,
): Numbering | 'seems-counted' => {
  if (numbers.length === 0) return 'header-not-counted';
  const first = numbers.reduce((a, b) => Math.min(a, b));
  const last = numbers.reduce((a, b) => Math.max(a, b));
  if (first < 1 || last > rows + 1) return 'unknown';
  if (first === 1) return last === rows + 1 ? 'unknown' : 'header-not-counted';
  if (last === rows + 1) return 'header-counted';
  return numbers.length === processed && last === processed + 1 ? 'seems-counted' : 'unknown';
};

/**
 * The row to be looked up in the new pool where the log only seems to count the header; undefined where nothing is
 * to be shown, or nothing can be. The line of this number says "succeeded" and the next one does not: if the header
 * counts, this job did not import the row; if it does not, it did.
 */
export const rowThatShows = (rows: number, job: JobState, lines: readonly LogLine[]): number | undefined => {
  const byLine = linesByNumber(lines);
  const numbers = [...byLine.keys()];
  if (numberingOf(numbers, rows, processedIn(job)) !== 'seems-counted') return undefined;
  const failsAfter = (number: number): boolean =>
    !byLine.has(number + 1) || ['skipped', 'failed'].includes(byLine.get(number + 1)?.kind ?? '');
  return numbers.sort((a, b) => b - a).find((n) => byLine.get(n)?.kind === 'succeeded' && failsAfter(n));
};

/**
 * Rows without a line. A job works from the top: if the counters say that just as many were processed as stand
 * above the last processed row without a line, only these are looked up; if they do not fit, all are. Of a log
 * without gaps whose numbering is in doubt, all that can have been processed are.
 */
const divideSilent = (
  silent: readonly number[],
  processed: number,
  rows: number,
  numbering: Numbering | 'seems-counted',
): { readonly missing: readonly number[]; readonly unprocessed: readonly number[] } => {
  if (numbering === 'unknown') return { missing: silent, unprocessed: [] };
  if (numbering === 'seems-counted') {
    return { missing: silent.slice(0, processed + 1), unprocessed: silent.slice(processed + 1) };
  }
  const withoutLine = processed - (rows - silent.length);
  if (withoutLine <= 0) return { missing: [], unprocessed: silent };
  const above = silent.filter((row) => row <= processed);
  return above.length === withoutLine
    ? { missing: above, unprocessed: silent.slice(above.length) }
    : { missing: silent, unprocessed: [] };
};

/** Why most of the rows failed, in Cognito's words; undefined if none did. */
export const reasonOfMost = (lines: readonly LogLine[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const { kind, reason } of lines) {
    if (kind === 'failed') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
};
