/**
 * Cognito's import file, which is CSV in name only: no quoting, commas escaped by a backslash, nothing else
 * escaped.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */

import { flagOf, isVerified } from '../person.ts';
import type { Alias, Contact, NewPool } from '../rules.ts';
import { CONTACTS, SOURCE_SUB, SOURCE_VIA } from '../rules.ts';
import { MOST_CHARACTERS_IN_ROW } from './import-files.ts';

/** What a row needs to know of the new pool. */
export interface CsvPool {
  readonly newPool: Pick<NewPool, 'aliases'>;
  /** `AutoVerifiedAttributes`: a row must have one of these verified. */
  readonly autoVerified: readonly Contact[];
  /** Names of attributes that the schema requires, without `sub`, which Cognito gives. */
  readonly requiredAttributes: readonly string[];
  /** `MfaConfiguration` is `ON`: rows must say so. */
  readonly mfaRequired: boolean;
}

const USERNAME = 'cognito:username';
const MFA_ENABLED = 'cognito:mfa_enabled';

/** The columns in the order of the file, or why there can be no file: sentences for the operator. */
export type ParsedHeader =
  | { readonly kind: 'header'; readonly columns: readonly string[] }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly string[] };

/** Checks what GetCSVHeader returned: any order, unknown columns allowed, none that we need missing. */
export const parseHeader = (columns: readonly string[], { newPool }: CsvPool): ParsedHeader => {
  const needed = [
    USERNAME,
    MFA_ENABLED,
    ...CONTACTS.flatMap((contact) => [contact, flagOf(contact)]),
    ...newPool.aliases,
    SOURCE_SUB,
    SOURCE_VIA,
  ];
  const missing = [...new Set(needed)]
    .filter((column) => !columns.includes(column))
    .map(
      (column) =>
        `The import header of the new pool has no column ${column}. Check that the backfill runs against the ` +
        'pool that the stack made, with the schema of its settings.',
    );
  const doubled = columns
    .filter((column, index) => columns.indexOf(column) !== index)
    .map((column) => `The import header of the new pool has the column ${column} twice.`);
  const mistakes = [...missing, ...doubled];
  return mistakes.length > 0 ? { kind: 'mistakes', mistakes } : { kind: 'header', columns };
};

/** The header as the first line of a file, with its line feed. */
export const renderHeader = (columns: readonly string[]): string => `${columns.join(',')}\n`;

/** A row, or the attribute without which there must be none and which has no form in the file. */
export type RenderedRow =
  | {
      readonly kind: 'row';
      /** With its line feed. */
      readonly text: string;
      /** Attributes whose value has no documented form in the file, or that made the row too long. */
      readonly dropped: readonly string[];
    }
  | { readonly kind: 'unrepresentable'; readonly attribute: string };

type Attributes = ReadonlyMap<string, string>;

/** A row for a profile of the new pool. */
export const renderRow = (
  profile: { readonly username: string; readonly attributes: Attributes },
  columns: readonly string[],
  pool: CsvPool,
): RenderedRow => {
  const { username, attributes } = profile;
  const values = new Map([...attributes, [USERNAME, username]]);
  const withoutForm = [...values]
    .filter(([name, value]) => !columns.includes(name) || cellFor(name, value) === undefined)
    .map(([name]) => name);
  const essential = essentialNames(attributes, pool);
  const lost =
    withoutForm.find((name) => essential.has(name)) ?? lastContactLost(attributes, withoutForm, pool);
  if (lost !== undefined) return { kind: 'unrepresentable', attribute: lost };

  const dropped = new Set(withoutForm);
  let text = renderCells(values, columns, dropped, pool);
  for (const name of longestFirst(values, essential)) {
    if (text.length <= MOST_CHARACTERS_IN_ROW) break;
    dropped.add(name);
    text = renderCells(values, columns, dropped, pool);
  }
  return text.length <= MOST_CHARACTERS_IN_ROW
    ? { kind: 'row', text: `${text}\n`, dropped: [...dropped] }
    : { kind: 'unrepresentable', attribute: 'the row as a whole' };
};

