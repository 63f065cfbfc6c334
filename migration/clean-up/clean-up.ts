import type { DatedUser } from '../dated-user.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { Hourly, Now } from './abandoned.ts';
import { isImported, ranOutLately, ruleOn, staysChanged } from './abandoned.ts';
import type { ProfileState } from './ports.ts';
import type { Candidate, RemovalDeps } from './removal.ts';
import { dealWith } from './removal.ts';

/** What one run works with. */
export interface CleanUpDeps extends RemovalDeps {
  /** Whether the time is up. */
  readonly stopped: () => boolean;
  /** From 0 up to, but not, 1: where among the profiles to begin. */
  readonly random: () => number;
  /** Told of each profile that could not be dealt with; the next run tries again. */
  readonly failed: (error: unknown) => void;
}

/** How long people have, and when the run was due. */
export interface CleanUpTerms extends Pick<Now, 'afterHours'> {
  /** Epoch milliseconds. @default - now */
  readonly scheduledAt?: number | undefined;
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
  /** Disabled profiles of which nobody knows whether a removal or an administrator did it; they stay so. */
  readonly unclear: number;
  /**
   * Profiles that nobody completed in time, and that stay for good because something changed them since they were made:
   * a code that was asked for again, perhaps, or an administrator.
   */
  readonly changed: number;
  /** How many of these are new: their time ran out in the last full hour before the run was due. */
  readonly newlyChanged: number;
  readonly failed: number;
  /** Profiles that are left for later runs: that failed, that took too long, and that there was no time for. */
  readonly backlog: number;
}

/** After so many failures in a row nobody else is tried: what is wrong is not about one person. */
const MOST_FAILURES = 20;

/** Profiles that are dealt with at the same time: enough to keep the pace even if a call takes 150 ms. */
const AT_ONCE = 4;

/** Profiles that one run remembers: far more than it can deal with. */
const MOST_REMEMBERED = 50_000;

type Reason = CleanUpReport['ended'];

/** Counts what was done, and survives failures. */
class Run {
  readonly counts = {
    removed: 0,
    givenBack: 0,
    withoutSource: 0,
    unclear: 0,
    changed: 0,
    newlyChanged: 0,
    failed: 0,
    backlog: 0,
  };
  readonly #deps: CleanUpDeps;
  readonly #terms: Hourly;
  /** Why nothing may be removed; then profiles are only given back. */
  #against: Reason | undefined;
  /** Why not everybody was dealt with who could have been. */
  #short: Reason | undefined;
  #failuresInRow = 0;

  constructor(deps: CleanUpDeps, terms: Hourly) {
    this.#deps = deps;
    this.#terms = terms;
  }

  async go(): Promise<Reason> {
    const { newPool, backfillBegun } = this.#deps;
    if (await backfillBegun()) this.#against = 'backfill';
    else if (await newPool.isPasswordless()) this.#against = 'passwordless';
    await this.#goThrough('disabled');
    if (this.#against === undefined) await this.#goThrough('reset-required');
    return this.#against ?? this.#short ?? 'finished';
  }

  /** All profiles to deal with, from any place on: so that those that always fail keep nobody waiting. */
  async #candidates(state: ProfileState): Promise<readonly Candidate[]> {
    const candidates: Candidate[] = [];
    for await (const page of this.#deps.newPool.list(state)) {
      if (page.some(isImported)) this.#against ??= 'backfill';
      for (const user of page) {
        // Whoever is disabled had their turn.
        if (user.enabled === (state === 'reset-required')) candidates.push(...this.#judge(user));
      }
      if (this.#deps.stopped()) this.#short = 'out-of-time';
      if (this.#short === 'out-of-time' || candidates.length >= MOST_REMEMBERED) break;
    }
    const first = Math.floor(this.#deps.random() * candidates.length);
    return [...candidates.slice(first), ...candidates.slice(0, first)];
  }

  /** Nobody, or the one who is to be dealt with. */
  #judge(user: DatedUser): readonly Candidate[] {
    const terms = { now: this.#deps.now(), ...this.#terms };
    if (staysChanged(user, terms)) {
      this.counts.changed += 1;
      if (ranOutLately(user, this.#terms)) this.counts.newlyChanged += 1;
    }
    if (ruleOn(user, terms, this.#against === undefined) === 'leave') return [];
    return [{ sub: user.sub, enabled: user.enabled, sourceSub: String(sourceSubOf(user)) }];
  }

  async #goThrough(state: ProfileState): Promise<void> {
    const candidates = await this.#candidates(state);
    this.counts.backlog += candidates.length;
    this.#failuresInRow = 0;
    const queue = candidates.values();
    const work = async (): Promise<void> => {
      for (const candidate of queue) {
        if (!this.#goesOn(state)) return;
        await this.#attempt(candidate);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  #goesOn(state: ProfileState): boolean {
    // An import on the last page of the listing counts for the first.
    if (state === 'reset-required' && this.#against !== undefined) return false;
    if (this.#failuresInRow >= MOST_FAILURES) this.#short = 'failures';
    else if (this.#deps.stopped()) this.#short = 'out-of-time';
    else return true;
    return false;
  }

  async #attempt(candidate: Candidate): Promise<void> {
    try {
      const outcome = await dealWith(this.#deps, candidate, this.#terms, this.#against === undefined);
      this.#failuresInRow = 0;
      if (outcome === 'backfill') this.#against = 'backfill';
      if (outcome === 'backfill' || outcome === 'late') return;
      this.counts.backlog -= 1;
      if (outcome !== 'left') this.counts[outcome] += 1;
    } catch (error) {
      this.#deps.failed(error);
      this.counts.failed += 1;
      this.#failuresInRow += 1;
    }
  }
}

/**
 * Removes the profiles that came by "forgot password" and that nobody completed in time, so that the old password
 * moves their people again. First gives back what an interrupted removal had disabled, even where nothing may be
 * removed any more. Any number of runs may be under way at once.
 * @throws whatever a listing, or the question at the beginning whether a backfill has begun, threw: then nothing more
 * is removed.
 */
export const cleanUp =
  (deps: CleanUpDeps) =>
  async ({ afterHours, scheduledAt }: CleanUpTerms): Promise<CleanUpReport> => {
    const run = new Run(deps, { afterHours, scheduledAt: scheduledAt ?? deps.now() });
    const ended = await run.go();
    return { ended, ...run.counts };
  };
