import { describeLogStreams } from './describeLogStreams.ts';
import { filterLogEvents } from './filterLogEvents.ts';
import { getLogEvents } from './getLogEvents.ts';

/** CloudWatch Logs, as far as somebody reads there what an import job wrote. */
export const logOperations = {
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
};
