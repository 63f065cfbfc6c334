import { styleText } from 'node:util';
import type { Row, Totals } from './row.ts';

/** The demo's table, for people. */

const COLUMNS = [
  { title: 'Who', width: 52, least: 34 },
  { title: 'Typed', width: 20, least: 18 },
  { title: 'The old pool said', width: 34, least: 20 },
  { title: 'The app saw', width: 30, least: 22 },
  { title: 'New status', width: 14, least: 14 },
  { title: 'Password', width: 9, least: 9 },
] as const;

const GAP = 2;
const MARGIN = 4;

/** Widths for this terminal: what does not fit is taken from the columns that can spare it. */
const widths = (): number[] => {
  const natural = COLUMNS.reduce((sum, { width }) => sum + width + GAP, MARGIN);
  const excess = Math.max(0, natural - (process.stdout.columns ?? natural));
  const spare = COLUMNS.reduce((sum, { width, least }) => sum + width - least, 0);
  const share = Math.min(1, excess / spare);
  return COLUMNS.map(({ width, least }) => width - Math.ceil((width - least) * share));
};

const WIDTHS = widths();

/** Terminal columns of a text: characters of East Asian scripts and emoji take two. */
const columnsOf = (text: string): number =>
  [...text].reduce(
    (sum, character) => sum + (/\p{Script=Han}|\p{Emoji_Presentation}/u.test(character) ? 2 : 1),
    0,
  );

const pad = (text: string, width: number): string => {
  let padded = text;
  if (columnsOf(padded) > width) padded = `${[...padded].slice(0, width - 1).join('')}…`;
  return padded + ' '.repeat(Math.max(0, width - columnsOf(padded)));
};

const line = (cells: readonly string[]): string =>
  cells.map((cell, index) => pad(cell, WIDTHS[index] ?? 0)).join(' '.repeat(GAP));

export const header = (): string => {
  const titles = line(COLUMNS.map(({ title }) => title));
  return `    ${styleText('bold', titles)}\n    ${'─'.repeat(titles.length)}`;
};

export const sectionTitle = (title: string): string => `\n    ${styleText('cyan', title)}`;

const kept = ({ passwordKept }: Row): string => {
  switch (passwordKept) {
    case true:
      return 'kept';
    case false:
      return 'reset';
    case null:
      return '–';
  }
};

export const printRow = (row: Row): string => {
  const cells = [
    row.kind,
    row.typed,
    row.oldPoolAnswer ?? '(not asked)',
    row.clientSaw,
    row.newPoolStatus ?? '–',
    kept(row),
  ];
  const mark = row.unexpected.length === 0 ? styleText('green', '✓') : styleText('red', '✗');
  const surprises = row.unexpected.map((surprise) => `\n        ${styleText('red', surprise)}`).join('');
  return `  ${mark} ${line(cells)}${surprises}`;
};

export const printTotals = (totals: Totals): string =>
  [
    '',
    `  ${totals.rows} attempts: ${totals.passwordKept} with their old password, ` +
      `${totals.passwordReset} after a code and a new password, ${totals.notMoved} not moved.`,
    totals.unexpected === 0
      ? styleText('green', '  Every one as it had to be.')
      : styleText('red', `  ${totals.unexpected} not as it had to be.`),
  ].join('\n');
