import { PoolCallFailed } from '../../migration/ports.ts';
import type { Pace, Timer } from './request-pace.ts';
import { systemTimer } from './request-pace.ts';

/** Exceptions that say "too fast". */
const THROTTLED: readonly string[] = [
  'TooManyRequestsException',
  'ThrottlingException',
  'LimitExceededException',
  'RequestThrottled',
];

/** Exceptions of the network and of a service that has troubles of its own; status 5xx counts too. */
const PASSING: readonly string[] = [
  'InternalErrorException',
  'TimeoutError',
  'NetworkingError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
];

/** Failures in a row after which a call is given up, unless it was only throttled. */
const MOST_FAILURES = 8;

/** Longest wait between two tries, in milliseconds. */
const LONGEST_WAIT = 5_000;

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** What the SDK threw; the ports of the pools wrap it. */
const originOf = (error: unknown): unknown =>
  error instanceof PoolCallFailed && error.cause !== undefined ? error.cause : error;

const isPassing = (error: unknown): boolean =>
  PASSING.includes(String(member(error, 'name'))) ||
  PASSING.includes(String(member(error, 'code'))) ||
  Number(member(member(error, '$metadata'), 'httpStatusCode')) >= 500;

const isThrottled = (error: unknown): boolean => THROTTLED.includes(String(member(error, 'name')));

/** What happened to the calls of one process. */
export interface CallCounts {
  calls: number;
  throttled: number;
}

/** Makes a call at a pace, and again where it failed on the way. */
export type PacedCall = <T>(send: () => Promise<T>) => Promise<T>;

/** Somebody asked to stop while a call waited for another try; the place is kept. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * Makes calls at the pace and tries again what was throttled or broke down on the way. Everything else is the
 * caller's to understand.
 * @throws Stopped if `stopped` says so before the call succeeded; the service's exception otherwise.
 */
export const createPacedCall = (
  pace: Pace,
  { timer = systemTimer, stopped = () => false }: { timer?: Timer; stopped?: () => boolean } = {},
) => {
  const counts: CallCounts = { calls: 0, throttled: 0 };
  const call: PacedCall = async (send) => {
    for (let failures = 0; ; ) {
      await pace.turn();
      if (stopped()) throw new Stopped('Stopped before the call was made');
      try {
        counts.calls += 1;
        const answer = await send();
        pace.accepted();
        return answer;
      } catch (error) {
        const origin = originOf(error);
        if (isThrottled(origin)) {
          counts.throttled += 1;
          pace.throttled();
        } else {
          failures += 1;
          if (!isPassing(origin) || failures >= MOST_FAILURES) throw error;
          await timer.sleep(Math.min(LONGEST_WAIT, 100 * 2 ** failures));
        }
      }
    }
  };
  return { call, counts };
};
