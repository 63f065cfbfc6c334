import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CsvPool, RenderedRow } from '../../../migration/backfill/csv.ts';
import { aliasesInRow, parseHeader, renderHeader, renderRow } from '../../../migration/backfill/csv.ts';
import { aPool, COLUMNS, readRow } from './builders.ts';

const ANN = {
  email: 'ann@example.com',
  email_verified: 'true',
  'custom:source_sub': 'old-sub',
  'custom:source_via': 'import',
};

const render = (
  attributes: Record<string, string> = {},
  {
    pool = {},
    columns = COLUMNS,
    username = 'ann',
  }: { pool?: Partial<CsvPool>; columns?: string[]; username?: string } = {},
): RenderedRow =>
  renderRow(
    { username, attributes: new Map(Object.entries({ ...ANN, ...attributes })) },
    columns,
    aPool(pool),
  );

const cellsOf = (rendered: RenderedRow, columns = COLUMNS) => {
  if (rendered.kind === 'unrepresentable') throw new Error(`unrepresentable: ${rendered.attribute}`);
  return readRow(rendered.text, columns);
};

describe('the header', () => {
  test('is written as Cognito gave it', () => {
    expect(renderHeader(['b', 'a'])).toBe('b,a\n');
  });

  test('may come in any order, with columns that nobody knows', () => {
    const columns = [...COLUMNS, 'cognito:new_thing'].reverse();
    expect(parseHeader(columns, aPool())).toEqual({ kind: 'header', columns });
  });

  test.each([
    'cognito:username',
    'cognito:mfa_enabled',
    'email',
    'email_verified',
    'phone_number',
    'phone_number_verified',
    'preferred_username',
    'custom:source_sub',
    'custom:source_via',
  ])('without %s is a mistake', (column) => {
    const parsed = parseHeader(
      COLUMNS.filter((other) => other !== column),
      aPool(),
    );
    expect(parsed).toEqual({ kind: 'mistakes', mistakes: [expect.stringContaining(`no column ${column}.`)] });
  });

  test('with a column twice is a mistake', () => {
    expect(parseHeader([...COLUMNS, 'email'], aPool())).toEqual({
      kind: 'mistakes',
      mistakes: [expect.stringContaining('column email twice')],
    });
  });
});

