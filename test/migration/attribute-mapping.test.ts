import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_VALUE_LENGTH, mapAttributes, STANDARD_ATTRIBUTES } from '../../migration/attribute-mapping.ts';
import type { CustomAttribute } from '../../migration/rules.ts';
import { CONTACTS, CUSTOM_ATTRIBUTE_TYPES } from '../../migration/rules.ts';
import { theRules } from '../support/person-builders.ts';

type Attributes = Record<string, string>;

const map = (
  old: Attributes,
  { custom = [], renames = {} }: { custom?: readonly CustomAttribute[]; renames?: Attributes } = {},
) => {
  const rules = theRules({ renames, newPool: { customAttributes: custom } });
  const { attributes, dropped } = mapAttributes(new Map(Object.entries(old)), rules);
  return { attributes: Object.fromEntries(attributes), dropped };
};

describe('what travels', () => {
  test.each(
    STANDARD_ATTRIBUTES.filter(
      (name) => !['email', 'phone_number', 'birthdate', 'updated_at'].includes(name),
    ),
  )('%s, as it is', (name) => {
    expect(map({ [name]: 'Ægir 山田 😀 "q" \\ , \n' })).toEqual({
      attributes: { [name]: 'Ægir 山田 😀 "q" \\ , \n' },
      dropped: [],
    });
  });

  test('a custom attribute that the new pool has', () => {
    expect(map({ 'custom:plan': 'gold' }, { custom: [{ name: 'custom:plan', type: 'String' }] })).toEqual({
      attributes: { 'custom:plan': 'gold' },
      dropped: [],
    });
  });

  test('an attribute under its new name, where that is a setting', () => {
    expect(
      map(
        { 'custom:dept': 'sales' },
        { custom: [{ name: 'custom:unit', type: 'String' }], renames: { 'custom:dept': 'custom:unit' } },
      ),
    ).toEqual({ attributes: { 'custom:unit': 'sales' }, dropped: [] });
  });
});

describe('a renamed attribute meets one that has the name already', () => {
  const renames = { 'custom:dept': 'nickname' };

  test.each([
    ['before', { 'custom:dept': 'sales', nickname: 'annie' }],
    ['behind', { nickname: 'annie', 'custom:dept': 'sales' }],
  ])('%s it: the renamed one wins, and the other is counted', (_, old) => {
    expect(map(old, { renames })).toEqual({ attributes: { nickname: 'sales' }, dropped: ['nickname'] });
  });

  test('without having a place: the other one stays', () => {
    expect(map({ 'custom:dept': 'x'.repeat(MAX_VALUE_LENGTH + 1), nickname: 'annie' }, { renames })).toEqual({
      attributes: { nickname: 'annie' },
      dropped: ['custom:dept'],
    });
  });

  test('that is renamed itself: both travel', () => {
    expect(map({ name: 'a', nickname: 'b' }, { renames: { name: 'nickname', nickname: 'name' } })).toEqual({
      attributes: { nickname: 'a', name: 'b' },
      dropped: [],
    });
  });
});

describe('what never travels, and is missed by nobody', () => {
  test.each([
    'sub',
    'identities',
    'cognito:user_status',
    'cognito:mfa_enabled',
    'dev:custom:tenant',
    'custom:source_sub',
    'custom:source_via',
    'email_verified',
    'phone_number_verified',
  ])('%s', (name) => {
    expect(map({ [name]: 'true' }, { custom: [{ name, type: 'String' }] })).toEqual({
      attributes: {},
      dropped: [],
    });
  });
});

