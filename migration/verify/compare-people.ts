import type { LeftOutReason } from '../backfill/classes.ts';
import type { Ruling } from '../backfill/name-rulings.ts';
import type { ImportTerms } from '../backfill/settle-user.ts';
import { settleUser } from '../backfill/settle-user.ts';
import type { DatedUser } from '../dated-user.ts';
import { SOURCE_VIA } from '../rules.ts';
import { sourceSubOf } from '../source-sub.ts';
import { compareProfiles } from './compare-profiles.ts';
import type { Difference, Identity } from './difference.ts';
import { ACCEPTED_REASONS } from './difference.ts';
import { expectationOf } from './expectation.ts';

/** What is the same for everybody of a comparison. */
export interface VerifyTerms {
  /** Those of a backfill, so that both agree on who can come and as whom. */
  readonly terms: ImportTerms;
  /** Further reasons for which somebody may stay behind. @default none beside `ACCEPTED_REASONS` */
  readonly accepted: readonly LeftOutReason[];
  /** When the listing of the old pool began, in epoch milliseconds: it knows nobody who came later. */
  readonly startedAt: number;
}

/** The people whose old `sub` falls into the same part of both pools. Users may be listed more than once. */
export interface PoolPart {
  readonly old: Iterable<DatedUser>;
  readonly new: Iterable<DatedUser>;
  /** Those that concern a user of the old pool, by `sub`. */
  readonly rulings: ReadonlyMap<string, readonly Ruling[]>;
}

/** A person in the two pools. */
export interface ComparedPerson {
  /** Absent for natives of the new pool, and for a link that leads nowhere. */
  readonly old?: DatedUser;
  /** All with the same link, the first who came first; empty for those who have not moved. */
  readonly new: readonly DatedUser[];
}

/** Puts the users of both pools together: everybody once, whoever they are. */
export function* joinPeople({ old, new: newUsers }: Pick<PoolPart, 'old' | 'new'>): Iterable<ComparedPerson> {
  const linked = new Map<string, DatedUser[]>();
  const natives: DatedUser[] = [];
  for (const user of new Map([...newUsers].map((one) => [one.sub, one])).values()) {
    const sub = sourceSubOf(user);
    if (sub === undefined) natives.push(user);
    else linked.set(sub, [...(linked.get(sub) ?? []), user].sort(byArrival));
  }
  for (const [sub, user] of new Map([...old].map((one) => [one.sub, one]))) {
    yield { old: user, new: linked.get(sub) ?? [] };
    linked.delete(sub);
  }
  for (const users of linked.values()) yield { new: users };
  for (const user of natives) yield { new: [user] };
}

const byArrival = (a: DatedUser, b: DatedUser): number =>
  a.createdAt - b.createdAt || (a.sub < b.sub ? -1 : 1);

/** What is not as the move should have left this person. */
export const differencesOf = (
  { old, new: newUsers }: ComparedPerson,
  rulings: readonly Ruling[],
  verify: VerifyTerms,
): readonly Difference[] => {
  if (old === undefined) {
    return newUsers.filter((user) => sourceSubOf(user) !== undefined).map((user) => unknown(user, verify));
  }
  const [user, ...others] = newUsers;
  if (user === undefined) return [absenceOf(old, rulings, verify)];
  const expectation = expectationOf(old, user.attributes.get(SOURCE_VIA), rulings, verify.terms);
  return [
    ...compareProfiles({ old, new: user }, expectation, verify.terms.rules.newPool),
    ...others.map((other) => ({ kind: 'doubled' as const, old: identity(old), new: identity(other) })),
  ];
};

const identity = ({ sub, username }: Identity): Identity => ({ sub, username });

const unknown = (user: DatedUser, { startedAt }: VerifyTerms): Difference => ({
  kind: user.createdAt >= startedAt ? 'came-meanwhile' : 'invented',
  new: identity(user),
});

/** Why somebody is not in the new pool, in the words of the backfill. */
export const absenceOf = (
  old: DatedUser,
  rulings: readonly Ruling[],
  { terms, accepted }: VerifyTerms,
): Difference => {
  const settled = settleUser(old, { moved: false, rulings }, terms);
  if (settled.kind !== 'left-out') return { kind: 'missing', old: identity(old) };
  const { reason } = settled;
  const isAccepted = ACCEPTED_REASONS.includes(reason) || accepted.includes(reason);
  return { kind: isAccepted ? 'left-out' : 'left-behind', reason, old: identity(old) };
};
