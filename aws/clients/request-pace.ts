import { setTimeout as wait } from 'node:timers/promises';

/** Time, so that a test need not wait. */
export interface Timer {
  /** Milliseconds since some beginning. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Time as it goes. */
export const systemTimer: Timer = {
  now: () => performance.now(),
  sleep: (milliseconds) => wait(milliseconds),
};

/** Hands out turns, so that calls of one process leave evenly and no more often than allowed. */
export interface Pace {
  /** Resolves when the next call may leave. */
  turn(): Promise<void>;
  /** The service refused a call: everybody waits, and then goes more slowly. */
  throttled(): void;
  /** The service took a call: a lowered rate comes back bit by bit. */
  accepted(): void;
}

/** Milliseconds by which turns that came late may be made up for: a few calls, far below a quota's own bucket. */
const CATCH_UP = 100;

/** The rate after a refusal, as a part of the one before. */
const SLOWER = 0.8;

/**
 * What one accepted call gives back of the full rate. After a refusal the full rate is back after 60 calls, so
 * that refusals stay below one in fifty even if somebody else takes a part of the quota for good.
 */
const RECOVERY = 1 / 300;

/** Several refusals of calls that left together are one reason to slow down. */
const SAME_REFUSAL = 1_000;

/** Milliseconds without any call after a refusal. */
const PAUSE = 250;

/** No slower than one call every two seconds, however often Cognito refuses. */
const LOWEST_RATE = 0.5;

/** @param perSecond the highest rate of calls. */
export const createPace = (perSecond: number, timer: Timer = systemTimer): Pace => {
  let rate = perSecond;
  let next = timer.now();
  let lastRefusal = Number.NEGATIVE_INFINITY;
  return {
    async turn() {
      const now = timer.now();
      const at = Math.max(next, now - CATCH_UP);
      next = at + 1_000 / rate;
      if (at > now) await timer.sleep(at - now);
    },
    throttled() {
      const now = timer.now();
      next = Math.max(next, now + PAUSE);
      if (now - lastRefusal < SAME_REFUSAL) return;
      lastRefusal = now;
      rate = Math.max(LOWEST_RATE, rate * SLOWER);
    },
    accepted() {
      rate = Math.min(perSecond, rate + perSecond * RECOVERY);
    },
  };
};