describe('a row', () => {
  test('has a cell for every column, in the order of the header', () => {
    expect(render({ name: 'Ann', birthdate: '1990-02-28' })).toEqual({
      kind: 'row',
      text: 'ann,Ann,,02/28/1990,,ann@example.com,TRUE,,FALSE,,FALSE,,old-sub,import,\n',
      dropped: [],
    });
  });

  test('follows the header, whatever its order', () => {
    const columns = ['password_hash', ...COLUMNS.filter((name) => name !== 'password_hash').reverse()];
    expect(cellsOf(render({ name: 'Ann' }, { columns }), columns)).toEqual({
      ...{ ...ANN, email_verified: 'TRUE' },
      name: 'Ann',
      'cognito:username': 'ann',
      'cognito:mfa_enabled': 'FALSE',
      phone_number_verified: 'FALSE',
    });
  });

  test('says so where the new pool demands MFA', () => {
    expect(cellsOf(render({}, { pool: { mfaRequired: true } }))['cognito:mfa_enabled']).toBe('TRUE');
  });

  test.each([
    ['name', 'Doe, Ann', 'Doe\\, Ann'],
    ['name', ',', '\\,'],
    ['name', '=1+1', '=1+1'],
    ['name', '名前 🙂', '名前 🙂'],
    ['name', '', ''],
    ['birthdate', '2024-02-29', '02/29/2024'],
    ['birthdate', '2000-02-29', '02/29/2000'],
    ['birthdate', '1999-12-31', '12/31/1999'],
    ['birthdate', '2024-04-30', '04/30/2024'],
    ['updated_at', '1763856000', '1763856000'],
  ])('writes %s %j', (attribute, value, cell) => {
    const rendered = render({ [attribute]: value });
    expect(rendered.kind === 'row' && rendered.dropped).toEqual([]);
    expect(rendered.kind === 'row' && rendered.text.split(/(?<!\\),/)[COLUMNS.indexOf(attribute)]).toBe(cell);
  });

  test.each([
    ['a line feed', 'name', 'a\nb'],
    ['a carriage return', 'name', 'a\rb'],
    ['a tab', 'name', 'a\tb'],
    ['another control character', 'name', 'a\u0000b'],
    ['a line separator', 'name', 'a\u2028b'],
    ['a backslash', 'name', 'a\\b'],
    ['a backslash before a comma', 'name', 'a\\,b'],
    ['a quotation mark', 'name', 'the "boss"'],
    ['a space in front', 'name', ' ann'],
    ['a space at the end', 'name', 'ann '],
    ['a no-break space at the end', 'name', 'ann\u00a0'],
    ['half a surrogate pair', 'name', 'a\ud83d'],
    ['nothing but a space', 'name', ' '],
    ['a leap day of another year', 'birthdate', '2023-02-29'],
    ['a leap day of a century', 'birthdate', '1900-02-29'],
    ['a thirteenth month', 'birthdate', '2023-13-01'],
    ['a month zero', 'birthdate', '2023-00-10'],
    ['a day zero', 'birthdate', '2023-01-00'],
    ['a date in words', 'birthdate', 'May 1st'],
    ['a fraction of a second', 'updated_at', '1763856000.5'],
    ['milliseconds instead of seconds', 'updated_at', '1763856000000'],
    ['no column', 'custom:unknown', 'x'],
  ])('loses an optional value with %s', (_, attribute, value) => {
    const rendered = render({ [attribute]: value });
    expect(rendered).toMatchObject({ kind: 'row', dropped: [attribute] });
    expect(cellsOf(rendered)).not.toHaveProperty([attribute]);
  });

  test.each<[string, string, Record<string, string>, Partial<CsvPool>]>([
    ['the username', 'cognito:username', {}, {}],
    ['the link between the pools', 'custom:source_sub', { 'custom:source_sub': 'a\\b' }, {}],
    ['an alias', 'preferred_username', { preferred_username: 'DOMAIN\\ann' }, {}],
    ['a verified alias', 'email', { email: '"ann"@example.com' }, {}],
    [
      'the only verified contact',
      'email',
      { email: '"ann"@example.com', phone_number: '+49151' },
      { newPool: { aliases: [] }, autoVerified: ['email', 'phone_number'] },
    ],
    ['what the schema requires', 'name', { name: 'a\\b' }, { requiredAttributes: ['name'] }],
  ])('cannot be written without %s', (_, attribute, attributes, pool) => {
    const username = attribute === 'cognito:username' ? 'DOMAIN\\ann' : 'ann';
    expect(render(attributes, { pool, username })).toEqual({ kind: 'unrepresentable', attribute });
  });

  test('loses a verified contact that is no alias, and its flag, if another one remains', () => {
    const rendered = render(
      { email: '"ann"@example.com', phone_number: '+49151', phone_number_verified: 'true' },
      { pool: { newPool: { aliases: [] }, autoVerified: ['email', 'phone_number'] } },
    );
    expect(rendered).toMatchObject({ dropped: ['email'] });
    expect(cellsOf(rendered)).toMatchObject({ email_verified: 'FALSE', phone_number_verified: 'TRUE' });
  });

  test('loses an alias that is not verified', () => {
    const rendered = render(
      { phone_number: '+49"151', phone_number_verified: 'false' },
      { pool: { newPool: { aliases: ['email', 'phone_number'] } } },
    );
    expect(rendered).toMatchObject({ kind: 'row', dropped: ['phone_number'] });
  });

  test('that is too long loses its longest values first, and no more than needed', () => {
    const columns = [...COLUMNS, ...Array.from({ length: 10 }, (_, number) => `custom:a${number}`)];
    const long = Object.fromEntries(
      Array.from({ length: 10 }, (_, number) => [`custom:a${number}`, 'x'.repeat(1991 + number)]),
    );
    const rendered = render(long, { columns });
    expect(rendered).toMatchObject({ kind: 'row', dropped: ['custom:a9', 'custom:a8', 'custom:a7'] });
    expect(cellsOf(rendered, columns)).toHaveProperty(['custom:a6']);
  });

  test('of required values that is too long cannot be written', () => {
    expect(render({ name: 'x'.repeat(16_000) }, { pool: { requiredAttributes: ['name'] } })).toEqual({
      kind: 'unrepresentable',
      attribute: 'the row as a whole',
    });
  });
});

