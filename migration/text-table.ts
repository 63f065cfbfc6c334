import { columnsOf, fitColumns, printable } from './text-columns.ts';

/** Between two columns of a table. */
const GAP = '  ';
/** However narrow a terminal is, so much of a column is left. */
const NARROWEST = 8;
const NUMBER = /^-?[\d,.]+(?: ?%)?$/;

/**
 * The lines of a table, aligned by display width; columns of numbers are aligned at their end.
 * @param columns of the terminal: in wider tables the widest columns are cut. @default as many as it takes
 */
export const textTable = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns = Number.POSITIVE_INFINITY,
): string[] => {
  const table = header.map((title, index) =>
    columnOf(
      title,
      rows.map((row) => printable(row[index] ?? '')),
    ),
  );
  const room = columns - GAP.length * (table.length - 1);
  const widest = widestThatFits(
    table.map(({ width }) => width),
    room,
  );
  const aligned = table.map(({ cells, width, align }) =>
    cells.map((cell) => align(cell, Math.min(width, widest))),
  );
  return ['', ...rows].map((_, line) =>
    aligned
      .map((cells) => cells[line])
      .join(GAP)
      .trimEnd(),
  );
};

interface Column {
  /** The title first. */
  readonly cells: readonly string[];
  readonly width: number;
  readonly align: (cell: string, width: number) => string;
}

const columnOf = (title: string, values: readonly string[]): Column => {
  const cells = [title, ...values];
  return {
    cells,
    width: cells.reduce((width, cell) => Math.max(width, columnsOf(cell)), 0),
    align: isOfNumbers(values) ? alignEnd : fitColumns,
  };
};

const isOfNumbers = (values: readonly string[]): boolean =>
  values.some((value) => value !== '') && values.every((value) => value === '' || NUMBER.test(value));

const alignEnd = (cell: string, width: number): string =>
  fitColumns(cell, Math.min(width, columnsOf(cell))).padStart(width);

/** The greatest width of a column with which all of them have room. */
const widestThatFits = (widths: readonly number[], room: number): number => {
  let widest = Math.max(...widths);
  const taken = (): number => widths.reduce((sum, width) => sum + Math.min(width, widest), 0);
  while (widest > NARROWEST && taken() > room) widest -= 1;
  return widest;
};
