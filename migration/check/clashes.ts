import type { Claim } from '../backfill/claims.ts';
import { fold } from '../names.ts';
import type { NewPool } from '../rules.ts';

/** Names that several people of the old pool claim. */
export const CLASH_KINDS = ['case', 'preferred_username', 'email', 'phone_number'] as const;
export type ClashKind = (typeof CLASH_KINDS)[number];

/** How many names, and how many people claim them. */
export interface Clash {
  readonly names: number;
  readonly people: number;
}

/** How much there is of each kind. */
export type Clashes = Readonly<Record<ClashKind, Clash>>;

/** Those of nobody. */
export const NO_CLASHES: Clashes = {
  case: { names: 0, people: 0 },
  preferred_username: { names: 0, people: 0 },
  email: { names: 0, people: 0 },
  phone_number: { names: 0, people: 0 },
};

const subsOf = (claims: readonly Claim[], isMeant: (claim: Claim) => boolean): ReadonlySet<string> =>
  new Set(claims.filter(isMeant).map(({ sub }) => sub));

const severalOf = (subs: ReadonlySet<string>): ReadonlySet<string> =>
  subs.size > 1 ? subs : new Set<string>();

/** Whoever wants a name that another has as username or `sub` cannot have it, and neither can one of several. */
const wishersInVain = (claims: readonly Claim[]): ReadonlySet<string> => {
  const wishers = subsOf(claims, ({ kind }) => kind === 'preferred_username' || kind === 'derived');
  const owners = subsOf(claims, ({ kind }) => kind === 'username' || kind === 'sub');
  const isTaken = (sub: string) => owners.size > 1 || (owners.size === 1 && !owners.has(sub));
  return wishers.size > 1 ? wishers : new Set([...wishers].filter(isTaken));
};

/** Those who clash over one name, by kind. */
const clashing = (claims: readonly Claim[], kind: ClashKind): ReadonlySet<string> => {
  switch (kind) {
    case 'case':
      return severalOf(subsOf(claims, (claim) => claim.kind === 'username'));
    case 'preferred_username':
      return wishersInVain(claims);
    case 'email':
    case 'phone_number':
      return severalOf(subsOf(claims, (claim) => claim.kind === kind && claim.verified === true));
  }
};

/**
 * Counts the clashes over the names of one partition, as the new pool compares names. Claims may be there more than
 * once.
 */
export const countClashes = (
  claims: Iterable<Claim>,
  { caseSensitive }: Pick<NewPool, 'caseSensitive'>,
): Clashes => {
  const byName = Map.groupBy(claims, ({ spelling }) => fold(spelling, caseSensitive));
  const count = (kind: ClashKind): Clash => {
    let [names, people] = [0, 0];
    for (const claimed of byName.values()) {
      const { size } = clashing(claimed, kind);
      names += Math.sign(size);
      people += size;
    }
    return { names, people };
  };
  return {
    case: count('case'),
    preferred_username: count('preferred_username'),
    email: count('email'),
    phone_number: count('phone_number'),
  };
};

/** Clashes of several parts of a listing as those of the whole. */
export const addClashes = (a: Clashes, b: Clashes): Clashes => {
  const sum = (kind: ClashKind): Clash => ({
    names: a[kind].names + b[kind].names,
    people: a[kind].people + b[kind].people,
  });
  return {
    case: sum('case'),
    preferred_username: sum('preferred_username'),
    email: sum('email'),
    phone_number: sum('phone_number'),
  };
};
