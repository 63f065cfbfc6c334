import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CsvPool, parseHeader, renderHeader, renderRow } from '../../migration/backfill/csv.ts';
import { MOST_CHARACTERS_IN_ROW } from '../../migration/backfill/import-files.ts';
import { systemClock } from '../../sandbox/clock.ts';
import { newUserPool } from '../../sandbox/cognito/new-user-pool.ts';
import { HARSHER_READINGS, type ReadingsOfOpenQuestions } from '../../sandbox/cognito/open-questions.ts';
import { csvColumns } from '../../sandbox/import-jobs/csv-columns.ts';
import { CsvFile } from '../../sandbox/import-jobs/csv-file.ts';
import { cellsOf } from '../../sandbox/import-jobs/csv-row.ts';
import { importedUser } from '../../sandbox/import-jobs/imported-user.ts';

/** What the product writes, read by a parser that shares no code with it. */

const text = (name: string) => ({ Name: name, AttributeDataType: 'String', Mutable: true }) as const;
const POOL = newUserPool(
  { clock: systemClock, region: 'eu-west-1', accountId: '111122223333' },
  {
    PoolName: 'new users',
    AliasAttributes: ['email', 'phone_number', 'preferred_username'],
    AutoVerifiedAttributes: ['email', 'phone_number'],
    Schema: [
      ...['source_sub', 'source_via', 'plan', 'note'].map(text),
      { Name: 'age', AttributeDataType: 'Number', Mutable: true },
      { Name: 'vip', AttributeDataType: 'Boolean', Mutable: true },
      { Name: 'joined', AttributeDataType: 'DateTime', Mutable: true },
    ],
  },
);
const CSV_POOL: CsvPool = {
  newPool: { aliases: ['email', 'phone_number', 'preferred_username'] },
  autoVerified: ['email', 'phone_number'],
  requiredAttributes: [],
  mfaRequired: false,
};
const COLUMNS = csvColumns(POOL, true);

/** The other answer to every question about how a file is read. */
const LENIENT: ReadingsOfOpenQuestions = {
  ...HARSHER_READINGS,
  csvHeader: 'columns-in-use',
  csvShortRow: 'filled-up',
  csvLineEnd: 'lf-or-crlf',
  csvBackslash: 'kept',
  csvQuotationMark: 'kept',
  csvBoolean: 'any-case',
  csvBlankMfaEnabled: 'state-of-pool',
};

/** Whatever somebody may have typed: other scripts, commas, spaces, line breaks, quotes, backslashes, halves of pairs. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(',', ' ', 'a', '\t', '\n', '\r', '"', '\\', "'", '=', ';', '\ud800'),
    maxLength: 8,
  }),
  fc
    .string({ unit: 'grapheme-composite', minLength: 1000, maxLength: 1500 })
    .map((value) => value.slice(0, 2048)),
);
const name = fc.oneof(
  fc.stringMatching(/^[\p{L}\p{N}]{1,30}$/u),
  fc.string({
    unit: fc.constantFrom('a', 'Ö', '名', ',', '.', '-', '+', '=', "'", '"', '\\'),
    minLength: 1,
    maxLength: 12,
  }),
);
const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const birthdate = fc.tuple(digits(4, 4), digits(2, 2), digits(2, 2)).map((parts) => parts.join('-'));
const realDate = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  email: fc.nat().map((n) => `user${n}@example.com`),
  email_verified: fc.constantFrom('true', 'false'),
  phone_number: digits(6, 12).map((number) => `+1${number}`),
  phone_number_verified: fc.constantFrom('true', 'false'),
  preferred_username: name,
  birthdate: fc.oneof(birthdate, realDate),
  updated_at: fc.oneof(digits(1, 11), digits(12, 15)),
  'custom:age': fc.oneof(
    fc.integer().map(String),
    digits(1, 5).map((n) => `${n}.5`),
  ),
  'custom:vip': fc.constantFrom('true', 'false'),
  'custom:joined': fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
};
const attributeNames = COLUMNS.filter((column) => !/^(?:cognito:|password_hash)/.test(column));
/** All that have no type of their own, as long as Cognito allows. */
const LONG_TEXTS = Object.fromEntries(
  attributeNames
    .filter((column) => VALUES[column] === undefined)
    .map((column) => [column, 'long,'.repeat(409)]),
);
const anybody = fc.record({
  username: name,
  attributes: fc
    .tuple(
      fc.record(Object.fromEntries(attributeNames.map((column) => [column, VALUES[column] ?? anyText])), {
        requiredKeys: [],
      }),
      // One in ten has more to tell than a row can hold.
      fc.nat(9).map((n) => n === 0),
    )
    .map(([attributes, isLong]) => ({
      ...attributes,
      ...(isLong ? LONG_TEXTS : {}),
      ...(attributes['phone_number'] === undefined ? { phone_number_verified: 'false' } : {}),
      email: attributes['email'] ?? 'somebody@example.com',
      email_verified: 'true',
      'custom:source_sub': '11111111-1111-4111-8111-111111111111',
      'custom:source_via': 'import',
    })),
  columns: fc.shuffledSubarray(COLUMNS, { minLength: COLUMNS.length }),
});

