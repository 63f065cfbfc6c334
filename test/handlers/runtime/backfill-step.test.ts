import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { backfillStep, type StepTime } from '../../../handlers/runtime/backfill-step.ts';

const contextWith = (remaining: () => number) =>
  ({ awsRequestId: 'request', functionName: 'function', getRemainingTimeInMillis: remaining }) as Context;

const CONTEXT = contextWith(() => 900_000);

const stepThat = (throws: unknown) =>
  backfillStep(
    'Listing',
    (event) => event,
    async () => {
      throw throws;
    },
  );

describe('a step', () => {
  test.each([
    ['most of fifteen minutes', 900_000, 500_000, false],
    ['less than a minute of fifteen', 900_000, 59_000, true],
    ['half of ten seconds', 10_000, 5_000, false],
    ['less than a fifth of ten seconds', 10_000, 1_900, true],
  ])('that has %s left: %i ms, then %i ms: is asked to stop: %s', async (_, whole, left, stopped) => {
    let remaining = whole;
    const handler = backfillStep(
      'Listing',
      (event) => event,
      async (_input, time: StepTime) => {
        remaining = left;
        return { stopped: time.stopped() };
      },
    );
    expect(
      await handler(
        {},
        contextWith(() => remaining),
      ),
    ).toEqual({ stopped });
  });

  test('that fails keeps its error’s name, and says which step it was', async () => {
    const error = Object.assign(new Error('broken'), { name: 'TotalsDoNotAddUp' });
    await expect(stepThat(error)({}, CONTEXT)).rejects.toMatchObject({
      name: 'TotalsDoNotAddUp',
      message: 'Listing: broken',
    });
  });

  test('does not tell what a text held that could not be parsed', async () => {
    const parse = () => {
      try {
        return JSON.parse('ada@example.com');
      } catch (error) {
        return error;
      }
    };
    await expect(stepThat(parse())({}, CONTEXT)).rejects.toThrow(
      'Listing: an object in the bucket is not what an earlier step wrote',
    );
  });
});
