import { invalidParameter } from '../cognito/errors.ts';
import type { LogEvent } from './log-groups.ts';

/** "Each page returned can contain up to 1 MB of log events or up to 10,000 log events." */
const LARGEST_PAGE = 1024 * 1024;
export const MOST_EVENTS = 10_000;
/** How PutLogEvents counts an event, beside its text. */
const EVENT_OVERHEAD = 26;

/** @throws CognitoError InvalidParameterException */
export function checkedEventLimit(limit: number | undefined): number {
  if (limit !== undefined && (limit < 1 || limit > MOST_EVENTS)) {
    throw invalidParameter(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and ${MOST_EVENTS}`,
    );
  }
  return limit ?? MOST_EVENTS;
}

/**
 * Walks along a list of events from one place and takes those that pass. It looks at no more than 10,000, so a page
 * may be partially full or empty although there is more.
 * @param step 1 towards later events, -1 towards earlier ones
 * @returns where it stopped: the next place to look at
 */
export function takeEvents(
  events: readonly LogEvent[],
  from: number,
  step: 1 | -1,
  { limit, passes }: { limit: number; passes: (event: LogEvent) => boolean },
): { taken: LogEvent[]; to: number } {
  const taken: LogEvent[] = [];
  let size = 0;
  let to = from;
  for (let looked = 0; looked < MOST_EVENTS && taken.length < limit; looked += 1) {
    const event = events[to];
    if (!event) break;
    if (passes(event)) {
      size += Buffer.byteLength(event.message) + EVENT_OVERHEAD;
      if (size > LARGEST_PAGE && taken.length > 0) break;
      taken.push(event);
    }
    to += step;
  }
  return { taken, to };
}
