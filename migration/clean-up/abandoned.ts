/**
 * Anybody can type a name at "forgot password" and so make the profile of somebody who then knows nothing of it, and
 * whose old password moves them no longer. These rules say which profiles nobody ever used.
 */

import type { DatedUser } from '../dated-user.ts';
import type { Person } from '../person.ts';
import { isLinked, objectionToState } from '../person.ts';
import { GROUPS_CARRIED, SOURCE_VIA } from '../rules.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { Mark } from './mark.ts';
import { markOf } from './mark.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Cognito makes a profile, and writes a mark, within seconds. Whatever changed later may be somebody's doing: their
 * new password, or an administrator who has them reset it (`RESET_REQUIRED` again), and is left alone. If Cognito
 * counts a code that is asked for again as a change, such a profile stays, too: nothing tells it from one that was
 * completed and reset.
 */
const AT_ONCE = 5 * SECOND;

/** A removal marks right after it has disabled; a change that came later is somebody else's. */
const REMOVING = MINUTE;

/** Longer than a run: Lambda ends one after 15 minutes. */
const LONGEST_RUN = 20 * MINUTE;

/** When a profile is judged, and how long people have. */
export interface Now {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Hours that a person has to use the code. */
  readonly afterHours: number;
}

/**
 * `give-back`: a removal was interrupted after it had disabled the profile, and it shall not be removed (any more).
 * `unclear`: it may have been disabled by a removal that was interrupted at once, or by an administrator; somebody has
 * to look.
 */
export type Ruling = 'remove' | 'give-back' | 'unclear' | 'leave';

/**
 * Whether nobody ever used the profile, as far as it says: it came by "forgot password", waits for the first new
 * password, nobody signs in to it with an identity provider, and no token was ever issued for it with the groups of its
 * person.
 */
const looksUnused = (user: DatedUser): boolean =>
  user.status === 'RESET_REQUIRED' &&
  user.attributes.get(SOURCE_VIA) === 'forgot-password' &&
  sourceSubOf(user) !== undefined &&
  !isLinked(user) &&
  !user.attributes.has(GROUPS_CARRIED);

const soonAfter = ({ modifiedAt }: DatedUser, at: number, within: number): boolean =>
  Math.abs(modifiedAt - at) <= within;

/** Whether the person had their time and, as far as the profile says, did not use it. */
const isOverdue = (user: DatedUser, { now, afterHours }: Now): boolean =>
  user.enabled && looksUnused(user) && now - user.createdAt >= afterHours * HOUR;

/**
 * Whether an enabled profile has not changed since it was made, but for a removal that was interrupted before it did
 * anything. What is enabled after it was disabled was given back, or enabled by an administrator.
 */
const isUntouched = (user: DatedUser, mark: Mark | undefined): boolean =>
  mark?.stage !== 'disabled' && soonAfter(user, mark?.at ?? user.createdAt, AT_ONCE);

/**
 * Whether the profile would be removed had it not changed since it was made, and so stays for good: by a code that was
 * asked for again, if Cognito counts that, or by an administrator who took a new password away.
 */
export const staysChanged = (user: DatedUser, terms: Now): boolean =>
  isOverdue(user, terms) && !isUntouched(user, markOf(user));

/** Which hour a run stands for, and how long people have. */
export interface Hourly extends Pick<Now, 'afterHours'> {
  /** When the run was due, in epoch milliseconds: a run comes to a profile sooner or later after that. */
  readonly scheduledAt: number;
}

/**
 * Whether the person's time ran out in the last full hour before the one in which the run was due. Schedules are
 * exact to the minute only, so full hours (UTC) it is: each profile is of one hour, and each hour of one run.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
export const ranOutLately = ({ createdAt }: DatedUser, { scheduledAt, afterHours }: Hourly): boolean => {
  const fullHour = (at: number): number => Math.floor(at / HOUR);
  return fullHour(createdAt + afterHours * HOUR) === fullHour(scheduledAt) - 1;
};

const ruleOnEnabled = (user: DatedUser, mark: Mark | undefined, terms: Now): Ruling =>
  isOverdue(user, terms) && isUntouched(user, mark) ? 'remove' : 'leave';

const ruleOnDisabled = (user: DatedUser, mark: Mark, allowed: boolean): Ruling => {
  if (mark.stage === 'begun') return 'unclear';
  if (soonAfter(user, mark.at, AT_ONCE)) return allowed && looksUnused(user) ? 'remove' : 'give-back';
  return soonAfter(user, mark.at, REMOVING) ? 'unclear' : 'leave';
};

/**
 * What a run does with a profile.
 * @param allowed whether profiles may be removed at all: once a backfill has begun, only those are given back that a
 * removal had disabled.
 */
export const ruleOn = (user: DatedUser, terms: Now, allowed: boolean): Ruling => {
  const mark = markOf(user);
  // Another run may be at it.
  if (mark !== undefined && terms.now - mark.at < LONGEST_RUN) return 'leave';
  if (user.enabled) return allowed ? ruleOnEnabled(user, mark, terms) : 'leave';
  return mark === undefined ? 'leave' : ruleOnDisabled(user, mark, allowed);
};

/** Whether the old pool could move this person again. */
export const canMoveAgain = (source: Pick<Person, 'enabled' | 'status'> | undefined): boolean =>
  source !== undefined && objectionToState(source) === undefined;

/**
 * Whether a removal may still go by what it saw: a mark hides what happened between the look and itself, and nobody can
 * complete a profile and have an administrator take the new password away in so short a time.
 */
export const isInTime = (lookedAt: number, now: number): boolean => now - lookedAt <= AT_ONCE;

const isSame = (one: Mark | undefined, other: Mark): boolean =>
  one?.at === other.at && one.stage === other.stage;

const isAsMarked = (user: DatedUser, mark: Mark): boolean =>
  isSame(markOf(user), mark) && soonAfter(user, mark.at, AT_ONCE);

/**
 * The look right before the disabling: whether the profile is still as it was, and this run's. One that an
 * administrator has disabled since stays so; one that another run has marked later is left to that run.
 */
export const mayDisable = (user: DatedUser, mark: Mark): boolean =>
  user.enabled && looksUnused(user) && isAsMarked(user, mark);

/**
 * Whether a disabling took effect whose answer was lost: this run's mark is still on the profile, and it was disabled
 * within the time for it. One that was disabled later may hide what happened before.
 */
export const wasDisabled = (user: DatedUser, mark: Mark): boolean => !user.enabled && isAsMarked(user, mark);

/** `leave`: somebody has enabled it, or another run has disabled it too and decides. */
export type LastLook = 'remove' | 'give-back' | 'leave';

/**
 * The last look at a profile that was disabled and marked so: from now on nobody can complete it, so whoever has not
 * done so by now never did. Whoever has gets it back, even if another run marked it too. A run that has only begun
 * since then finds it disabled, and leaves it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */
export const lookOnceMore = (user: DatedUser, mark: Mark): LastLook => {
  if (user.enabled) return 'leave';
  if (!looksUnused(user)) return 'give-back';
  const found = markOf(user);
  return found?.stage === 'begun' || isSame(found, mark) ? 'remove' : 'leave';
};

/** Whether the profile was made by an import: somebody runs a backfill, or did, by whatever means. */
export const isImported = ({ attributes }: Pick<DatedUser, 'attributes'>): boolean =>
  attributes.get(SOURCE_VIA) === 'import';