describe('what is dropped, and counted under its old name', () => {
  test.each([
    ['a custom attribute that the new pool lacks', 'custom:plan', 'gold'],
    ['an attribute that Cognito does not have', 'shoe_size', '43'],
    ['__proto__', '__proto__', 'x'],
    ['constructor', 'constructor', 'x'],
    ['an e-mail address without shape', 'email', 'ann at example.com'],
    ['an empty e-mail address', 'email', ''],
    ['a phone number without its plus', 'phone_number', '4915112345678'],
    ['a phone number with spaces', 'phone_number', '+49 151 1234'],
    ['a birthdate in another form', 'birthdate', '12/31/1990'],
    ['an update time that is no number', 'updated_at', 'yesterday'],
    ['an update time before all time', 'updated_at', '-1'],
    ['a value of more than 2,048 characters', 'nickname', 'x'.repeat(MAX_VALUE_LENGTH + 1)],
  ])('%s', (_, name, value) => {
    const old = Object.fromEntries([[name, value]]);
    expect(map(old)).toEqual({ attributes: {}, dropped: [name] });
  });

  test('an attribute whose new name the new pool lacks', () => {
    expect(map({ 'custom:dept': 'x' }, { renames: { 'custom:dept': 'custom:unit' } })).toEqual({
      attributes: {},
      dropped: ['custom:dept'],
    });
  });
});

describe('values at the edge travel', () => {
  test.each([
    ['2,048 characters', 'nickname', 'x'.repeat(MAX_VALUE_LENGTH)],
    ['1,024 characters of four bytes', 'nickname', '😀'.repeat(MAX_VALUE_LENGTH / 2)],
    ['control characters', 'nickname', '\u0000\u001b[2J\r\n'],
    ['an empty value', 'nickname', ''],
    ['a birthdate', 'birthdate', '1990-12-31'],
    ['an update time', 'updated_at', '1700000000'],
    ['an update time with a fraction', 'updated_at', '1700000000.5'],
    ['a phone number', 'phone_number', '+4915112345678'],
  ])('%s', (_, name, value) => {
    expect(map({ [name]: value }).attributes).toMatchObject({ [name]: value });
  });
});

describe('a custom attribute fits its type', () => {
  test.each([
    { type: 'String', value: '', min: 0, fits: true },
    { type: 'String', value: '', min: 1, fits: false },
    { type: 'String', value: 'abc', max: 3, fits: true },
    { type: 'String', value: 'abcd', max: 3, fits: false },
    { type: 'Number', value: '42', fits: true },
    { type: 'Number', value: '-4.5', fits: true },
    { type: 'Number', value: '42', min: 42, max: 42, fits: true },
    { type: 'Number', value: '41', min: 42, fits: false },
    { type: 'Number', value: '43', max: 42, fits: false },
    { type: 'Number', value: '1e3', fits: false },
    { type: 'Number', value: '', fits: false },
    { type: 'Number', value: 'NaN', fits: false },
    { type: 'Boolean', value: 'true', fits: true },
    { type: 'Boolean', value: 'false', fits: true },
    { type: 'Boolean', value: 'yes', fits: false },
    { type: 'DateTime', value: '2024-02-29T12:00:00Z', fits: true },
    { type: 'DateTime', value: 'soon', fits: false },
  ] as const)('$type "$value" within $min and $max: $fits', ({ value, fits, ...attribute }) => {
    const { attributes, dropped } = map(
      { 'custom:a': value },
      { custom: [{ name: 'custom:a', ...attribute }] },
    );
    expect(attributes).toEqual(fits ? { 'custom:a': value } : {});
    expect(dropped).toEqual(fits ? [] : ['custom:a']);
  });
});

