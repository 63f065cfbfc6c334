import type { DatedUser } from '../dated-user.ts';
import { CLEAN_UP } from '../rules.ts';

/**
 * How far a removal is: `begun` before the profile is disabled, `disabled` once it was. Only what was disabled by a
 * removal may be removed, or enabled again; anything else that is disabled is an administrator's doing.
 */
export type Stage = 'begun' | 'disabled';

/** What a removal writes on a profile, so that a later run knows what was meant. */
export interface Mark {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly stage: Stage;
}

const DISABLED = ' disabled';

/** The value of `custom:clean_up`: the time, and the word `disabled` from then on. */
export const writeMark = ({ at, stage }: Mark): string => `${at}${stage === 'disabled' ? DISABLED : ''}`;

/** The mark on a profile; undefined if there is none. `at` is NaN where it cannot be read. */
export const markOf = ({ attributes }: Pick<DatedUser, 'attributes'>): Mark | undefined => {
  const text = attributes.get(CLEAN_UP);
  if (text === undefined) return undefined;
  return text.endsWith(DISABLED)
    ? { at: Number(text.slice(0, -DISABLED.length)), stage: 'disabled' }
    : { at: Number(text), stage: 'begun' };
};
