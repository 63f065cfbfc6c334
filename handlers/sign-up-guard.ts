import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { createCognitoClient } from '../aws/clients/cognito-client.ts';
import { createNameOwners } from '../aws/name-owners.ts';
import { DIMENSIONS, METRIC_SERVICE, METRICS } from '../migration/metrics.ts';
import type { SignUpVerdict } from '../migration/sign-up/guard-sign-up.ts';
import { guardSignUp } from '../migration/sign-up/guard-sign-up.ts';
import type { SignUp } from '../migration/sign-up/sign-up-event.ts';
import { readSignUpEvent } from '../migration/sign-up/sign-up-event.ts';
import { startInvocations } from './runtime/deadline.ts';
import { placeOf } from './runtime/fault-place.ts';
import { parseSignUpEnvironment } from './runtime/sign-up-environment.ts';

/**
 * The PreSignUp trigger of the new pool: nobody registers under a name of somebody who has not moved yet.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */

const logger = new Logger();
const metrics = new Metrics({ serviceName: METRIC_SERVICE });

/** The only texts that a person can see. */
class SignUpRefused extends Error {
  override readonly name = 'SignUpRefused';
}

/** What is shown when even the sentences of the settings could not be read. */
const LAST_RESORT_SENTENCE = 'You cannot register at the moment. Please try again later.';

/** Strangers choose how often the guard asks. Throttled, it gives way to the people who move, who share the quota. */
const ATTEMPTS = 1;

type Guard = (signUp: SignUp, signal: AbortSignal) => Promise<SignUpVerdict>;

const compose = (): { readonly guard: Guard; readonly refusal: string; readonly failureSentence: string } => {
  try {
    const { oldPool, caseSensitive, ...sentences } = parseSignUpEnvironment(process.env);
    const bindOldPool = createNameOwners(createCognitoClient(oldPool, ATTEMPTS), oldPool.userPoolId);
    return {
      guard: (signUp, signal) => guardSignUp(bindOldPool(signal), { caseSensitive })(signUp),
      ...sentences,
    };
  } catch (error) {
    logger.error('The function cannot start', error instanceof Error ? error : String(error));
    return {
      // Whom an administrator or the migration creates needs no guard.
      guard: (signUp) =>
        guardSignUp(
          {
            canList: () => true,
            owners: () => Promise.reject(error),
            ownerAsSignedIn: () => Promise.reject(error),
          },
          { caseSensitive: true },
        )(signUp),
      refusal: LAST_RESORT_SENTENCE,
      failureSentence: LAST_RESORT_SENTENCE,
    };
  }
};

const { guard, refusal, failureSentence } = compose();

const beginInvocation = startInvocations();

const guardWithinLimit = async (signUp: SignUp, remaining: number): Promise<SignUpVerdict> => {
  const { forCalls } = beginInvocation(remaining);
  try {
    return await guard(signUp, AbortSignal.timeout(forCalls));
  } catch (error) {
    logger.error('Unexpected error', placeOf(error));
    return { kind: 'failed', reason: 'internal-error' };
  }
};

const report = (verdict: SignUpVerdict): void => {
  switch (verdict.kind) {
    case 'allowed':
      metrics.addMetric(METRICS.signUpAllowed, MetricUnit.Count, 1);
      return;
    case 'refused':
      logger.info('Sign-up refused', { reason: verdict.reason });
      metrics.addMetric(METRICS.signUpRefused, MetricUnit.Count, 1);
      return;
    case 'failed':
      logger.warn('Sign-up failed', { reason: verdict.reason });
      metrics.addMetric(METRICS.signUpFailed, MetricUnit.Count, 1);
      metrics
        .singleMetric()
        .addDimension(DIMENSIONS.reason, verdict.reason)
        .addMetric(METRICS.signUpFailed, MetricUnit.Count, 1);
      return;
  }
};

/** Lets Cognito go on with the event as it came, or refuses with a sentence. */
const answer = <Event>(event: Event, verdict: SignUpVerdict): Event => {
  switch (verdict.kind) {
    case 'allowed':
      return event;
    case 'refused':
      throw new SignUpRefused(refusal);
    case 'failed':
      throw new SignUpRefused(failureSentence);
  }
};

/** Returns the event as it came, or throws the sentence that the person reads. */
export const handler = middy()
  // Said here, because an environment variable could turn it on: the event holds personal data.
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics))
  .handler(async (event, context) => {
    const verdict = await guardWithinLimit(readSignUpEvent(event), context.getRemainingTimeInMillis());
    report(verdict);
    return answer(event, verdict);
  });