describe('whatever people have', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.string({
      unit: fc.constantFrom(',', '\\', '"', '\n', '\t', ' ', 'a', 'é', '=', ';', "'"),
      maxLength: 12,
    }),
    fc.string({ minLength: 1500, maxLength: 2048 }),
  );
  const people = fc.record({
    username: fc.string({
      unit: fc.constantFrom('a', 'B', 'é', ',', '.', '\\', '@'),
      minLength: 1,
      maxLength: 20,
    }),
    attributes: fc.record(
      {
        name: value,
        given_name: value,
        birthdate: fc.oneof(
          fc
            .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
            .map((date) => date.toISOString().slice(0, 10)),
          value,
        ),
        updated_at: fc.oneof(fc.nat().map(String), value),
        email: fc.constantFrom('ann@example.com', 'a,b@example.com', '"a"@b.c'),
        email_verified: fc.constantFrom('true', 'false'),
        phone_number: fc.constantFrom('+49151', '+1'),
        phone_number_verified: fc.constantFrom('true', 'false'),
        preferred_username: fc.string({
          unit: fc.constantFrom('x', ',', '\\', '"'),
          minLength: 1,
          maxLength: 5,
        }),
        'custom:plan': value,
        'custom:unknown': value,
      },
      { requiredKeys: ['email', 'email_verified', 'phone_number_verified'] },
    ),
    columns: fc.shuffledSubarray(COLUMNS, { minLength: COLUMNS.length }),
  });

  test('comes back from the row, or is counted as dropped', () => {
    fc.assert(
      fc.property(people, ({ username, attributes, columns }) => {
        const rendered = render(attributes, { username, columns });
        if (rendered.kind === 'unrepresentable') return;
        const dropped = new Set(rendered.dropped);
        const expected = Object.entries({ ...ANN, ...attributes, 'cognito:username': username }).flatMap(
          ([name, given]) => {
            const lostFlag = name.endsWith('_verified') && dropped.has(name.replace('_verified', ''));
            if (name.endsWith('_verified')) return [[name, lostFlag ? 'FALSE' : given.toUpperCase()]];
            if (dropped.has(name) || given === '') return [];
            const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(given);
            return [[name, name === 'birthdate' && date ? `${date[2]}/${date[3]}/${date[1]}` : given]];
          },
        );
        expect(readRow(rendered.text, columns)).toEqual({
          ...Object.fromEntries(expected),
          'cognito:mfa_enabled': 'FALSE',
        });
      }),
      { numRuns: 500 },
    );
  });

  test('a row is one line of at most 16,000 characters, and valid UTF-8', () => {
    fc.assert(
      fc.property(people, ({ username, attributes, columns }) => {
        const rendered = render(attributes, { username, columns });
        if (rendered.kind === 'unrepresentable') return;
        expect(rendered.text.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(rendered.text.length).toBeLessThanOrEqual(16_001);
        expect(rendered.text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the aliases in a row', () => {
  const ALIASES = ['phone_number', 'email', 'preferred_username'] as const;
  const columns = [...COLUMNS.filter((column) => column !== 'preferred_username'), 'preferred_username'];

  test.each<[string, Record<string, string>, readonly string[]]>([
    ['a verified contact', {}, ['email ann@example.com']],
    [
      'one that is not',
      { phone_number: '+4412345', phone_number_verified: 'false' },
      ['email ann@example.com'],
    ],
    [
      'all of them, with a comma in one',
      { phone_number: '+4412345', phone_number_verified: 'true', preferred_username: 'an,n' },
      ['phone_number +4412345', 'email ann@example.com', 'preferred_username an,n'],
    ],
  ])('%s', (_, attributes, expected) => {
    const pool = { newPool: { aliases: ALIASES } };
    const rendered = render(attributes, { pool, columns });
    const text = rendered.kind === 'row' ? rendered.text : '';
    const aliases = aliasesInRow(text, columns, pool);
    expect(aliases.map(({ alias, value }) => `${alias} ${value}`)).toEqual(expected);
  });

  test('none of those that the pool does not have, or the file has no column for', () => {
    const row = render({ preferred_username: 'anna' });
    const text = row.kind === 'row' ? row.text : '';
    expect(aliasesInRow(text, COLUMNS, { newPool: { aliases: [] } })).toEqual([]);
    expect(aliasesInRow('ann\n', ['cognito:username'], { newPool: { aliases: ALIASES } })).toEqual([]);
  });
});
