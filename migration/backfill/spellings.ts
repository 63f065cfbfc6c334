/**
 * Every way to write a name that becomes the same in small letters. Cognito cannot search usernames regardless of
 * case; a search that tries each beginning, and goes on with those that somebody has, finds them all the same.
 */

/**
 * Letters that become a small letter which has another capital: the signs of Kelvin, Ångström and Ohm, the capital
 * sharp s, the symbol theta, the letter pairs of Croatian with only one of two in capitals, and the Greek capitals
 * with an iota beside them.
 */
const OTHER_CAPITALS = [
  ...'\u212A\u212B\u2126\u1E9E\u03F4\u01C5\u01C8\u01CB\u01F2',
  ...Array.from({ length: 0x1ffd - 0x1f88 }, (_, index) => String.fromCodePoint(0x1f88 + index)),
];

/** The spellings of one small letter; the letter itself is among them. */
export const spellingsOf = (small: string): readonly string[] => {
  const others = [small.toUpperCase(), ...OTHER_CAPITALS].filter((letter) => letter.toLowerCase() === small);
  return [...new Set([small, ...others])];
};

/** The one letter that becomes two: a capital i with a dot. */
const DOT_ABOVE = '\u0307';

/** The small letters by which all spellings of a name can be found; undefined if they cannot be found so. */
export const lettersOf = (name: string): readonly string[] | undefined => {
  const small = name.toLowerCase();
  return small.includes(DOT_ABOVE) ? undefined : [...small];
};
