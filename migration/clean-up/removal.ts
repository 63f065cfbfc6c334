import type { DatedUser } from '../dated-user.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { Now } from './abandoned.ts';
import { canMoveAgain, lookOnceMore, mayDisable, ruleOn } from './abandoned.ts';
import type { Mark, Stage } from './mark.ts';
import { writeMark } from './mark.ts';
import type { CleanedPool, OldPoolLookup } from './ports.ts';

/** What the removal of one profile works with. */
export interface RemovalDeps {
  readonly newPool: CleanedPool;
  readonly oldPool: OldPoolLookup;
  /** Whether a backfill has begun; asked again before each removal. */
  readonly backfillBegun: () => Promise<boolean>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** `backfill`: one has begun, so this profile was not removed, and none may be. */
export type RemovalOutcome = 'removed' | 'givenBack' | 'withoutSource' | 'unclear' | 'left' | 'backfill';

/**
 * A profile that a removal has disabled can be used again. The mark stays: it means nothing on a profile that is
 * enabled, and it may be another run's by now, which would not find its way back without it.
 */
const giveBack = async ({ newPool }: RemovalDeps, sub: string): Promise<RemovalOutcome> => {
  await newPool.enable(sub);
  return 'givenBack';
};

/** @returns the mark that was written */
const markAs = async ({ newPool, now }: RemovalDeps, sub: string, stage: Stage): Promise<Mark> => {
  let mark: Mark = { at: now(), stage };
  await newPool.mark(sub, () => {
    mark = { at: now(), stage };
    return writeMark(mark);
  });
  return mark;
};

/** The profile is disabled by a removal, this or an earlier one: says so on it, looks once more, and removes it. */
const finish = async (deps: RemovalDeps, sub: string): Promise<RemovalOutcome> => {
  const mark = await markAs(deps, sub, 'disabled');
  const found = await deps.newPool.find(sub);
  if (found === undefined) return 'left';
  switch (lookOnceMore(found, mark)) {
    case 'remove':
      await deps.newPool.remove(sub);
      return 'removed';
    case 'give-back':
      return giveBack(deps, sub);
    case 'leave':
      return 'left';
  }
};

/**
 * Marks, looks, disables, marks that it did, looks once more, and removes. If it is interrupted anywhere, mark and
 * state tell a later run what was meant: that run starts over, removes it, or gives it back. Only between the
 * disabling and the mark about it nothing tells whose doing it was: such a profile stays as it is, and is reported.
 * So nothing is undone here after a failure: while another run is at the same profile, giving it back could let
 * somebody complete it under that run's hands.
 *
 * A person who completes the profile before it is disabled is seen at the last look. What no look can see is that
 * somebody completed it *and* an administrator had them reset it again, both between two looks, or that an
 * administrator disables it between the look before the disabling and the disabling itself; a sign-in in between has
 * left `custom:groups_carried` wherever groups are carried.
 */
const remove = async (deps: RemovalDeps, { sub, enabled }: DatedUser): Promise<RemovalOutcome> => {
  if (enabled) {
    const mark = await markAs(deps, sub, 'begun');
    const found = await deps.newPool.find(sub);
    if (found === undefined || !mayDisable(found, mark)) return 'left';
    await deps.newPool.disable(sub);
  }
  return finish(deps, sub);
};

/**
 * Deals with one profile that was listed: what was listed may be old, so it is looked up first.
 * @throws whatever a pool threw.
 */
export const dealWith = async (
  deps: RemovalDeps,
  sub: string,
  { afterHours }: Pick<Now, 'afterHours'>,
  allowed: boolean,
): Promise<RemovalOutcome> => {
  const user = await deps.newPool.find(sub);
  if (user?.sub !== sub) return 'left';
  switch (ruleOn(user, { now: deps.now(), afterHours }, allowed)) {
    case 'leave':
      return 'left';
    case 'unclear':
      return 'unclear';
    case 'give-back':
      return giveBack(deps, sub);
    case 'remove':
      break;
  }
  if (!canMoveAgain(await deps.oldPool.find(String(sourceSubOf(user))))) {
    return user.enabled ? 'withoutSource' : giveBack(deps, sub);
  }
  return (await deps.backfillBegun()) ? 'backfill' : remove(deps, user);
};
