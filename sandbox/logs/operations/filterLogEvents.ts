import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { invalidParameter } from '../../cognito/errors.ts';
import type { Operation } from '../../cognito/services.ts';
import { filterPattern } from '../filter-pattern.ts';
import type { LogEvent, LogStream } from '../log-groups.ts';
import { checkedEventLimit, takeEvents } from '../page-of-events.ts';

/**
 * Events of several streams in the order of their time. "If the results don't include a nextToken, then pagination
 * is finished"; a page may be empty before.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export const filterLogEvents: Operation<'logs', FilterLogEventsRequest, FilterLogEventsResponse> =
  ({ logs }) =>
  async (input) => {
    if (input.logStreamNames && input.logStreamNamePrefix !== undefined) {
      throw invalidParameter('logStreamNames and logStreamNamePrefix cannot both be given.');
    }
    const streams = logs.streams(input).streams.filter(isWanted(input));
    const events = eventsOf(streams);
    const { direction, place } = position(input, events.length);
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
    const matches = filterPattern(input.filterPattern ?? '');
    const { taken, to } = takeEvents(events, place, direction === 'f' ? 1 : -1, {
      limit: checkedEventLimit(input.limit),
      passes: ({ timestamp, message }) => timestamp >= startTime && timestamp <= endTime && matches(message),
    });
    return {
      events: taken.map(({ sequence, ...event }) => ({
        ...event,
        ingestionTime: event.timestamp,
        eventId: String(sequence).padStart(56, '0'),
      })),
      searchedLogStreams: [],
      ...(to >= 0 && to < events.length && { nextToken: `${direction}-${to}` }),
    };
  };

const isWanted =
  ({ logStreamNames, logStreamNamePrefix = '' }: FilterLogEventsRequest) =>
  ({ name }: LogStream): boolean =>
    logStreamNames ? logStreamNames.includes(name) : name.startsWith(logStreamNamePrefix);

function eventsOf(streams: readonly LogStream[]): readonly LogEvent[] {
  const [first, ...others] = streams;
  if (!first) return [];
  if (others.length === 0) return first.events;
  return streams.flatMap(({ events }) => events).sort((a, b) => a.sequence - b.sequence);
}

/** "If you provide both nextToken and startFromHead, the direction of the nextToken is used." */
function position({ nextToken, startFromHead = true }: FilterLogEventsRequest, length: number) {
  if (nextToken === undefined) {
    return startFromHead
      ? ({ direction: 'f', place: 0 } as const)
      : ({ direction: 'b', place: length - 1 } as const);
  }
  const [, direction, place] = /^([fb])-(\d{1,15})$/.exec(nextToken) ?? [];
  if (place === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return { direction: direction === 'f' ? 'f' : 'b', place: Number(place) } as const;
}