describe('verified flags', () => {
  test.each([
    ['verified', { email: 'ann@example.com', email_verified: 'true' }, 'true'],
    ['not verified', { email: 'ann@example.com', email_verified: 'false' }, 'false'],
    ['never said to be verified', { email: 'ann@example.com' }, 'false'],
    ['verified in other words', { email: 'ann@example.com', email_verified: 'TRUE' }, 'false'],
  ])('an address that was %s', (_, old, email_verified) => {
    expect(map(old).attributes).toEqual({ email: 'ann@example.com', email_verified });
  });

  test('each contact has its own', () => {
    expect(
      map({ email: 'ann@example.com', phone_number: '+49151', phone_number_verified: 'true' }).attributes,
    ).toEqual({
      email: 'ann@example.com',
      email_verified: 'false',
      phone_number: '+49151',
      phone_number_verified: 'true',
    });
  });

  test('a flag without its contact is nothing', () => {
    expect(map({ email: 'no address', email_verified: 'true' }).attributes).toEqual({});
  });

  test('attack: another attribute renamed to email does not inherit the flag of the real address', () => {
    expect(
      map(
        { email: 'ann@example.com', email_verified: 'true', 'custom:mail': 'ben@example.com' },
        { renames: { 'custom:mail': 'email' } },
      ).attributes,
    ).toEqual({ email: 'ben@example.com', email_verified: 'false' });
  });

  test.each(['email_verified', 'phone_number_verified'])(
    'attack: an attribute that people write themselves, renamed to %s, is dropped',
    (flag) => {
      expect(
        map(
          { email: 'ann@example.com', phone_number: '+49151', 'custom:ok': 'true' },
          { renames: { 'custom:ok': flag } },
        ),
      ).toEqual({
        attributes: {
          email: 'ann@example.com',
          email_verified: 'false',
          phone_number: '+49151',
          phone_number_verified: 'false',
        },
        dropped: ['custom:ok'],
      });
    },
  );

  test('attack: nothing can be renamed to the link between the pools', () => {
    expect(map({ 'custom:x': 'a' }, { renames: { 'custom:x': 'custom:source_sub' } })).toEqual({
      attributes: {},
      dropped: ['custom:x'],
    });
  });
});

const attributeName = fc.oneof(
  fc.constantFrom(
    ...STANDARD_ATTRIBUTES,
    'sub',
    'identities',
    'email_verified',
    'phone_number_verified',
    'cognito:x',
    'dev:custom:x',
    'custom:a',
    'custom:b',
    'custom:source_sub',
    '__proto__',
  ),
  fc.string(),
);
const attributeValue = fc.oneof(
  fc.constantFrom('true', 'false', 'ann@example.com', '+49151', '1990-12-31', '7', ''),
  fc.string({ unit: 'binary' }),
  fc.string({ minLength: 2040, maxLength: 2060, size: 'max' }),
);
const profile = fc.array(fc.tuple(attributeName, attributeValue)).map((entries) => new Map(entries));
const custom = fc
  .uniqueArray(fc.constantFrom('custom:a', 'custom:b'))
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.constantFrom(...CUSTOM_ATTRIBUTE_TYPES).map((type): CustomAttribute => ({ name, type })),
      ),
    ),
  );
const renames = fc.dictionary(attributeName, attributeName, { maxKeys: 3 });

describe('for any profile', () => {
  test('attributes are of the new schema, and flags are true only if they were', () => {
    fc.assert(
      fc.property(profile, custom, renames, (old, customAttributes, names) => {
        const { attributes } = mapAttributes(
          old,
          theRules({ renames: names, newPool: { customAttributes } }),
        );
        const schema = [
          ...STANDARD_ATTRIBUTES,
          ...customAttributes.map(({ name }) => name),
          ...CONTACTS.map((contact) => `${contact}_verified`),
        ];
        expect(schema).toEqual(expect.arrayContaining([...attributes.keys()]));
        for (const contact of CONTACTS) {
          if (attributes.get(`${contact}_verified`) !== 'true') continue;
          expect(old.get(`${contact}_verified`)).toBe('true');
          expect(attributes.get(contact)).toBe(old.get(contact));
        }
      }),
    );
  });

  test('each attribute either travels, is dropped by name, or never travels', () => {
    fc.assert(
      fc.property(profile, custom, (old, customAttributes) => {
        const { attributes, dropped } = mapAttributes(old, theRules({ newPool: { customAttributes } }));
        const silent =
          /^(sub|identities|cognito:.*|dev:.*|custom:source_(sub|via)|(email|phone_number)_verified)$/s;
        const missed = [...old.keys()].filter((name) => !attributes.has(name) && !silent.test(name));
        expect(dropped).toEqual(missed);
      }),
    );
  });

  test('mapping what was mapped changes nothing, where nothing is renamed', () => {
    fc.assert(
      fc.property(profile, custom, (old, customAttributes) => {
        const rules = theRules({ newPool: { customAttributes } });
        const once = mapAttributes(old, rules);
        const twice = mapAttributes(once.attributes, rules);
        expect(Object.fromEntries(twice.attributes)).toEqual(Object.fromEntries(once.attributes));
        expect(twice.dropped).toEqual([]);
      }),
    );
  });
});
