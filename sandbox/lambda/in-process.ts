import type { InvokeResult, LambdaFunctions } from './functions.ts';
import { asThrown, throughJson } from './payload.ts';

/**
 * Functions of this very process, for tests of what happens around a trigger. Every ARN of the map may be
 * invoked by anybody; what is not in the map is `not-permitted`. Payloads go through JSON in both directions, so
 * that a test cannot pass what Lambda could not carry.
 */
export function inProcessFunctions(
  functions: Readonly<Record<string, (event: never) => unknown>>,
): LambdaFunctions {
  return {
    async invoke(functionArn, payload, { timeoutMs }) {
      const handler = functions[functionArn];
      if (!handler) return { kind: 'not-permitted' };
      return within(timeoutMs, run(handler, payload));
    },
  };
}

async function run(handler: (event: never) => unknown, payload: unknown): Promise<InvokeResult> {
  try {
    // The handler says itself which event it takes; a test that passes another one wants to.
    const returned: unknown = await Reflect.apply(handler, undefined, [throughJson(payload)]);
    return { kind: 'returned', payload: throughJson(returned) };
  } catch (error) {
    return { kind: 'threw', ...asThrown(error) };
  }
}

function within(timeoutMs: number, result: Promise<InvokeResult>): Promise<InvokeResult> {
  const { promise: limit, resolve } = Promise.withResolvers<InvokeResult>();
  const timer = setTimeout(() => resolve({ kind: 'timed-out' }), timeoutMs);
  return Promise.race([result, limit]).finally(() => clearTimeout(timer));
}
