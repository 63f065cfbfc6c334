import { styleText } from 'node:util';
import { columnsOf, fitColumns } from '../../migration/text/text-columns.ts';
import type { Backfill } from './backfill.ts';
import { type Outcome, outcomeOf, type Row, type Totals } from './row.ts';

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
/** Columns where the table goes into a file or a pipe. */
const COLUMNS_OF_A_FILE = 140;

/** Widths for this terminal: what does not fit is taken from the columns that can spare it. */
const widths = (): number[] => {
  const natural = COLUMNS.reduce((sum, { width }) => sum + width + GAP, MARGIN);
  const excess = Math.max(0, natural - (process.stdout.columns ?? COLUMNS_OF_A_FILE));
  const spare = COLUMNS.reduce((sum, { width, least }) => sum + width - least, 0);
  const share = Math.min(1, excess / spare);
  return COLUMNS.map(({ width, least }) => width - Math.ceil((width - least) * share));
};

const WIDTHS = widths();

const line = (cells: readonly string[]): string =>
  cells.map((cell, index) => fitColumns(cell, WIDTHS[index] ?? 0)).join(' '.repeat(GAP));

export const header = (): string => {
  const titles = line(COLUMNS.map(({ title }) => title));
  return `    ${styleText('bold', titles)}\n    ${'─'.repeat(columnsOf(titles))}`;
};

export const sectionTitle = (title: string): string => `\n    ${styleText('cyan', title)}`;

/** What the person signs in with from now on. */
const PASSWORD: Readonly<Record<Outcome, string>> = {
  movedWithOldPassword: 'kept',
  movedWithNewPassword: 'new',
  mustStillReset: 'to reset',
  notMoved: '–',
};

export const printRow = (row: Row): string => {
  const cells = [
    row.kind,
    row.typed,
    row.oldPoolAnswer ?? '(not asked)',
    row.groups ? `${row.clientSaw}: ${row.groups}` : row.clientSaw,
    row.newPoolStatus ?? '–',
    PASSWORD[outcomeOf(row)],
  ];
  const mark = row.unexpected.length === 0 ? styleText('green', '✓') : styleText('red', '✗');
  const surprises = row.unexpected.map((surprise) => `\n        ${styleText('red', surprise)}`).join('');
  return `  ${mark} ${line(cells)}${surprises}`;
};

export const printTotals = (totals: Totals): string =>
  [
    '',
    `  ${totals.rows} attempts, by or at ${totals.people} people of the old pools. After their last one ` +
      `${totals.movedWithOldPassword} had moved with their old password,`,
    `  ${totals.movedWithNewPassword} by a code and a new password, ${totals.mustStillReset} had moved and must ` +
      `still reset theirs, ${totals.notMoved} had not moved.`,
    totals.unexpected === 0
      ? styleText('green', '  Every attempt ended as it had to.')
      : styleText('red', `  ${totals.unexpected} did not end as they had to.`),
  ].join('\n');

/** The totals of the backfill, for people. */
export const printBackfill = ({ result }: Backfill): string => {
  const { listed, alreadyMoved, imported, skipped, failed, leftOut } = result;
  const reasons = Object.entries(leftOut).map(([reason, count]) => `${count} ${reason}`);
  const lines = [
    [listed, 'people in the old user pool'],
    [alreadyMoved, 'had moved by signing in'],
    [imported, 'imported: they reset their password once'],
    [skipped, 'moved while the import ran'],
    [failed, 'failed'],
    [
      Object.values(leftOut).reduce((sum, count) => sum + count, 0),
      `left out: ${reasons.join(', ') || 'nobody'}`,
    ],
  ] as const;
  return [
    sectionTitle('The backfill'),
    ...lines.map(([count, meaning]) => `    ${String(count).padStart(8)}  ${meaning}`),
  ].join('\n');
};
