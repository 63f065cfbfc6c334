import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { createPatientClient } from '../aws/clients/patient-clients.ts';
import { describeUserPool } from '../aws/user-pools.ts';
import { METRIC_SERVICE, METRICS } from '../migration/metrics.ts';
import { newUserPoolId, ownRegion } from './runtime/new-pool-place.ts';
import { parseOldPoolPlace } from './runtime/old-pool-place.ts';

/**
 * Measures how large both pools are, by Cognito's own estimate: no user is looked at, and nobody is billed as active.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
 */

const logger = new Logger();
const metrics = new Metrics({ serviceName: METRIC_SERVICE });

const oldPool = parseOldPoolPlace(process.env);
const newPoolId = newUserPoolId();
const oldClient = createPatientClient(oldPool);
const newClient = createPatientClient({ region: ownRegion() });

const measure = async (metric: string, size: Promise<{ readonly estimatedUsers: number }>) => {
  const { estimatedUsers } = await size;
  metrics.addMetric(metric, MetricUnit.Count, estimatedUsers);
};

/** One pool is measured although the other cannot be, and the failure is told all the same. */
export const handler = middy()
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async () => {
    const measured = await Promise.allSettled([
      measure(METRICS.oldPoolUsers, describeUserPool(oldClient)(oldPool.userPoolId)),
      measure(METRICS.newPoolUsers, describeUserPool(newClient)(newPoolId)),
    ]);
    const failures = measured.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
  });
