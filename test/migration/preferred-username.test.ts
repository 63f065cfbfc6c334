import { describe, expect, test } from '@jest/globals';
import { MAX_VALUE_LENGTH } from '../../migration/attribute-mapping.ts';
import { choosePreferredUsername } from '../../migration/preferred-username.ts';
import type { MigrationRules } from '../../migration/rules.ts';
import { theRules } from '../support/person-builders.ts';

const choose = (
  old: Record<string, string>,
  preferredUsernameSources: readonly string[] = ['preferred_username'],
  newPool: Partial<MigrationRules['newPool']> = {},
) =>
  choosePreferredUsername(
    new Map(Object.entries(old)),
    'ann',
    theRules({ preferredUsernameSources, newPool }),
  );

describe('the source', () => {
  const old = { preferred_username: 'annie', nickname: 'nan', email: 'a.lee@example.com' };
  test.each([
    ['the existing attribute', ['preferred_username'], old, 'annie'],
    ['another attribute', ['nickname'], old, 'nan'],
    ['the local part of the e-mail', ['email-local-part'], old, 'a.lee'],
    ['the first that has a value', ['custom:handle', 'nickname', 'preferred_username'], old, 'nan'],
    ['not one with an empty value', ['nickname', 'preferred_username'], { ...old, nickname: '' }, 'annie'],
    ['not a local part that is empty', ['email-local-part', 'nickname'], { ...old, email: '@x' }, 'nan'],
  ])('is %s', (_, sources, attributes, value) => {
    expect(choose(attributes, sources)).toEqual({ kind: 'candidate', value });
  });

  test.each([
    ['no source', []],
    ['no such attribute', ['custom:handle']],
  ])('none: %s', (_, sources) => {
    expect(choose(old, sources)).toEqual({ kind: 'none' });
  });

  test('none: no e-mail to take a local part from', () => {
    expect(choose({}, ['email-local-part'])).toEqual({ kind: 'none' });
  });

  test('a value that cannot be given is not replaced by the next source', () => {
    expect(choose({ ...old, preferred_username: 'ann' }, ['preferred_username', 'nickname'])).toEqual({
      kind: 'withheld',
      reason: 'equals-username',
    });
  });
});

describe('withheld where it is an alias', () => {
  test.each([
    ['ann', 'equals-username'],
    ['ANN', 'equals-username'],
    ['ben@example.com', 'contact-shaped'],
    ['+4915112345678', 'contact-shaped'],
    ['ann lee', 'malformed'],
    ['ann\u0000', 'malformed'],
    ['x'.repeat(129), 'malformed'],
  ])('%j: %s', (preferred_username, reason) => {
    expect(choose({ preferred_username })).toEqual({ kind: 'withheld', reason });
  });
});

test('a name that differs from the username by case is another name where case counts', () => {
  expect(choose({ preferred_username: 'ANN' }, undefined, { caseSensitive: true })).toEqual({
    kind: 'candidate',
    value: 'ANN',
  });
});

describe('where it is no alias it is an attribute like others', () => {
  test.each(['ann', 'ben@example.com', 'ann lee', 'x'.repeat(MAX_VALUE_LENGTH)])('%s', (value) => {
    expect(choose({ preferred_username: value }, undefined, { aliases: ['email'] })).toEqual({
      kind: 'candidate',
      value,
    });
  });

  test('too long for any attribute: malformed', () => {
    expect(
      choose({ preferred_username: 'x'.repeat(MAX_VALUE_LENGTH + 1) }, undefined, { aliases: [] }),
    ).toEqual({ kind: 'withheld', reason: 'malformed' });
  });
});
