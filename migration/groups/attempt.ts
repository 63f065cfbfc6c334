import { reasonOfFailedCall } from '../failed-call.ts';
import { PoolCallFailed } from '../ports.ts';
import type { FailReason } from '../reasons.ts';

/** The answer of a call, or why there is none. */
export type Attempt<T> = { readonly value: T } | { readonly reason: FailReason };

/** Waits for a call; what is no failure of a call stays an error. */
export const attempt = async <T>(call: Promise<T>): Promise<Attempt<T>> => {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof PoolCallFailed) return { reason: reasonOfFailedCall(error) };
    throw error;
  }
};
