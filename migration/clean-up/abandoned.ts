import type { Person } from '../person.ts';
import { objectionToState } from '../person.ts';
import { CLEAN_UP, GROUPS_CARRIED, SOURCE_SUB, SOURCE_VIA } from '../rules.ts';
import type { DatedUser } from '../verify/dated-user.ts';

/**
 * Anybody can type a name at "forgot password" and so make the profile of somebody who then knows nothing of it, and
 * whose old password moves them no longer. These rules say which profiles nobody ever used.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Cognito makes a profile within seconds. Whatever changed later may be somebody's doing: their new password, or an
 * administrator who has them reset it (`RESET_REQUIRED` again), and is left alone.
 */
const MAKING = 5 * SECOND;

/** A removal marks the profile and disables it at once; a change that came later is somebody else's. */
const REMOVING = MINUTE;

/** Longer than a run: Lambda ends one after 15 minutes. */
const LONGEST_RUN = 20 * MINUTE;

export interface Now {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Hours that a person has to use the code. */
  readonly afterHours: number;
}

/**
 * `give-back`: a removal was interrupted after it had disabled the profile, and it shall not be removed (any more).
 */
export type Ruling = 'remove' | 'give-back' | 'leave';

/** When a removal of this profile began, in epoch milliseconds; undefined if none did. */
export const markOf = ({ attributes }: Pick<DatedUser, 'attributes'>): number | undefined => {
  const mark = attributes.get(CLEAN_UP);
  return mark === undefined ? undefined : Number(mark);
};

/**
 * Whether nobody ever used the profile, as far as it says: it came by "forgot password", waits for the first new
 * password, and no token was ever issued for it with the groups of its person.
 */
const looksUnused = ({ status, attributes }: DatedUser): boolean =>
  status === 'RESET_REQUIRED' &&
  attributes.get(SOURCE_VIA) === 'forgot-password' &&
  attributes.has(SOURCE_SUB) &&
  !attributes.has(GROUPS_CARRIED);

/** Whether the last change was ours: the mark, or what a removal did right after it. */
const lastChangedByRemoval = ({ modifiedAt }: DatedUser, mark: number): boolean =>
  Math.abs(modifiedAt - mark) <= REMOVING;

/**
 * What a run does with a profile.
 * @param allowed whether profiles may be removed at all: once a backfill has begun, only those are given back that a
 * removal had disabled.
 */
export const ruleOn = (user: DatedUser, { now, afterHours }: Now, allowed: boolean): Ruling => {
  const mark = markOf(user);
  if (mark === undefined) {
    const untouched = user.modifiedAt - user.createdAt <= MAKING;
    const old = now - user.createdAt >= afterHours * HOUR;
    return allowed && user.enabled && looksUnused(user) && untouched && old ? 'remove' : 'leave';
  }
  // Another run may be at it, or it was given back, or changed after the removal that was interrupted.
  if (now - mark < LONGEST_RUN || user.enabled || !lastChangedByRemoval(user, mark)) return 'leave';
  return allowed && looksUnused(user) ? 'remove' : 'give-back';
};

/** Whether the old pool could move this person again. */
export const canMoveAgain = (source: Pick<Person, 'enabled' | 'status'> | undefined): boolean =>
  source !== undefined && objectionToState(source) === undefined;

/** `another-run`: whoever has marked it later decides. */
export type LastLook = 'remove' | 'give-back' | 'another-run';

/**
 * The last look at a profile that was marked and disabled: from now on nobody can complete it, so whoever has not
 * done so by now never did. Whoever has gets it back, even if another run marked it too.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */
export const lookOnceMore = (user: DatedUser, mark: number): LastLook => {
  if (user.enabled || !looksUnused(user)) return 'give-back';
  return markOf(user) === mark ? 'remove' : 'another-run';
};

/** Whether the profile was made by an import: somebody runs a backfill, or did, by whatever means. */
export const isImported = ({ attributes }: Pick<DatedUser, 'attributes'>): boolean =>
  attributes.get(SOURCE_VIA) === 'import';
