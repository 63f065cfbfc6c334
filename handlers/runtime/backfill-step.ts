import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { placeOf } from './fault-place.ts';

/** Time that an invocation has. */
export interface StepTime {
  /** Whether it should save its place and say "not done". */
  readonly stopped: () => boolean;
}

/** Writes a line to the log; facts about jobs and counts, nobody's data. */
type Warn = (message: string, facts: Readonly<Record<string, string | number | boolean>>) => void;

/** Milliseconds kept back for what is under way and for the last checkpoint. */
const RESERVE = 60_000;

/** No more than this part of the whole time is kept back. */
const LARGEST_RESERVE = 0.2;

const timeOf = (context: Pick<Context, 'getRemainingTimeInMillis'>): StepTime => {
  const reserve = Math.min(RESERVE, context.getRemainingTimeInMillis() * LARGEST_RESERVE);
  return { stopped: () => context.getRemainingTimeInMillis() < reserve };
};

const logger = new Logger({ serviceName: 'user-backfill' });

/**
 * What the state machine and the report get to read: the name that retries go by, and a message that says which
 * step it was. A text that could not be parsed is somebody's data, and JSON.parse quotes it.
 */
const explained = (step: string, error: unknown): Error => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const text = name === 'SyntaxError' ? 'an object in the bucket is not what an earlier step wrote' : message;
  const failure = new Error(`${step}: ${text}`);
  failure.name = name;
  return failure;
};

/**
 * The Lambda function of one step of the backfill.
 * @param step what it does, as in "Listing the old pool".
 */
export const backfillStep = <Input, Output>(
  step: string,
  read: (event: unknown) => Input,
  run: (input: Input, time: StepTime, warn: Warn) => Promise<Output>,
) =>
  middy<unknown, Output>()
    // Said here, because an environment variable could turn it on.
    .use(injectLambdaContext(logger, { logEvent: false }))
    .handler(async (event, context) => {
      try {
        const result = await run(read(event), timeOf(context), (message, facts) =>
          logger.warn(message, facts),
        );
        logger.info(step, { result: summaryOf(result) });
        return result;
      } catch (error) {
        const failure = explained(step, error);
        logger.error(failure.message, placeOf(error));
        throw failure;
      }
    });

/** Counts and flags; texts and lists may name people. */
const summaryOf = (result: unknown): Readonly<Record<string, unknown>> =>
  typeof result === 'object' && result !== null
    ? Object.fromEntries(
        Object.entries(result).filter(([, value]) => ['number', 'boolean'].includes(typeof value)),
      )
    : {};
