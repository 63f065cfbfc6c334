import { setImmediate, setTimeout } from 'node:timers/promises';

/**
 * How long a Wait state, or the pause before a retry, takes here: `skip` for no time at all, a number for so many
 * times as long as it says (0.01 for a hundredth). A function lets the milliseconds of a Wait pass in its own way,
 * for example on a clock of its own; retries then come at once.
 */
export type WaitTimes = 'skip' | number | ((milliseconds: number) => void | Promise<void>);

/** What the pauses before retries are multiplied by. */
export function retryFactor(waitTimes: WaitTimes): number {
  return typeof waitTimes === 'number' ? waitTimes : 0;
}

/** A Wait state. @throws the signal's AbortError */
export async function pause(waitTimes: WaitTimes, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (typeof waitTimes === 'function') return waitTimes(milliseconds);
  const factor = waitTimes === 'skip' ? 0 : waitTimes;
  const scaled = Math.max(0, milliseconds * factor);
  if (scaled === 0) return setImmediate(undefined, { signal });
  return setTimeout(Math.min(scaled, LONGEST_TIMER), undefined, { signal });
}

/** Of Node.js, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;
