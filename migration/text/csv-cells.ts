/**
 * CSV that other programs read.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */

/** A value as a cell of its own: in quotation marks where it needs them. */
const csvCell = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** A line without its end. */
export const csvRow = (values: readonly string[]): string => values.map(csvCell).join(',');

/** A line, with its end. */
export const csvLine = (values: readonly string[]): string => `${csvRow(values)}\r\n`;

/** Spreadsheets take what begins so for a formula; an apostrophe in front makes it text. */
const BEGINS_LIKE_A_FORMULA = /^[=+\-@\t\r\n]/;

/**
 * A value that no spreadsheet runs, for files that people open.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export const withoutFormula = (value: string): string =>
  BEGINS_LIKE_A_FORMULA.test(value) ? `'${value}` : value;
