import type { ListedUser } from '../listed-user.ts';
import { isEmailShaped, isNameOfTheApi, isPhoneShaped, isSubShaped, otherSpellings } from '../names.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { SearchedAttribute, UserDirectory } from './directory.ts';

/** Somebody of a pool whom the identifier may mean, or who is the same person in the other pool. */
export interface Match {
  readonly user: ListedUser;
  readonly foundBy: FoundBy;
}

/**
 * `name`: the pool itself takes the identifier for this user. An attribute: the user has it as value, which the
 * pool takes for no name. `link`: found by the link to somebody of the other pool.
 */
export type FoundBy = 'name' | SearchedAttribute | 'link';

/** `any`: whoever has the name in other letters is found, too, in a pool that tells them apart. */
export type Spellings = 'any' | 'exact';

/** By which values of a user an identifier of this shape is looked for, beside the pool's own resolution. */
const searches = (
  identifier: string,
  spelled: Spellings,
): readonly (readonly [SearchedAttribute, string])[] => {
  // ListUsers minds case in usernames and in `sub`, and in nothing else.
  const usernames = spelled === 'exact' ? [identifier] : [identifier, ...otherSpellings(identifier)];
  const spellings = usernames.map((name) => ['username', name] as const);
  if (isSubShaped(identifier)) return [...spellings, ['sub', identifier.toLowerCase()]];
  if (isEmailShaped(identifier)) return [...spellings, ['email', identifier]];
  if (isPhoneShaped(identifier)) return [...spellings, ['phone_number', identifier]];
  return [...spellings, ['preferred_username', identifier]];
};

/** Everybody of a pool whom the identifier may mean; first whom the pool itself takes it for. */
const search = async (
  { find, list }: UserDirectory,
  identifier: string,
  spelled: Spellings,
): Promise<readonly Match[]> => {
  const [direct, ...listed] = await Promise.all([
    isNameOfTheApi(identifier) ? find(identifier) : undefined,
    ...searches(identifier, spelled).map(async ([attribute, value]) =>
      (await list(attribute, value)).map((user): Match => ({ user, foundBy: attribute })),
    ),
  ]);
  return unique([
    ...(direct === undefined ? [] : [{ user: direct, foundBy: 'name' as const }]),
    ...listed.flat(),
  ]);
};

const unique = (matches: readonly Match[]): readonly Match[] =>
  matches.filter(({ user }, index) => matches.findIndex((other) => other.user.sub === user.sub) === index);

/** Those whom a search found in either pool, and their other halves. */
export interface Matches {
  readonly old: readonly Match[];
  readonly new: readonly Match[];
}

/**
 * Searches both pools and follows the links between them: whoever moved may have another name by now. ListUsers
 * cannot search custom attributes, but a username of the new pool is the old one or the old `sub`.
 * @param spelled how usernames are spelled
 */
export const searchBoth = async (
  pools: { readonly old: UserDirectory; readonly new: UserDirectory },
  identifier: string,
  spelled: Spellings = 'any',
): Promise<Matches> => {
  const [oldMatches, newMatches] = await Promise.all([
    search(pools.old, identifier, spelled),
    search(pools.new, identifier, spelled),
  ]);
  const [ofNew, ofOld] = await Promise.all([
    Promise.all(newMatches.map(({ user }) => findSource(pools.old, user))),
    Promise.all(oldMatches.map(({ user }) => findMoved(pools.new, user))),
  ]);
  return { old: unique([...oldMatches, ...ofNew.flat()]), new: unique([...newMatches, ...ofOld.flat()]) };
};

const byLink = (user: ListedUser): Match => ({ user, foundBy: 'link' });

const findSource = async ({ list }: UserDirectory, user: ListedUser): Promise<readonly Match[]> => {
  const sourceSub = sourceSubOf(user);
  return sourceSub === undefined ? [] : (await list('sub', sourceSub)).map(byLink);
};

/** Whoever of the new pool came from somebody of the old one: their username there is the old one or the old `sub`. */
export const findMoved = async (
  { find }: Pick<UserDirectory, 'find'>,
  { username, sub }: Pick<ListedUser, 'username' | 'sub'>,
): Promise<readonly Match[]> => {
  const holders = await Promise.all([username, sub].filter(isNameOfTheApi).map((name) => find(name)));
  return holders
    .filter((holder) => holder !== undefined)
    .filter((holder) => sourceSubOf(holder) === sub)
    .map(byLink);
};