/** What somebody signs in with besides the username. */
export interface AliasValue {
  readonly alias: Alias;
  readonly value: string;
}

/** The aliases that a row gives to its person: contacts only where they are verified. @param row of `renderRow` */
export const aliasesInRow = (
  row: string,
  columns: readonly string[],
  { newPool }: Pick<CsvPool, 'newPool'>,
): readonly AliasValue[] => {
  const cells = row.replace(/\n$/, '').split(/(?<!\\),/);
  const cellOf = (column: string): string => (cells[columns.indexOf(column)] ?? '').replaceAll('\\,', ',');
  return newPool.aliases.flatMap((alias) => {
    const isActive = alias === 'preferred_username' || cellOf(flagOf(alias)) === 'TRUE';
    const value = cellOf(alias);
    return isActive && value !== '' ? [{ alias, value }] : [];
  });
};

/** What must be in the row: the names that sign the person in, the link between the pools, what the schema wants. */
const essentialNames = (
  attributes: Attributes,
  { newPool, requiredAttributes }: CsvPool,
): ReadonlySet<string> =>
  new Set([
    USERNAME,
    SOURCE_SUB,
    SOURCE_VIA,
    ...CONTACTS.map(flagOf),
    ...newPool.aliases.filter((alias) => alias === 'preferred_username' || isVerified(attributes, alias)),
    ...requiredAttributes,
  ]);

/** The contact without whose form nobody could reach the person; undefined if another one remains. */
const lastContactLost = (
  attributes: Attributes,
  lost: readonly string[],
  { autoVerified }: CsvPool,
): string | undefined => {
  const verified = autoVerified.filter((contact) => isVerified(attributes, contact));
  return verified.every((contact) => lost.includes(contact)) ? verified[0] : undefined;
};

/** What a row that is too long can lose; contacts stay. */
const longestFirst = (values: Attributes, essential: ReadonlySet<string>): readonly string[] =>
  [...values]
    .filter(([name]) => !essential.has(name) && !CONTACTS.some((contact) => contact === name))
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name]) => name);

const renderCells = (
  values: Attributes,
  columns: readonly string[],
  dropped: ReadonlySet<string>,
  { mfaRequired }: CsvPool,
): string => {
  const flags = new Map<string, boolean>(
    CONTACTS.map((contact) => [flagOf(contact), isVerified(values, contact) && !dropped.has(contact)]),
  );
  flags.set(MFA_ENABLED, mfaRequired);
  return columns
    .map((column) => {
      const flag = flags.get(column);
      if (flag !== undefined) return flag ? 'TRUE' : 'FALSE';
      return dropped.has(column) ? '' : cellFor(column, values.get(column) ?? '');
    })
    .join(',');
};

/** Eleven digits of seconds reach beyond the year 5000: thirteen are milliseconds, and would fail the row. */
const EPOCH_SECONDS = /^\d{1,11}$/;

/** A value as the file has it; undefined if no form is documented for it. */
const cellFor = (column: string, value: string): string | undefined => {
  if (value === '') return '';
  switch (column) {
    case 'birthdate':
      return dateCell(value);
    case 'updated_at':
      return EPOCH_SECONDS.test(value) ? value : undefined;
    default:
      return hasForm(value) ? value.replaceAll(',', '\\,') : undefined;
  }
};

/**
 * Cognito does not say how a line break, a backslash or a quotation mark is written, trims what begins or ends
 * with a space, and reads UTF-8, which has no half surrogate pairs.
 */
const hasForm = (value: string): boolean =>
  !/[\p{Cc}\p{Zl}\p{Zp}\\"]/u.test(value) && value.trim() === value && value.isWellFormed();

/** The pool has `YYYY-MM-DD`, the file `mm/dd/yyyy`; a day that no calendar has would fail the row. */
const dateCell = (value: string): string | undefined => {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  return isDay(Number(year), Number(month), Number(day)) ? `${month}/${day}/${year}` : undefined;
};

const isDay = (year: number, month: number, day: number): boolean => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
};
