import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { invalidParameter } from '../../cognito/errors.ts';
import { pageOf } from '../../cognito/page.ts';
import type { Operation } from '../../cognito/services.ts';
import type { LogStream } from '../log-groups.ts';

/** "The default is up to 50 items", and the most. */
const MOST_STREAMS = 50;

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams: Operation<
  'logs' | 'pools',
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse
> =
  ({ logs, pools }) =>
  async (input) => {
    const { logGroupName, streams } = logs.streams(input);
    const { logStreamNamePrefix: prefix = '', orderBy = 'LogStreamName', limit = MOST_STREAMS } = input;
    if (limit < 1 || limit > MOST_STREAMS) {
      throw invalidParameter(
        `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and ${MOST_STREAMS}`,
      );
    }
    if (orderBy === 'LastEventTime' && prefix !== '') {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const ordered = streams.filter(({ name }) => name.startsWith(prefix)).sort(ORDER[orderBy]);
    const page = pageOf(input.descending ? ordered.reverse() : ordered, {
      limit,
      member: 'limit',
      token: input.nextToken,
    });
    const arn = `arn:aws:logs:${pools.region}:${pools.accountId}:log-group:${logGroupName}:log-stream:`;
    return {
      logStreams: page.items.map((stream) => ({
        logStreamName: stream.name,
        creationTime: stream.createdAt,
        firstEventTimestamp: stream.events[0]?.timestamp,
        lastEventTimestamp: stream.events.at(-1)?.timestamp,
        lastIngestionTime: stream.events.at(-1)?.timestamp,
        arn: `${arn}${stream.name}`,
        storedBytes: 0,
      })),
      ...(page.next && { nextToken: page.next }),
    };
  };

const ORDER = {
  LogStreamName: (a: LogStream, b: LogStream) => (a.name < b.name ? -1 : 1),
  LastEventTime: (a: LogStream, b: LogStream) =>
    (a.events.at(-1)?.sequence ?? -1) - (b.events.at(-1)?.sequence ?? -1),
};
