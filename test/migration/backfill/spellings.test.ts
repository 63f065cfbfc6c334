import { describe, expect, test } from '@jest/globals';
import { lettersOf, spellingsOf } from '../../../migration/backfill/spellings.ts';

const everyLetter = function* () {
  for (let point = 0; point <= 0x10ffff; point += 1) {
    if (point < 0xd800 || point > 0xdfff) yield String.fromCodePoint(point);
  }
};

describe('the spellings of a letter', () => {
  test.each([
    ['a', ['a', 'A']],
    ['k', ['k', 'K', '\u212A']],
    ['ß', ['ß', 'ẞ']],
    ['7', ['7']],
  ])('%s', (letter, spellings) => {
    expect(spellingsOf(letter)).toEqual(spellings);
  });

  test('are all that there are, of every letter of Unicode', () => {
    const missing = [...everyLetter()].filter((letter) => {
      const small = letter.toLowerCase();
      return small !== letter && lettersOf(small) !== undefined && !spellingsOf(small).includes(letter);
    });
    expect(missing).toEqual([]);
  });
});

describe('the letters of a name', () => {
  test('are small, and one each', () => {
    expect(lettersOf('Żółw🙂')).toEqual(['ż', 'ó', 'ł', 'w', '🙂']);
  });

  test('cannot be told where one of them may be two', () => {
    expect([lettersOf('İlke'), lettersOf('İlke'.toLowerCase())]).toEqual([undefined, undefined]);
  });
});
