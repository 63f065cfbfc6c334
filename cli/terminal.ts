import { styleText } from 'node:util';
import { escapedJson, printable } from '../migration/text/text-columns.ts';
import { layOut } from '../migration/text/text-table.ts';
import { type Output, StandingLine } from './output.ts';
import { beginProgress, type Progress } from './progress.ts';

/**
 * Where a command writes: what was asked for to stdout, everything else to stderr. People choose their own names, so
 * what people read is `printable`, wherever it goes.
 */
export interface Terminal {
  /** Whether the operator wants one JSON document (`--json`) and no tables. */
  readonly json: boolean;
  /** One line of what was asked for, for people: a line break in it begins no other. */
  data(line: string): void;
  /** One line about what is going on. */
  talk(line: string): void;
  /** A record of what was asked for, as it is, for programs; on a terminal, where people read it, `printable`. */
  record(record: string): void;
  /** The JSON document, to stdout; exact, for what a terminal would obey is escaped. */
  document(value: unknown): void;
  /** A table for people, to stdout, or where a terminal is too narrow records; nothing with `--json`. */
  table(header: readonly string[], rows: readonly (readonly string[])[]): void;
  /** Begins to show how far something is, on stderr. End it, whatever happens. */
  progress(title: string): Progress;
}

/** What a terminal writes to, and how. */
export interface TerminalOptions {
  readonly stdout: Output;
  readonly stderr: Output;
  /** @default false */
  readonly json?: boolean;
  /** Whether a terminal is shown colours. @default false */
  readonly colours?: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The terminal of the process, or what a test reads in its place. */
export const createTerminal = (options: TerminalOptions): Terminal => {
  const { stdout, stderr, json = false, colours = false, now } = options;
  const standing = new StandingLine(stderr);
  const write = (output: Output, text: string): void => standing.aside(() => output.write(`${text}\n`));
  const bold = (text: string): string =>
    colours ? styleText('bold', text, { validateStream: false }) : text;
  const { isTTY = false, columns } = stdout;
  return {
    json,
    data: (line) => write(stdout, printable(line)),
    talk: (line) => write(stderr, printable(line)),
    record: (record) => write(stdout, isTTY ? printable(record) : record),
    document: (value) => write(stdout, escapedJson(value, 2)),
    table: (header, rows) => {
      if (json) return;
      const room = isTTY && columns !== undefined ? columns : Number.POSITIVE_INFINITY;
      const { titles, lines } = layOut(header, rows, room);
      const head = titles === undefined ? [] : [isTTY ? bold(titles) : titles];
      write(stdout, [...head, ...lines].join('\n'));
    },
    progress: (title) => beginProgress(title, stderr, standing, now),
  };
};

/**
 * Whether the environment lets a terminal have colours.
 * @see https://no-color.org
 */
export const allowsColours = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
