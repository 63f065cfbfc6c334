import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { invalidParameter, required } from '../../cognito/errors.ts';
import type { Operation } from '../../cognito/services.ts';
import { checkedEventLimit, takeEvents } from '../page-of-events.ts';

/**
 * Pages of one stream, oldest event first within each. The end is reached when the token stays the same; a
 * partially full or empty page is no end.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents: Operation<'logs', GetLogEventsRequest, GetLogEventsResponse> =
  ({ logs }) =>
  async (input) => {
    const { events } = logs.stream(input, required(input.logStreamName, 'logStreamName'));
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
    const wanted = {
      limit: checkedEventLimit(input.limit),
      passes: ({ timestamp }: { timestamp: number }) => timestamp >= startTime && timestamp < endTime,
    };
    const { direction, place } = position(input, events.length);
    const { taken, to } = takeEvents(
      events,
      direction === 'f' ? place : place - 1,
      direction === 'f' ? 1 : -1,
      wanted,
    );
    const [first, last] = direction === 'f' ? [place, to] : [to + 1, place];
    return {
      events: (direction === 'f' ? taken : taken.toReversed()).map(({ timestamp, message }) => ({
        timestamp,
        message,
        ingestionTime: timestamp,
      })),
      nextForwardToken: token('f', last),
      nextBackwardToken: token('b', first),
    };
  };

interface Position {
  readonly direction: 'f' | 'b';
  /** Forward: the first event to read; backward: the one after. */
  readonly place: number;
}

/** "The default value is false": without a word about it, the latest events come first. */
function position({ nextToken, startFromHead }: GetLogEventsRequest, length: number): Position {
  if (nextToken === undefined) {
    return startFromHead ? { direction: 'f', place: 0 } : { direction: 'b', place: length };
  }
  const [, direction, place] = /^([fb])\/(\d{20})\/s$/.exec(nextToken) ?? [];
  if (place === undefined) throw invalidParameter('The specified nextToken is invalid.');
  if (direction === 'b') return { direction, place: Number(place) };
  if (!startFromHead) {
    throw invalidParameter('startFromHead must be true together with a nextForwardToken.');
  }
  return { direction: 'f', place: Number(place) };
}

const token = (direction: 'f' | 'b', place: number): string =>
  `${direction}/${String(place).padStart(20, '0')}/s`;
