/**
 * Cognito gives a trigger five seconds from its call, the cold start included, and then may call again.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html
 */
const COGNITO_LIMIT = 5_000;

/** Kept back for the way to Lambda and back, and for writing logs and metrics. */
const RESERVE = 500;

/** Whole milliseconds that this invocation may spend on calls: `AbortSignal.timeout` takes no fractions. */
export const timeForCalls = (remaining: number, spentOnColdStart: number): number =>
  Math.max(0, Math.floor(Math.min(COGNITO_LIMIT - spentOnColdStart, remaining) - RESERVE));

/**
 * Whole milliseconds that were left of Cognito's limit when the answer was ready. Never below zero: CloudWatch has no
 * percentiles of negative values.
 * @param spent from the start of the cold start, or of the call, until now.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export const timeLeft = (spent: number): number => Math.max(0, Math.floor(COGNITO_LIMIT - spent));

/** Time that one invocation has, in whole milliseconds. */
interface InvocationTime {
  /** What it may spend on calls. */
  readonly forCalls: number;
  /** What is left of Cognito's limit now. */
  readonly left: () => number;
}

/**
 * Gives each invocation its time. Cognito waits for the first caller's cold start too, so that theirs is shorter.
 * Call this at the end of the cold start, and what it returns at the beginning of each invocation.
 */
export const startInvocations = (): ((remaining: number) => InvocationTime) => {
  let spentOnColdStart = performance.now();
  return (remaining) => {
    const coldStart = spentOnColdStart;
    spentOnColdStart = 0;
    const begin = performance.now();
    return {
      forCalls: timeForCalls(remaining, coldStart),
      left: () => timeLeft(coldStart + performance.now() - begin),
    };
  };
};
