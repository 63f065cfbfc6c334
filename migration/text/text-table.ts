import { columnsOf, fitColumns, printable } from './text-columns.ts';

/** Between two columns of a table. */
const GAP = '  ';
const NUMBER = /^-?[\d,.]+(?: ?%)?$/;

/** The lines of a table, aligned by display width; columns of numbers are aligned at their end. */
export const textTable = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const table = header.map((title, index) =>
    columnOf(
      title,
      rows.map((row) => printable(row[index] ?? '')),
    ),
  );
  return ['', ...rows].map((_, line) =>
    table
      .map((cells) => cells[line])
      .join(GAP)
      .trimEnd(),
  );
};

/** The lines of a table, or of its records. */
export interface Layout {
  /** The line with the titles; absent where each record has them. */
  readonly titles: string | undefined;
  readonly lines: readonly string[];
}

/**
 * A table, or where that is too wide its rows as records: a line for each field that is not empty, and an empty line
 * between two. Nothing is ever cut: the end of a line may be the very thing that somebody must see.
 * @param columns of the terminal
 */
export const layOut = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): Layout => {
  const table = textTable(header, rows);
  const fits = table.every((line) => columnsOf(line) <= columns);
  if (!fits && rows.length > 0) return { titles: undefined, lines: recordsOf(header, rows) };
  const [titles, ...lines] = table;
  return { titles, lines };
};

const recordsOf = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const width = widthOf(header);
  return rows.flatMap((row, index) => {
    const fields = header.flatMap((title, column) => {
      const cell = printable(row[column] ?? '');
      return cell === '' ? [] : [`${fitColumns(title, width)}${GAP}${cell}`];
    });
    return index === 0 ? fields : ['', ...fields];
  });
};

/** The cells of a column as wide as its widest, the title first. */
const columnOf = (title: string, values: readonly string[]): readonly string[] => {
  const cells = [title, ...values];
  const width = widthOf(cells);
  const align = isOfNumbers(values) ? alignEnd : fitColumns;
  return cells.map((cell) => align(cell, width));
};

const widthOf = (cells: readonly string[]): number =>
  cells.reduce((width, cell) => Math.max(width, columnsOf(cell)), 0);

const isOfNumbers = (values: readonly string[]): boolean =>
  values.some((value) => value !== '') && values.every((value) => value === '' || NUMBER.test(value));

const alignEnd = (cell: string, width: number): string => cell.padStart(width);
