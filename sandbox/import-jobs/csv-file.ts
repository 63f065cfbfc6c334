import { isUtf8 } from 'node:buffer';
import type { ReadingsOfOpenQuestions } from '../cognito/open-questions.ts';

/** A file that Cognito cannot parse: the job fails as a whole. */
export class UnreadableCsv extends Error {
  override readonly name = 'UnreadableCsv';
}

/** "The maximum .csv file size is 100 MB." */
export const LARGEST_FILE = 100_000_000;
/** "This maximum doesn't include the header row." */
const MOST_ROWS = 500_000;

export type CsvFileReadings = Pick<ReadingsOfOpenQuestions, 'csvHeader' | 'csvLineEnd'>;

const LINE_FEED = 10;

/** An uploaded file whose rows are read one by one, once. */
export class CsvFile {
  readonly header: readonly string[];
  readonly #body: Buffer;
  readonly #readings: CsvFileReadings;
  #at = 0;

  /**
   * @param columns what GetCSVHeader answers; their order in the file is free.
   * @throws UnreadableCsv
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
   */
  constructor(body: Buffer, columns: readonly string[], readings: CsvFileReadings) {
    this.#body = body;
    this.#readings = readings;
    if (!isUtf8(body)) throw new UnreadableCsv('The file is not encoded in UTF-8.');
    const lines = lineCount(body);
    if (lines === 0) throw new UnreadableCsv('The file is empty.');
    if (lines - 1 > MOST_ROWS) throw new UnreadableCsv(`The file has more than ${MOST_ROWS} users.`);
    this.header = (this.nextRow() ?? '').split(',');
    checkHeader(this.header, columns, readings);
  }

  /** Undefined at the end of the file. */
  nextRow(): string | undefined {
    if (this.#at >= this.#body.length) return undefined;
    const lineFeed = this.#body.indexOf(LINE_FEED, this.#at);
    const end = lineFeed < 0 ? this.#body.length : lineFeed;
    const row = this.#body.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return this.#readings.csvLineEnd === 'lf-or-crlf' && row.endsWith('\r') ? row.slice(0, -1) : row;
  }
}

function lineCount(body: Buffer): number {
  let lines = 0;
  for (let at = 0; at < body.length; lines += 1) {
    const lineFeed = body.indexOf(LINE_FEED, at);
    at = lineFeed < 0 ? body.length : lineFeed + 1;
  }
  return lines;
}

/** The names are compared as they stand: a byte order mark or a carriage return makes another name. */
function checkHeader(
  header: readonly string[],
  columns: readonly string[],
  { csvHeader }: CsvFileReadings,
): void {
  const present = new Set(header);
  const complete = csvHeader === 'columns-in-use' || columns.every((column) => present.has(column));
  const known = header.every((column) => columns.includes(column));
  if (!complete || !known || present.size !== header.length || !present.has('cognito:username')) {
    throw new UnreadableCsv('The header in the CSV file does not match the expected headers.');
  }
}
