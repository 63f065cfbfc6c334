import { describe, expect, test } from '@jest/globals';
import {
  fold,
  isContactShaped,
  isEmailShaped,
  isNameOfTheApi,
  isPhoneShaped,
  isSpellingOf,
  isSubShaped,
  looksLikeAlias,
  otherSpellings,
  sameName,
} from '../../migration/names.ts';
import { subOf } from '../support/person-builders.ts';

describe('comparing names', () => {
  test.each([
    { a: 'Ann', b: 'ann', caseSensitive: false, same: true },
    { a: 'Ann', b: 'ann', caseSensitive: true, same: false },
    { a: 'ÄNNE', b: 'änne', caseSensitive: false, same: true },
    { a: 'ann', b: 'anne', caseSensitive: false, same: false },
  ])('$a and $b are the same: $same (caseSensitive: $caseSensitive)', ({ a, b, caseSensitive, same }) => {
    expect(sameName(a, b, { caseSensitive })).toBe(same);
    expect(fold(a, caseSensitive) === fold(b, caseSensitive)).toBe(same);
  });
});

describe('what was typed for a name', () => {
  test.each([
    { typed: 'Ann', name: 'ann', caseSensitive: false, same: true },
    { typed: 'ann', name: 'ANN', caseSensitive: false, same: true },
    { typed: 'ÜMIT', name: 'ümIt', caseSensitive: false, same: true },
    { typed: 'Ann', name: 'ann', caseSensitive: true, same: false },
    { typed: 'ann', name: 'ann', caseSensitive: true, same: true },
    { typed: 'anne', name: 'ann', caseSensitive: false, same: false },
    // The Kelvin sign, which folds to k.
    { typed: 'mi\u212Ae', name: 'mike', caseSensitive: false, same: false },
    // The Angstrom sign, which folds to å.
    { typed: '\u212Bsa', name: 'åsa', caseSensitive: false, same: false },
  ])(
    '$typed stands for $name: $same (caseSensitive: $caseSensitive)',
    ({ typed, name, caseSensitive, same }) => {
      expect(isSpellingOf(typed, name, { caseSensitive })).toBe(same);
    },
  );
});

describe('the shape of a name', () => {
  test.each([
    { name: 'ann@example.com', email: true, phone: false },
    { name: 'ann@localhost', email: true, phone: false },
    { name: 'änne@exämple.com', email: true, phone: false },
    { name: '+4915112345678', email: false, phone: true },
    { name: '004915112345678', email: false, phone: false },
    { name: '+49 151', email: false, phone: false },
    { name: '+', email: false, phone: false },
    { name: '@ann', email: false, phone: false },
    { name: 'ann@', email: false, phone: false },
    { name: 'a@b@c', email: false, phone: false },
    { name: 'ann@example.com\n', email: false, phone: false },
    { name: '+49151\n', email: false, phone: false },
    { name: '', email: false, phone: false },
  ])('$name: e-mail $email, phone number $phone', ({ name, email, phone }) => {
    expect(isEmailShaped(name)).toBe(email);
    expect(isPhoneShaped(name)).toBe(phone);
    expect(isContactShaped(name)).toBe(email || phone);
  });

  test.each([
    { name: 'ann@example.com', aliases: ['email'] as const, looks: true },
    { name: 'ann@example.com', aliases: ['phone_number', 'preferred_username'] as const, looks: false },
    { name: '+49151', aliases: ['phone_number'] as const, looks: true },
    { name: '+49151', aliases: ['email'] as const, looks: false },
    { name: 'ann', aliases: ['email', 'phone_number', 'preferred_username'] as const, looks: false },
  ])('$name looks like one of $aliases: $looks', ({ name, aliases, looks }) => {
    expect(looksLikeAlias(name, aliases)).toBe(looks);
  });

  test.each([
    { name: subOf(7), shaped: true },
    { name: subOf(7).toUpperCase().replaceAll('0', 'A'), shaped: true },
    { name: `${subOf(7)}0`, shaped: false },
    { name: 'ann', shaped: false },
  ])('$name looks like a sub: $shaped', ({ name, shaped }) => {
    expect(isSubShaped(name)).toBe(shaped);
  });
});

describe('what the API takes as a username', () => {
  test.each([
    ['one letter', 'a', true],
    ['128 characters', 'a'.repeat(128), true],
    ['129 characters', 'a'.repeat(129), false],
    ['128 four-byte characters', '😀'.repeat(128), true],
    ['letters of any script', 'Ægir-山田', true],
    ['combining marks', 'e\u0301', true],
    ['markup', '"<b>\\', true],
    ['__proto__', '__proto__', true],
    ['nothing', '', false],
    ['a space', 'ann lee', false],
    ['a line break', 'ann\n', false],
    ['a NUL', 'ann\u0000', false],
    ['a right-to-left mark', 'ann\u200f', false],
    ['half a surrogate pair', '\ud83d', false],
  ])('%s', (_, name, taken) => {
    expect(isNameOfTheApi(name)).toBe(taken);
  });
});

describe('other spellings of a name', () => {
  test.each([
    { name: 'ann', others: ['ANN', 'Ann'] },
    { name: 'Ann', others: ['ann', 'ANN'] },
    { name: 'aNN', others: ['ann', 'ANN', 'Ann'] },
    { name: '42', others: [] },
    { name: '', others: [] },
  ])('$name: $others', ({ name, others }) => {
    expect(otherSpellings(name)).toEqual(others);
  });
});
