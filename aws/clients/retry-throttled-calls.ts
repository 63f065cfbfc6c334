import { StandardRetryStrategy } from '@smithy/core/retry';

type Refresh = Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>;

/** One call and two more, which the backoff keeps well within the trigger's five seconds. */
const MAX_ATTEMPTS = 3;

/**
 * Retries what Cognito throttled and nothing else: a sign-in that timed out may have counted as an attempt, and
 * a second one could lock the person out.
 */
export class RetryThrottledCalls extends StandardRetryStrategy {
  constructor(attempts = MAX_ATTEMPTS) {
    super(attempts);
  }

  override refreshRetryTokenForRetry(
    ...[token, error]: Refresh
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    return error.errorType === 'THROTTLING'
      ? super.refreshRetryTokenForRetry(token, error)
      : Promise.reject(new Error('Only throttled calls are retried'));
  }
}
