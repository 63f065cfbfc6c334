import { SOURCE_SUB } from '../rules.ts';
import type { DatedUser } from '../verify/dated-user.ts';
import type { Now } from './abandoned.ts';
import { canMoveAgain, isImported, lookOnceMore, ruleOn } from './abandoned.ts';
import type { CleanedPool, ProfileState, SourcePool } from './ports.ts';

export interface CleanUpDeps {
  readonly newPool: CleanedPool;
  readonly oldPool: SourcePool;
  /** Whether a backfill has begun; asked again before each removal. */
  readonly backfillBegun: () => Promise<boolean>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether the time is up. */
  readonly stopped: () => boolean;
  /** Told of each profile that could not be dealt with; the next run tries again. */
  readonly failed: (error: unknown) => void;
}

/** Why a run ended, and what it had done by then. */
export interface CleanUpReport {
  readonly ended: 'finished' | 'out-of-time' | 'backfill' | 'passwordless' | 'failures';
  /** Profiles that are gone: the old password moves these people again. */
  readonly removed: number;
  /** Profiles that an interrupted removal had disabled, or that were completed in the very moment. */
  readonly givenBack: number;
  /** Profiles that would have been removed, but for the old pool: nobody there could move again. */
  readonly withoutSource: number;
  readonly failed: number;
}

/** After so many failures a run ends: what is wrong is not about one person. */
const MOST_FAILURES = 5;

/** Thrown out of a run that may not go on. */
class Ended extends Error {
  readonly reason: CleanUpReport['ended'];

  constructor(reason: CleanUpReport['ended']) {
    super(reason);
    this.reason = reason;
  }
}

type Outcome = 'removed' | 'givenBack' | 'withoutSource' | 'left';

/**
 * A profile that a removal has disabled can be used again. The mark stays: it means nothing on a profile that is
 * enabled, and it may be another run's by now, which would not find its way back without it.
 */
const giveBack = async (newPool: CleanedPool, sub: string): Promise<Outcome> => {
  await newPool.enable(sub);
  return 'givenBack';
};

/**
 * Marks, disables, looks once more, and removes. If it is interrupted anywhere, mark and state tell a later run what
 * was meant; that run removes it or gives it back. So nothing is undone here after a failure: while another run is at
 * the same profile, giving it back could let somebody complete it under that run's hands.
 *
 * A person who completes the profile before it is disabled is seen at the last look. What no look can see is that
 * somebody completed it *and* an administrator had them reset it again, both between the first look and the disabling;
 * a sign-in in between has left `custom:groups_carried` wherever groups are carried.
 */
const remove = async ({ newPool, now }: CleanUpDeps, { sub }: DatedUser): Promise<Outcome> => {
  const mark = now();
  await newPool.mark(sub, mark);
  await newPool.disable(sub);
  const found = await newPool.find(sub);
  if (found === undefined) return 'left';
  switch (lookOnceMore(found, mark)) {
    case 'remove':
      await newPool.remove(sub);
      return 'removed';
    case 'give-back':
      return giveBack(newPool, sub);
    case 'another-run':
      return 'left';
  }
};

const clock = ({ now }: CleanUpDeps, { afterHours }: Pick<Now, 'afterHours'>): Now => ({
  now: now(),
  afterHours,
});

/** Deals with one profile that was listed: what was listed may be old, so it is looked up first. */
const dealWith = async (
  deps: CleanUpDeps,
  { sub }: DatedUser,
  terms: Pick<Now, 'afterHours'>,
  allowed: boolean,
): Promise<Outcome> => {
  const { newPool, oldPool, backfillBegun } = deps;
  const user = await newPool.find(sub);
  if (user?.sub !== sub) return 'left';
  switch (ruleOn(user, clock(deps, terms), allowed)) {
    case 'leave':
      return 'left';
    case 'give-back':
      return giveBack(newPool, sub);
    case 'remove':
      break;
  }
  const sourceSub = String(user.attributes.get(SOURCE_SUB));
  if (!canMoveAgain(await oldPool.find(sourceSub))) {
    return user.enabled ? 'withoutSource' : giveBack(newPool, sub);
  }
  if (await backfillBegun()) throw new Ended('backfill');
  return remove(deps, user);
};

/** Counts what was done, and survives a few failures. */
class Run {
  readonly counts = { removed: 0, givenBack: 0, withoutSource: 0, failed: 0 };
  readonly #deps: CleanUpDeps;
  readonly #terms: Pick<Now, 'afterHours'>;
  /** Why nothing may be removed; then profiles are only given back. */
  #against: Ended | undefined;

  constructor(deps: CleanUpDeps, terms: Pick<Now, 'afterHours'>) {
    this.#deps = deps;
    this.#terms = terms;
  }

  async go(): Promise<void> {
    const { newPool, backfillBegun } = this.#deps;
    if (await backfillBegun()) this.#against = new Ended('backfill');
    else if (await newPool.isPasswordless()) this.#against = new Ended('passwordless');
    await this.#goThrough('disabled');
    this.#mayGoOn();
    await this.#goThrough('reset-required');
  }

  #mayGoOn(): void {
    if (this.#against !== undefined) throw this.#against;
  }

  async #goThrough(state: ProfileState): Promise<void> {
    for await (const page of this.#deps.newPool.list(state)) {
      if (page.some(isImported)) this.#against ??= new Ended('backfill');
      if (state === 'reset-required') this.#mayGoOn();
      for (const user of page) {
        if (this.#deps.stopped()) throw new Ended('out-of-time');
        const allowed = this.#against === undefined;
        if (ruleOn(user, clock(this.#deps, this.#terms), allowed) !== 'leave') await this.#attempt(user);
      }
    }
  }

  async #attempt(user: DatedUser): Promise<void> {
    try {
      const outcome = await dealWith(this.#deps, user, this.#terms, this.#against === undefined);
      if (outcome !== 'left') this.counts[outcome] += 1;
    } catch (error) {
      if (error instanceof Ended) throw error;
      this.#deps.failed(error);
      this.counts.failed += 1;
      if (this.counts.failed >= MOST_FAILURES) throw new Ended('failures');
    }
  }
}

/**
 * Removes the profiles that came by "forgot password" and that nobody completed in time, so that the old password
 * moves their people again. First gives back what an interrupted removal had disabled, even where nothing may be
 * removed any more. Any number of runs may be under way at once.
 * @throws whatever a listing, or the question whether a backfill has begun, threw: then nothing more is removed.
 */
export const cleanUp =
  (deps: CleanUpDeps) =>
  async (terms: Pick<Now, 'afterHours'>): Promise<CleanUpReport> => {
    const run = new Run(deps, terms);
    try {
      await run.go();
      return { ended: 'finished', ...run.counts };
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      return { ended: error.reason, ...run.counts };
    }
  };
