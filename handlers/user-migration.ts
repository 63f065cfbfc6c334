import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, UserMigrationTriggerEvent } from 'aws-lambda';
import { createCognitoClient } from '../aws/clients/cognito-client.ts';
import { createNewPool } from '../aws/new-pool.ts';
import { createOldPool } from '../aws/old-pool.ts';
import type { Outcome } from '../migration/lazy/migrate-user.ts';
import { migrateUser } from '../migration/lazy/migrate-user.ts';
import type { TriggerCall } from '../migration/lazy/trigger-event.ts';
import { readTriggerEvent } from '../migration/lazy/trigger-event.ts';
import { NO_PROFILE, respond } from '../migration/lazy/trigger-response.ts';
import { METRIC_SERVICE, METRICS } from '../migration/metrics.ts';
import { startInvocations } from './runtime/deadline.ts';
import { placeOf } from './runtime/fault-place.ts';
import { reportOldPoolLatency, reportOutcome } from './runtime/report-outcome.ts';
import { timeOldPool } from './runtime/time-old-pool.ts';
import type { UserMigrationEnvironment } from './runtime/user-migration-environment.ts';
import { parseUserMigrationEnvironment } from './runtime/user-migration-environment.ts';

/**
 * The User Migration trigger of the new pool.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */

const logger = new Logger();
const metrics = new Metrics({ serviceName: METRIC_SERVICE });

/** The only text that a person can see; it must say nothing about them or about us. */
class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed';
}

/** What is shown when even the sentence of the settings could not be read. */
const LAST_RESORT_SENTENCE = 'Sign-in is not possible at the moment. Please try again later.';

type Migrate = (call: TriggerCall, signal: AbortSignal) => Promise<Outcome>;

const composeMigration = ({ oldPool, rules }: UserMigrationEnvironment): Migrate => {
  const oldClient = createCognitoClient(oldPool);
  // The new pool is where the function runs; in one Region and account both pools share a client, and so its
  // open connections.
  const shared = oldPool.role === undefined && oldPool.region === process.env['AWS_REGION'];
  const newClient = shared
    ? oldClient
    : createCognitoClient({ region: process.env['AWS_REGION'] ?? oldPool.region });
  const bindOldPool = createOldPool(oldClient, oldPool);
  const bindNewPool = createNewPool(newClient);
  const report = reportOldPoolLatency(metrics);
  return (call, signal) => {
    const userPoolId = call.kind === 'unreadable' ? '' : call.userPoolId;
    const pools = {
      oldPool: timeOldPool(bindOldPool(signal), report),
      newPool: bindNewPool(userPoolId, signal),
    };
    return migrateUser(pools, rules)(call);
  };
};

const compose = (): { readonly migrate: Migrate; readonly failureSentence: string } => {
  try {
    const environment = parseUserMigrationEnvironment(process.env);
    return { migrate: composeMigration(environment), failureSentence: environment.failureSentence };
  } catch (error) {
    logger.error('The function cannot start', error instanceof Error ? error : String(error));
    return {
      migrate: () => Promise.resolve({ kind: 'failed', reason: 'function-environment' }),
      failureSentence: LAST_RESORT_SENTENCE,
    };
  }
};

const { migrate, failureSentence } = compose();

const beginInvocation = startInvocations();

const migrateWithinLimit = async (call: TriggerCall, context: Context): Promise<Outcome> => {
  const time = beginInvocation(context.getRemainingTimeInMillis());
  try {
    return await migrate(call, AbortSignal.timeout(time.forCalls));
  } catch (error) {
    // A fault of ours. Its message may hold anything, so only its kind and place are logged.
    logger.error('Unexpected error', placeOf(error));
    return { kind: 'failed', reason: 'internal-error' };
  } finally {
    metrics.addMetric(METRICS.timeLeft, MetricUnit.Milliseconds, time.left());
  }
};

/** Answers Cognito: the event with a profile, the event with none, or one neutral sentence. */
const answer = <Event extends object>(event: Event, outcome: Outcome) => {
  switch (outcome.kind) {
    case 'migrated':
      return { ...event, response: respond(outcome.profile) };
    case 'declined':
      return { ...event, response: NO_PROFILE };
    case 'failed':
      throw new MigrationFailed(failureSentence);
  }
};

/** Returns the event with a profile or without one, or throws the sentence that the person reads. */
export const handler = middy<UserMigrationTriggerEvent>()
  // Said here, because an environment variable could turn it on: the event holds the password.
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event, context) => {
    const outcome = await migrateWithinLimit(readTriggerEvent(event), context);
    reportOutcome(outcome, logger, metrics);
    return answer(event, outcome);
  });
