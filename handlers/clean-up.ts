import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { createBackfillExecutions } from '../aws/backfill-executions.ts';
import { createCleanedPool, createOldPoolLookup } from '../aws/cleaned-pool.ts';
import { createPacedCall } from '../aws/clients/paced-call.ts';
import { createPacedClient } from '../aws/clients/patient-clients.ts';
import { createPace } from '../aws/clients/request-pace.ts';
import { watchBackfill } from '../migration/clean-up/backfill-watch.ts';
import type { CleanUpReport } from '../migration/clean-up/clean-up.ts';
import { cleanUp } from '../migration/clean-up/clean-up.ts';
import { METRIC_SERVICE, METRICS } from '../migration/metrics.ts';
import { parseCleanUpEnvironment } from './runtime/clean-up-environment.ts';
import { placeOf } from './runtime/fault-place.ts';
import { newUserPoolId, ownRegion } from './runtime/new-pool-place.ts';

/** Removes the profiles that came by "forgot password" and that nobody completed. Called by a schedule. */

const logger = new Logger();
const metrics = new Metrics({ serviceName: METRIC_SERVICE });

const { oldPool, afterHours, stateMachineArn } = parseCleanUpEnvironment(process.env);
const newPoolId = newUserPoolId();
const oldClient = createPacedClient(oldPool);
const newClient = createPacedClient({ region: ownRegion() });
const executions = stateMachineArn === undefined ? undefined : createBackfillExecutions(stateMachineArn);

/**
 * Calls a second. A removal is nine: four count as `UserUpdate` (25 a second for the account, not adjustable), three as
 * `UserRead` (120), one as `UserList` (30, in the old pool's account), and one asks Step Functions about the backfill.
 * So there are up to 2.8 removals a second, which take 11 of the 25 and leave more than half to those who sign in. A
 * run has 14 minutes: about 2,300 profiles at most.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const CALLS_PER_SECOND = 25;

/** Milliseconds kept back: to finish with somebody, and then for a call that is tried again and again. */
const TO_FINISH = 60_000;
const TO_END = 10_000;

/** What a schedule sends; who calls the function by hand may send nothing. */
type MaybeScheduled = Partial<Pick<ScheduledEvent, 'time'>> | null;

/** When the run was due; undefined where nobody says so. */
const dueAt = (event: MaybeScheduled): number | undefined => {
  const at = Date.parse(event?.time ?? '');
  return Number.isNaN(at) ? undefined : at;
};

const run = (
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  scheduledAt: number | undefined,
): Promise<CleanUpReport> => {
  const { call } = createPacedCall(createPace(CALLS_PER_SECOND), {
    stopped: () => context.getRemainingTimeInMillis() < TO_END,
  });
  const begun = executions && watchBackfill(executions);
  return cleanUp({
    newPool: createCleanedPool(newClient, newPoolId, call),
    oldPool: createOldPoolLookup(oldClient, oldPool.userPoolId, call),
    backfillBegun: async () => begun !== undefined && call(begun),
    now: Date.now,
    random: Math.random,
    stopped: () => context.getRemainingTimeInMillis() < TO_FINISH,
    // Neither message nor anything else of it: it may name somebody.
    failed: (error) => logger.error('A profile could not be cleaned up', placeOf(error)),
  })({ afterHours, scheduledAt });
};

/** What could not be dealt with is counted for an alarm, and the next run's. */
export const handler = middy<MaybeScheduled>()
  // Said here, because an environment variable could turn it on.
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event, context) => {
    const report = await run(context, dueAt(event));
    logger.info('Cleaned up', { ...report });
    metrics.addMetric(METRICS.cleanUpRemoved, MetricUnit.Count, report.removed);
    metrics.addMetric(METRICS.cleanUpFailed, MetricUnit.Count, report.failed);
    metrics.addMetric(METRICS.cleanUpUnclear, MetricUnit.Count, report.unclear);
    metrics.addMetric(METRICS.cleanUpChanged, MetricUnit.Count, report.changed);
    metrics.addMetric(METRICS.cleanUpNewlyChanged, MetricUnit.Count, report.newlyChanged);
    metrics.addMetric(METRICS.cleanUpBacklog, MetricUnit.Count, report.backlog);
    return report;
  });
