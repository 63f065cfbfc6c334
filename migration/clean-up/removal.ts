import type { Now } from './abandoned.ts';
import { canMoveAgain, isInTime, lookOnceMore, mayDisable, ruleOn, wasDisabled } from './abandoned.ts';
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

/** A profile that was listed; what was listed may be old. */
export interface Candidate {
  readonly sub: string;
  readonly enabled: boolean;
  /** The `sub` of its person in the old pool, which never changes. */
  readonly sourceSub: string;
}

/**
 * `backfill`: one has begun, so this profile was not removed, and none may be. `late`: what was seen of it was too old
 * by the time that it could be marked or disabled; a later run begins with it again.
 */
export type RemovalOutcome =
  | 'removed'
  | 'givenBack'
  | 'withoutSource'
  | 'unclear'
  | 'left'
  | 'late'
  | 'backfill';

/** What was seen of a profile is too old to go by. */
class TooLate extends Error {
  override readonly name = 'TooLate';
}

/**
 * A profile that a removal has disabled can be used again. The mark stays: it means nothing on a profile that is
 * enabled, and it may be another run's by now, which would not find its way back without it.
 */
const giveBack = async ({ newPool }: RemovalDeps, sub: string): Promise<RemovalOutcome> => {
  await newPool.enable(sub);
  return 'givenBack';
};

/**
 * @param mayTry called before each try; what it throws ends the tries
 * @returns the mark that was written
 */
const markAs = async (
  { newPool, now }: RemovalDeps,
  sub: string,
  stage: Stage,
  mayTry: () => void = () => undefined,
): Promise<Mark> => {
  let mark: Mark = { at: now(), stage };
  await newPool.mark(sub, () => {
    mayTry();
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

/** What speaks against a removal, beside the profile itself. */
const objectionTo = async (
  { oldPool, backfillBegun }: RemovalDeps,
  { sourceSub }: Pick<Candidate, 'sourceSub'>,
): Promise<'withoutSource' | 'backfill' | undefined> => {
  if (!canMoveAgain(await oldPool.find(sourceSub))) return 'withoutSource';
  return (await backfillBegun()) ? 'backfill' : undefined;
};

/**
 * Disables. A try may have taken effect though its answer was lost, and no other may be made by then: so it looks again.
 * @throws TooLate if the profile is not disabled, as far as can be seen
 */
const disableMarked = async (
  { newPool }: RemovalDeps,
  sub: string,
  mark: Mark,
  inTime: () => void,
): Promise<void> => {
  let tried = false;
  try {
    await newPool.disable(sub, () => {
      inTime();
      tried = true;
    });
  } catch (error) {
    if (!tried || !(error instanceof TooLate)) throw error;
    const found = await newPool.find(sub);
    if (found === undefined || !wasDisabled(found, mark)) throw error;
  }
};

/** Marks, looks and disables. @param lookedAt when the profile was seen unused */
const disable = async (
  deps: RemovalDeps,
  sub: string,
  lookedAt: number,
): Promise<'disabled' | 'left' | 'late'> => {
  const inTime = (): void => {
    if (!isInTime(lookedAt, deps.now())) throw new TooLate();
  };
  try {
    const mark = await markAs(deps, sub, 'begun', inTime);
    const found = await deps.newPool.find(sub);
    if (found === undefined || !mayDisable(found, mark)) return 'left';
    await disableMarked(deps, sub, mark, inTime);
    return 'disabled';
  } catch (error) {
    if (error instanceof TooLate) return 'late';
    throw error;
  }
};

/**
 * Looks, marks, looks, disables, marks that it did, looks once more, and removes. If it is interrupted anywhere, mark
 * and state tell a later run what was meant: that run starts over, removes it, or gives it back. Only between the
 * disabling and the mark about it nothing tells whose doing it was: such a profile stays as it is, and is reported.
 * So nothing is undone here after a failure: while another run is at the same profile, giving it back could let
 * somebody complete it under that run's hands.
 *
 * A person who completes the profile before it is disabled is seen at the last look. What no look can see is that
 * somebody completed it *and* an administrator had them reset it again, both between two looks. So everything else is
 * asked before the first look, and from there to the disabling no try is made once that would have had the time to happen.
 */
const begin = async (
  deps: RemovalDeps,
  candidate: Candidate,
  terms: Pick<Now, 'afterHours'>,
): Promise<RemovalOutcome> => {
  const { sub } = candidate;
  const objection = await objectionTo(deps, candidate);
  if (objection !== undefined) return objection;
  const user = await deps.newPool.find(sub);
  const lookedAt = deps.now();
  if (user?.sub !== sub || !user.enabled) return 'left';
  if (ruleOn(user, { now: lookedAt, ...terms }, true) !== 'remove') return 'left';
  const outcome = await disable(deps, sub, lookedAt);
  return outcome === 'disabled' ? finish(deps, sub) : outcome;
};

/** Ends what an earlier run began; until then nobody can use the profile. */
const goOn = async (
  deps: RemovalDeps,
  candidate: Candidate,
  terms: Pick<Now, 'afterHours'>,
  allowed: boolean,
): Promise<RemovalOutcome> => {
  const { sub } = candidate;
  const user = await deps.newPool.find(sub);
  if (user?.sub !== sub || user.enabled) return 'left';
  switch (ruleOn(user, { now: deps.now(), ...terms }, allowed)) {
    case 'leave':
      return 'left';
    case 'unclear':
      return 'unclear';
    case 'give-back':
      return giveBack(deps, sub);
    case 'remove':
      break;
  }
  switch (await objectionTo(deps, candidate)) {
    case 'withoutSource':
      return giveBack(deps, sub);
    case 'backfill':
      return 'backfill';
    case undefined:
      return finish(deps, sub);
  }
};

/**
 * Deals with one profile that was listed.
 * @throws whatever a pool threw.
 */
export const dealWith = (
  deps: RemovalDeps,
  candidate: Candidate,
  terms: Pick<Now, 'afterHours'>,
  allowed: boolean,
): Promise<RemovalOutcome> =>
  candidate.enabled ? begin(deps, candidate, terms) : goOn(deps, candidate, terms, allowed);
