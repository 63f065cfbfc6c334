/**
 * Lines of JSON: how people and names wait in S3 between two states.
 */

/** One line, with its line feed. */
export const writeLine = (value: object): string => `${JSON.stringify(value)}\n`;

/** The lines of a text, without the empty ones. */
export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

type Check = (value: unknown) => boolean;

/** The empty text is one. */
export const isText: Check = (value) => typeof value === 'string';
/** Of JSON: finite. */
export const isNumber: Check = (value) => typeof value === 'number';
/** `true` or `false`, and nothing that only counts as it. */
export const isYesOrNo: Check = (value) => typeof value === 'boolean';
/** An array of nothing else; it may be empty. */
export const isListOf =
  (isMember: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isMember);
/** An object whose values are nothing else, whatever their names. */
export const isRecordOf =
  (isMember: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(isMember);
/** One of these texts, exactly. */
export const isOneOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value);
/** May be absent. */
export const optional =
  (isMember: Check): Check =>
  (value) =>
    value === undefined || isMember(value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A check for every member of an object, so that none is forgotten. */
export type Shape<T> = { readonly [Member in keyof T]-?: Check };

/** Whether every member is what the shape says; more members than that do no harm. */
export const fits = <T extends object>(value: unknown, shape: Shape<T>): value is T =>
  isObject(value) && Object.entries<Check>(shape).every(([member, check]) => check(value[member]));

/**
 * Reads a line that this program wrote.
 * @throws SyntaxError if it did not. The line itself is not told: it is about a person.
 */
export const readLine = <T extends object>(line: string, shape: Shape<T>): T => {
  const value: unknown = JSON.parse(line);
  if (fits(value, shape)) return value;
  throw new SyntaxError(`A line lacks one of these members, or it has another type: ${Object.keys(shape)}`);
};
