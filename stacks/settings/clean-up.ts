import type * as z from 'zod';
import { group, wholeNumber, yesOrNo } from './fields.ts';
import type { MoveSettings } from './move.ts';

/** Profiles that a forgotten password made and that nobody completed. */
export const cleanUpSchema = group({
  /**
   * Whether such profiles are removed again, by a function that runs once an hour: anybody can type a name at "forgot
   * password", and from then on the old password of its person moves them no longer. It ends by itself once a backfill
   * has begun, and without `trigger`. It removes at most 2,300 profiles an hour, to leave half of the quota `UserUpdate`
   * (25 a second, not adjustable) to others: after 23,000 names the last victim waits ten hours more. A profile that
   * changed after it was made stays, because a person may have used it; if Cognito counts another code that is asked
   * for as a change (AWS does not say), whoever asks twice makes a profile that stays.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
   * @default true
   */
  enabled: yesOrNo().default(true),
  /**
   * Hours that somebody has to choose a new password. A code itself is valid for one hour, but a new one can be asked
   * for.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
   * @default 24
   */
  afterHours: wholeNumber(2, 24 * 30, 'hours').default(24),
});

/** Of `cleanUp`, with defaults filled in. */
export type CleanUpSettings = z.output<typeof cleanUpSchema>;

/** Whether profiles are removed: without the trigger, nobody whose profile is gone could come again. */
export const needsCleanUp = ({
  cleanUp,
  trigger,
}: Pick<MoveSettings, 'trigger'> & { readonly cleanUp: CleanUpSettings }): boolean =>
  cleanUp.enabled && trigger;
