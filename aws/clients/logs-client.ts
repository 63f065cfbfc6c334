import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';

/** The client for the logs of import jobs. GetLogEvents has a low quota, which patience overcomes. */
export const createLogsClient = (): CloudWatchLogsClient => new CloudWatchLogsClient({ maxAttempts: 10 });
