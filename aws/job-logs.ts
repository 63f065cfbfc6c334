import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

/** What Cognito logs about an import job. */
export interface JobLogs {
  /** The lines of a job from the first, in batches; nothing while the stream does not exist. */
  lines(job: { readonly jobId: string; readonly jobName: string }): AsyncIterable<readonly string[]>;
}

/**
 * Log group and stream of a job.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
const placeOf = (pool: JobLogPool, { jobId, jobName }: { jobId: string; jobName: string }) => ({
  logGroupName: `/aws/cognito/userpools/${pool.userPoolId}/${pool.name}`,
  logStreamName: `${jobId}/${jobName}`,
});

interface JobLogPool {
  readonly userPoolId: string;
  /** The pool's name, which is part of the log group's. */
  readonly name: string;
}

/** The logs that Cognito writes about the import jobs of a pool, over the SDK. */
export const createJobLogs = (client: CloudWatchLogsClient, pool: JobLogPool): JobLogs => ({
  async *lines(job) {
    for (let nextToken: string | undefined; ; ) {
      const page = await client
        .send(
          new GetLogEventsCommand({
            ...placeOf(pool, job),
            startFromHead: true,
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        )
        .catch((error: unknown) => {
          if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
          throw error;
        });
      if (page === undefined) return;
      const { events = [], nextForwardToken } = page;
      if (events.length > 0) yield events.map(({ message = '' }) => message);
      // The end of the stream is where the token stays the same.
      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
      if (nextForwardToken === undefined || nextForwardToken === nextToken) return;
      nextToken = nextForwardToken;
    }
  },
});
