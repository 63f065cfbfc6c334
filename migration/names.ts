/**
 * Names that a person signs in with: how they compare and what they look like.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */

import type { Alias, NewPool } from './rules.ts';

/** The spelling under which a pool compares a name. */
export const fold = (name: string, caseSensitive: boolean): string =>
  caseSensitive ? name : name.toLowerCase();

/** Whether the pool takes both spellings for the same name. */
export const sameName = (a: string, b: string, pool: Pick<NewPool, 'caseSensitive'>): boolean =>
  fold(a, pool.caseSensitive) === fold(b, pool.caseSensitive);

/**
 * Whether what was typed may stand for the name: letter by letter the same, in capitals or small letters where the
 * pool does not mind. Narrower than `sameName`, which folds the Kelvin sign to a k: a stranger who owns an address
 * with that sign must not get the codes of somebody with the letter.
 */
export const isSpellingOf = (
  typed: string,
  name: string,
  { caseSensitive }: Pick<NewPool, 'caseSensitive'>,
): boolean => {
  if (caseSensitive) return typed === name;
  const letters = [...name];
  const typedLetters = [...typed];
  return (
    typedLetters.length === letters.length &&
    letters.every((letter, index) =>
      [letter, letter.toUpperCase(), letter.toLowerCase()].some(
        (spelling) => spelling === typedLetters[index],
      ),
    )
  );
};

/** Something, an `@` and something: whoever types it means an e-mail address. */
export const isEmailShaped = (name: string): boolean => /^[^\s@]+@[^\s@]+$/.test(name);

/** Cognito's phone numbers are a plus sign and digits. */
export const isPhoneShaped = (name: string): boolean => /^\+\d+$/.test(name);

/** Whether Cognito could take it for a contact. */
export const isContactShaped = (name: string): boolean => isEmailShaped(name) || isPhoneShaped(name);

/** Whether Cognito refuses this as a username because it could be mistaken for an alias of the pool. */
export const looksLikeAlias = (name: string, aliases: readonly Alias[]): boolean =>
  (aliases.includes('email') && isEmailShaped(name)) ||
  (aliases.includes('phone_number') && isPhoneShaped(name));

/** Whether a name could be mistaken for a `sub`, to which Cognito's administrator calls answer like to a username. */
export const isSubShaped = (name: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(name);

/**
 * Whether Cognito's API takes this as a `Username` at all: 1 to 128 letters, marks, symbols, numbers or
 * punctuation, so no white space and no control characters.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */
export const isNameOfTheApi = (name: string): boolean => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name);

/**
 * Spellings of a name that are tried, besides itself, where a case-sensitive pool may hold somebody who differs
 * by case only. Cognito cannot search usernames regardless of case, so this finds the usual spellings, not all
 * 2^n of them; the listing of the whole pool (backfill, `check --users`) finds the rest.
 */
export const otherSpellings = (name: string): readonly string[] => {
  const lower = name.toLowerCase();
  const [first = '', ...rest] = [...lower];
  const spellings = new Set([lower, name.toUpperCase(), first.toUpperCase() + rest.join('')]);
  spellings.delete(name);
  return [...spellings];
};
