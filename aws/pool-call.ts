import { PoolCallFailed } from '../migration/ports.ts';

/** The service's exception as it named it, from whatever was thrown. */
export const exceptionOf = (error: unknown): { name: string; message: string } =>
  error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'UnknownError', message: String(error) };

/** Has the name that the SDK gives to a call whose signal was aborted. */
class DeadlinePassed extends Error {
  override readonly name = 'AbortError';
}

/** Rejects at the deadline even while a client waits to try again. */
const rejectAtDeadline = (
  signal: AbortSignal,
): { readonly deadline: Promise<never>; readonly clear: () => void } => {
  const { promise, reject } = Promise.withResolvers<never>();
  const expire = () => reject(new DeadlinePassed('The time for this call is up'));
  if (signal.aborted) expire();
  signal.addEventListener('abort', expire, { once: true });
  return { deadline: promise, clear: () => signal.removeEventListener('abort', expire) };
};

/** Runs one call to AWS, but not beyond the deadline. */
export const beforeDeadline = async <T>(call: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { deadline, clear } = rejectAtDeadline(signal);
  try {
    return await Promise.race([call, deadline]);
  } finally {
    clear();
  }
};

/** The result of a call; `undefined` where the user does not exist; `PoolCallFailed` for any other exception. */
export const unlessNotFound = async <T>(call: Promise<T>, signal: AbortSignal): Promise<T | undefined> => {
  try {
    return await beforeDeadline(call, signal);
  } catch (error) {
    const { name, message } = exceptionOf(error);
    if (name === 'UserNotFoundException') return undefined;
    throw new PoolCallFailed(name, message, { cause: error });
  }
};

const unlessException = async <T>(call: Promise<T>, names: readonly string[]): Promise<T | undefined> => {
  try {
    return await call;
  } catch (error) {
    if (names.includes(exceptionOf(error).name)) return undefined;
    throw error;
  }
};

/** The answer of a call; undefined where the user is gone. Unlike `unlessNotFound`, what else it throws stays as it is. */
export const unlessGone = <T>(call: Promise<T>): Promise<T | undefined> =>
  unlessException(call, ['UserNotFoundException']);

/** Exceptions of a caller that may not make a call, and is told so. */
export const NOT_PERMITTED: readonly string[] = ['AccessDeniedException', 'AccessDenied'];

/** The answer of a call; undefined where the caller, perhaps a role in the pool's account, may not make it. */
export const unlessNotPermitted = <T>(call: Promise<T>): Promise<T | undefined> =>
  unlessException(call, NOT_PERMITTED);
