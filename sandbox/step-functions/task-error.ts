/**
 * A failure inside a state machine: `name` is what `ErrorEquals` matches, the message becomes the `Cause`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class TaskError extends Error {
  override readonly name: string;
  /** Read by the library. */
  readonly isRetryable: boolean;
  /** Read by the library. */
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, options: { readonly terminal?: boolean } = {}) {
    super(cause);
    this.name = name;
    this.isRetryable = options.terminal !== true;
    this.isCatchable = options.terminal !== true;
  }
}

/** Nothing may run any more: the execution, or the Map around, has ended. */
export const stopped = () => new TaskError('Sandbox.Stopped', 'The execution has ended.', { terminal: true });

/** No Retry and no Catch matches it, not even `States.ALL`. */
export const runtimeError = (cause: string) => new TaskError('States.Runtime', cause, { terminal: true });

/**
 * Bytes of a state's input or output.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const LARGEST_PAYLOAD = 262_144;

/** Terminal as well: `States.ALL` does not catch it. */
export const dataLimitExceeded = (what: string) =>
  new TaskError(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    { terminal: true },
  );

export const isTooLarge = (value: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(value) ?? 'null') > LARGEST_PAYLOAD;
