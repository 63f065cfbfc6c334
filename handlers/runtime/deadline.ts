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
