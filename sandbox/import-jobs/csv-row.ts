import type { ReadingsOfOpenQuestions } from '../cognito/open-questions.ts';

export type CsvRowReadings = Pick<
  ReadingsOfOpenQuestions,
  'csvBackslash' | 'csvQuotationMark' | 'csvShortRow'
>;

/** A row that imports nobody; the message goes into the job's log and names no value. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
}

/** "The maximum row length is 16,000 characters." Here in UTF-16 units, of which there may be more. */
const LONGEST_ROW = 16_000;

/**
 * The cells of one row. There is no quoting: a comma that belongs to a value has a backslash before it, and white
 * space around a value is trimmed.
 * @throws RowRefused
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export function cellsOf(row: string, columns: number, readings: CsvRowReadings): string[] {
  if (row.length > LONGEST_ROW) throw new RowRefused(`The row is longer than ${LONGEST_ROW} characters.`);
  if (readings.csvQuotationMark === 'row-fails' && row.includes('"')) {
    throw new RowRefused('The row has a quotation mark.');
  }
  const cells = row.includes('\\') ? withoutBackslashes(row, readings) : row.split(',');
  if (cells.length > columns) throw new RowRefused('The row has more values than the header has columns.');
  if (cells.length < columns && readings.csvShortRow === 'row-fails') {
    throw new RowRefused('The row has fewer values than the header has columns.');
  }
  return cells.map((cell) => cell.trim());
}

function withoutBackslashes(row: string, { csvBackslash }: CsvRowReadings): string[] {
  const cells: string[] = [];
  let cell = '';
  for (let at = 0; at < row.length; at += 1) {
    const character = row.charAt(at);
    if (character === '\\' && row.charAt(at + 1) === ',') {
      cell += ',';
      at += 1;
    } else if (character === '\\' && csvBackslash === 'row-fails') {
      throw new RowRefused('The row has a backslash that stands before no comma.');
    } else if (character === ',') {
      cells.push(cell);
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell];
}
