import type { FoundBy, Match, Matches } from '../explain/search.ts';
import type { ListedUser } from '../listed-user.ts';
import { isSubShaped, sameName } from '../names.ts';
import { sourceSubOf } from '../source-sub.ts';

/** One person in both pools; at least one half is there. */
export interface Pair {
  readonly old?: ListedUser;
  readonly new?: ListedUser;
}

/** Whom an identifier means, for somebody who wants to delete them. */
export type Identified =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'person'; readonly pair: Pair }
  /** More than one person, or one person twice in the new pool. */
  | { readonly kind: 'ambiguous'; readonly pairs: readonly Pair[] };

const belongsTo =
  ({ sub }: ListedUser) =>
  ({ user }: Match): boolean =>
    sourceSubOf(user) === sub;

/** Everybody of the old pool with whoever came from them, and then those of the new pool who came from nobody here. */
const pairsOf = ({ old, new: newMatches }: Matches): readonly Pair[] => {
  const ofOldPool = old.flatMap(({ user }): readonly Pair[] => {
    const moved = newMatches.filter(belongsTo(user));
    return moved.length === 0 ? [{ old: user }] : moved.map((match) => ({ old: user, new: match.user }));
  });
  const alone = newMatches.filter((match) => !old.some(({ user }) => belongsTo(user)(match)));
  return [...ofOldPool, ...alone.map(({ user }) => ({ new: user }))];
};

/** Whom a search means, if it is one person and no other. */
export const identify = (matches: Matches): Identified => {
  const pairs = pairsOf(matches);
  const [pair, ...others] = pairs;
  if (pair === undefined) return { kind: 'nobody' };
  return others.length === 0 ? { kind: 'person', pair } : { kind: 'ambiguous', pairs };
};

/**
 * The `sub` that an identifier is and that nobody has whom a search found: of somebody who is gone from the old pool,
 * perhaps, and whose profile in the new one has their old username.
 */
export const subOfNobody = (identifier: string, matches: Matches): string | undefined => {
  const sub = identifier.toLowerCase();
  const hasIt = ({ user }: Match): boolean => user.sub === sub;
  return isSubShaped(sub) && ![...matches.old, ...matches.new].some(hasIt) ? sub : undefined;
};

/** Adds profiles of the new pool that came from nobody who is still there. */
export const withMoved = ({ old, new: newMatches }: Matches, moved: readonly ListedUser[]): Matches => {
  const others = moved.filter(({ sub }) => !newMatches.some(({ user }) => user.sub === sub));
  return { old, new: [...newMatches, ...others.map((user): Match => ({ user, foundBy: 'link' }))] };
};

/** Ways to somebody by which nobody else can put themselves in their place. */
const PROOFS: readonly FoundBy[] = ['name', 'sub'];

const isAnotherSpelling = ({ username }: ListedUser, identifier: string): boolean =>
  username !== identifier && sameName(username, identifier, { caseSensitive: false });

const proves =
  (identifier: string) =>
  ({ user, foundBy }: Match): boolean =>
    PROOFS.includes(foundBy) ||
    (foundBy === 'username' && user.username === identifier) ||
    sourceSubOf(user) === identifier.toLowerCase();

/**
 * Whether the pools take the identifier for one of those whom a search found: as a username, `sub` or active alias, or
 * as the `sub` that they had in the old pool. Any other address, number or preferred_username is what somebody wrote
 * into a profile. Where the old pool minds capitals and the new one does not, the name in other letters is, or was,
 * somebody else's.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
 */
export const isProven = ({ old, new: newMatches }: Matches, identifier: string): boolean =>
  [...old, ...newMatches].some(proves(identifier)) &&
  !old.some(({ user, foundBy }) => foundBy === 'link' && isAnotherSpelling(user, identifier));

/**
 * By which name the API takes this user and nobody else, whoever has their names by then: the `sub`, but for somebody
 * of an identity provider.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */
export const nameForDeletion = ({ username, sub, status }: ListedUser): string =>
  status === 'EXTERNAL_PROVIDER' ? username : sub;
