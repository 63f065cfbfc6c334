/** The rulings about one user, in the form in which the lazy path gets its answers from the pools. */

import type { ListedUser } from '../listed-user.ts';
import { sameName } from '../names.ts';
import { readAttribute } from '../person.ts';
import type { Draft, Holder, Holders, OldPoolValue } from '../profile-draft.ts';
import type { Contact, MigrationRules, NewPool } from '../rules.ts';
import type { Claim } from './claims.ts';
import { nameKey } from './claims.ts';
import type { NameHolder, Rival, Ruling } from './name-rulings.ts';

/** What is known about a name. */
const about = (
  name: string,
  rulings: readonly Ruling[],
): { readonly rivals: readonly Rival[]; readonly holders: readonly NameHolder[] } => {
  const found = rulings.filter((ruling) => ruling.name === nameKey(name));
  return {
    rivals: found.flatMap(({ rivals }) => rivals),
    holders: found.flatMap(({ holders }) => holders),
  };
};

/** Answers the questions of a draft from the rulings about its user. */
export const answerFromRulings = (
  user: ListedUser,
  { questions, preferredUsername }: Pick<Draft, 'questions' | 'preferredUsername'>,
  rulings: readonly Ruling[],
  { oldPool, newPool }: Pick<MigrationRules, 'oldPool' | 'newPool'>,
): Holders => {
  const wish = preferredUsername.kind === 'candidate' ? preferredUsername.value : undefined;
  const isDerived = readAttribute(user.attributes, 'preferred_username') !== wish;
  return {
    newPool: answered(questions.newPoolNames, (name) => holderOf(name, user, rulings, newPool)),
    oldPoolNames: answered(questions.oldPoolNames, (name) =>
      ownerOf(name, rulings, { caseSensitive: oldPool.caseSensitive && newPool.caseSensitive }),
    ),
    oldPoolValues: new Map(
      questions.oldPoolValues.map((value) => [value, subsWith(value, user, isDerived, rulings)]),
    ),
  };
};

const answered = <Answer>(
  names: readonly string[],
  find: (name: string) => Answer | undefined,
): ReadonlyMap<string, Answer> =>
  new Map(
    names.flatMap((name) => {
      const answer = find(name);
      return answer === undefined ? [] : [[name, answer]];
    }),
  );

/**
 * Who answers to the name in the new pool, or will: who has this user's `sub` for a username gets it in this
 * import.
 */
const holderOf = (
  name: string,
  { sub }: ListedUser,
  rulings: readonly Ruling[],
  newPool: Pick<NewPool, 'caseSensitive'>,
): Holder | undefined => {
  const { rivals, holders } = about(name, rulings);
  const holder = holders.find(({ spelling }) => sameName(spelling, name, newPool));
  if (holder !== undefined) return { sourceSub: holder.sourceSub };
  const next = rivals.find(
    (rival) =>
      name === sub && rival.kind === 'username' && rival.competes && sameName(rival.spelling, name, newPool),
  );
  return next === undefined ? undefined : { sourceSub: next.sub };
};

/** Who answers to the name in the old pool besides the user, or would if it compared like the new one. */
const ownerOf = (
  name: string,
  rulings: readonly Ruling[],
  eitherPool: Pick<NewPool, 'caseSensitive'>,
): string | undefined =>
  about(name, rulings).rivals.find(
    ({ kind, spelling }) => (kind === 'username' || kind === 'sub') && sameName(spelling, name, eitherPool),
  )?.sub;

/** Everybody with the value: the user, and the others as far as a decision needs them. */
const subsWith = (
  { attribute, value }: OldPoolValue,
  { sub }: ListedUser,
  isDerived: boolean,
  rulings: readonly Ruling[],
): readonly string[] => {
  const kinds: readonly Claim['kind'][] =
    attribute === 'preferred_username' && isDerived ? [attribute, 'derived'] : [attribute];
  const others = about(value, rulings).rivals.filter(({ kind }) => kinds.includes(kind));
  return [...new Set([sub, ...others.map((rival) => rival.sub)])];
};

/** Whether somebody who comes before this user in the import has the same verified contact. */
export const isSecondWith = (
  contact: Contact,
  value: string,
  { sub }: Pick<ListedUser, 'sub'>,
  rulings: readonly Ruling[],
  newPool: Pick<NewPool, 'caseSensitive'>,
): boolean =>
  about(value, rulings).rivals.some(
    (rival) =>
      rival.kind === contact &&
      rival.verified === true &&
      rival.competes &&
      rival.sub < sub &&
      sameName(rival.spelling, value, newPool),
  );

/**
 * Both sources of answers to the questions about one user together: whatever one of them found, somebody has. Where
 * they differ the rulings win, because they are about others only, and whoever was asked may have named the user.
 */
export const mergeHolders = (byRulings: Holders, asked: Holders): Holders => ({
  newPool: new Map([...asked.newPool, ...byRulings.newPool]),
  oldPoolNames: new Map([...asked.oldPoolNames, ...byRulings.oldPoolNames]),
  oldPoolValues: new Map(
    [...byRulings.oldPoolValues].map(([question, subs]) => {
      const more = [...asked.oldPoolValues].filter(
        ([{ attribute, value }]) => attribute === question.attribute && value === question.value,
      );
      return [question, [...new Set([...subs, ...more.flatMap(([, others]) => others)])]];
    }),
  ),
});
