/**
 * ListUsers does not show second factors, so that whoever stays behind for one looks like somebody who could come.
 * Only AdminGetUser tells, and it bills each of them as active in the old pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html
 */

import { objectionToImport } from '../backfill/admission.ts';
import type { LeftOutReason } from '../backfill/classes.ts';
import type { Ruling } from '../backfill/name-rulings.ts';
import type { DatedUser } from '../dated-user.ts';
import type { Person } from '../person.ts';
import type { MfaUsers } from '../rules.ts';
import type { VerifyTerms } from './compare-people.ts';
import { absenceOf } from './compare-people.ts';
import type { Difference } from './difference.ts';
import { isAbsence } from './difference.ts';

/** Whether second factors keep people out of the new pool, and whether they were looked up. */
export type SecondFactors =
  /** The old pool has none, or they keep nobody out. */
  | { readonly kind: 'irrelevant' }
  /** Some who are missing may stay behind for this reason; looking them up was not asked for. */
  | { readonly kind: 'unseen'; readonly reason: LeftOutReason }
  /** Those who are missing were looked up one by one. */
  | { readonly kind: 'looked-up'; readonly reason: LeftOutReason };

/** For which reason a backfill with `mfaLookup` leaves people out who have a second factor. */
const REASONS: Readonly<Record<MfaUsers, LeftOutReason | undefined>> = {
  decline: 'second-factor',
  // A code cannot go to the contact that is the second factor.
  reset: 'no-recovery-channel',
  confirm: undefined,
};

/**
 * People are looked up where the operator accepts the reason that their factors would give.
 * @param oldPoolMfa `MfaConfiguration` of the old pool: `OFF`, `OPTIONAL` or `ON`
 */
export const secondFactorsOf = (
  oldPoolMfa: string,
  mfaUsers: MfaUsers,
  accepted: readonly LeftOutReason[],
): SecondFactors => {
  const reason = REASONS[mfaUsers];
  if (oldPoolMfa === 'OFF' || reason === undefined) return { kind: 'irrelevant' };
  return { kind: accepted.includes(reason) ? 'looked-up' : 'unseen', reason };
};

/** Whether a second factor could be why this person is not in the new pool. */
export const mayStayForFactor = (
  old: DatedUser,
  found: readonly Difference[],
  { terms: { admission } }: VerifyTerms,
): boolean => found.some(({ kind }) => isAbsence(kind)) && objectionToImport(old, admission) === undefined;

/**
 * Why somebody is not in the new pool, as a backfill with `mfaLookup` would judge it.
 * @param person what AdminGetUser told; undefined if nobody has the username any more
 */
export const absenceAsLookedUp = (
  old: DatedUser,
  person: Pick<Person, 'sub' | 'enabled' | 'factors'> | undefined,
  rulings: readonly Ruling[],
  verify: VerifyTerms,
): Difference =>
  person?.sub === old.sub
    ? absenceOf({ ...old, enabled: person.enabled, factors: person.factors }, rulings, verify)
    : { kind: 'left-out', reason: 'deleted', old: { sub: old.sub, username: old.username } };

/** What to do where people are missing and their factors are unknown, in a sentence; undefined elsewhere. */
export const adviceOnFactors = (factors: SecondFactors): string | undefined =>
  factors.kind === 'unseen'
    ? `A listing does not show who has a second factor: --accept ${factors.reason} looks at those who are missing, one by one (AdminGetUser; each counts as active in this month's bill of the old pool).`
    : undefined;