/** As Cognito takes a file of one row. @throws if it does not take the row */
const readBack = (file: string, readings: ReadingsOfOpenQuestions) => {
  const csv = new CsvFile(Buffer.from(file), COLUMNS, readings);
  const row = csv.nextRow() ?? '';
  expect(csv.nextRow()).toBeUndefined();
  const cells = cellsOf(row, csv.header.length, readings);
  return importedUser({ clock: systemClock, pool: POOL, readings }, csv.header, cells);
};

/**
 * Whether AWS says how the file has it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
const hasDocumentedForm = (attribute: string, value: string): boolean => {
  if (attribute === 'birthdate')
    return !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) && isCalendarDay(value);
  if (attribute === 'updated_at') return value.length <= 11;
  const breaksOrQuotes = [...value].some((letter) => /[\p{Cc}\u2028\u2029"\\]/u.test(letter));
  return !breaksOrQuotes && value.trim() === value && Buffer.from(value).toString() === value;
};
const isCalendarDay = (value: string): boolean =>
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

const tooLong = (attributes: Readonly<Record<string, string>>): boolean =>
  Object.values(attributes).reduce((sum, value) => sum + 2 * value.length, 0) > MOST_CHARACTERS_IN_ROW / 2;

describe.each([
  ['harsher', HARSHER_READINGS],
  ['other', LENIENT],
])('under the %s readings of what AWS leaves open', (_, readings) => {
  test('every value comes back, except those that are counted as dropped', () => {
    let [rows, shortened] = [0, 0];
    fc.assert(
      fc.property(anybody, ({ username, attributes, columns }) => {
        const rendered = renderRow(
          { username, attributes: new Map(Object.entries(attributes)) },
          columns,
          CSV_POOL,
        );
        if (rendered.kind === 'unrepresentable') {
          expect(unrepresentable(username, attributes)).toContain(rendered.attribute);
          return;
        }
        rows += 1;
        expect(unrepresentable(username, attributes)).toEqual([]);
        const user = readBack(renderHeader(columns) + rendered.text, readings);
        const kept = Object.entries(attributes).filter(
          ([key, value]) => value !== '' && !rendered.dropped.includes(key),
        );
        expect(user.username).toBe(username);
        expect({ phone_number_verified: 'false', ...Object.fromEntries(user.attributes) }).toEqual({
          phone_number_verified: 'false',
          ...Object.fromEntries(kept),
        });
        for (const [key, value] of Object.entries(attributes)) {
          const dropped = rendered.dropped.includes(key);
          shortened += Number(dropped && LONG_TEXTS[key] === value);
          if (!hasDocumentedForm(key, value)) expect({ key, dropped }).toEqual({ key, dropped: true });
          else if (!tooLong(attributes)) expect({ key, dropped }).toEqual({ key, dropped: false });
        }
      }),
      { numRuns: 300 },
    );
    expect(rows).toBeGreaterThan(100);
    expect(shortened).toBeGreaterThan(10);
  });
});

/** What a person cannot do without and has no form. */
const unrepresentable = (
  username: string,
  attributes: Readonly<Record<string, string>>,
): readonly string[] => [
  ...(hasDocumentedForm('username', username) ? [] : ['cognito:username']),
  ...(hasDocumentedForm('preferred_username', attributes['preferred_username'] ?? '')
    ? []
    : ['preferred_username']),
];

test('the header of the sandbox is one that the product takes', () => {
  expect(parseHeader(COLUMNS, CSV_POOL)).toEqual({ kind: 'header', columns: COLUMNS });
});
