import { styleText } from 'node:util';
import { columnsOf, fitColumns } from '../../migration/text/text-columns.ts';
import type { Backfill } from './backfill.ts';
import { type Outcome, outcomeOf, type Row, type Totals } from './row.ts';
import type { Expectation, Scene } from './scene.ts';

/** What the demo prints, for people. */

const TITLES = ['Who', 'Typed', 'The old pool said', 'The app saw', 'New status', 'Password'] as const;

/** Columns that a narrow terminal takes from, down to these widths. */
const LEAST = [34, 18, 20, 22, 14, 9] as const;

const GAP = '  ';
/** For the mark. */
const MARGIN = '    ';

export const sectionTitle = (title: string): string => `\n${MARGIN}${styleText('cyan', title)}`;

/** What the person signs in with from now on. */
const PASSWORD: Readonly<Record<Outcome, string>> = {
  movedWithOldPassword: 'kept',
  movedWithNewPassword: 'new',
  mustStillReset: 'to reset',
  notMoved: '–',
};

type Told = Pick<Row, 'kind' | 'typed' | keyof Expectation>;

/** A row without its mark, a cell for each title. */
export const cellsOf = (row: Told): readonly string[] => [
  row.kind,
  row.typed,
  row.oldPoolAnswer ?? '(not asked)',
  row.groups ? `${row.clientSaw}: ${row.groups}` : row.clientSaw,
  row.newPoolStatus ?? '–',
  PASSWORD[outcomeOf(row)],
];

/** The lines of the demo's table, one by one. */
export interface Table {
  readonly header: string;
  line(row: Row): string;
}

/**
 * A table that is wide enough for what is expected of every scene.
 * @param columns of the terminal, which cuts what does not fit; undefined where the table goes into a file or a pipe and
 * nothing is ever cut.
 */
export const createTable = (scenes: readonly Scene[], columns: number | undefined): Table => {
  const rows = [TITLES, ...scenes.map((scene) => cellsOf({ ...scene, ...scene.expected }))];
  const natural = TITLES.map((_, index) => Math.max(...rows.map((cells) => columnsOf(cells[index] ?? ''))));
  const widths = columns === undefined ? natural : shrunk(natural, columns);
  const cellOf = (cell: string, width: number): string =>
    fitColumns(cell, columns === undefined ? Math.max(width, columnsOf(cell)) : width);
  const lineOf = (cells: readonly string[]): string =>
    cells.map((cell, index) => cellOf(cell, widths[index] ?? 0)).join(GAP);
  const titles = lineOf(TITLES);
  return {
    header: `${MARGIN}${styleText('bold', titles)}\n${MARGIN}${'─'.repeat(columnsOf(titles))}`,
    line: (row) => {
      const mark = row.unexpected.length === 0 ? styleText('green', '✓') : styleText('red', '✗');
      const surprises = row.unexpected.map((surprise) => `\n        ${styleText('red', surprise)}`).join('');
      return `  ${mark} ${lineOf(cellsOf(row)).trimEnd()}${surprises}`;
    },
  };
};

/** Takes what does not fit from the columns that can spare it. */
const shrunk = (natural: readonly number[], columns: number): readonly number[] => {
  const spares = natural.map((width, index) => Math.max(0, width - (LEAST[index] ?? 0)));
  const gaps = MARGIN.length + GAP.length * (natural.length - 1);
  const excess = Math.max(0, sum(natural) + gaps - columns);
  const share = Math.min(1, excess / sum(spares));
  return natural.map((width, index) => width - Math.ceil((spares[index] ?? 0) * share));
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

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
