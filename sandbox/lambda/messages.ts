/** What the host and the worker of one execution environment say to each other. */

/** Given to a worker when it starts. */
export interface WorkerSetup {
  readonly code: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySize: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** When the environment began, in milliseconds since the start of the sandbox's process. */
  readonly startedAt: number;
}

/** Host to worker. */
export interface InvokeMessage {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly timeoutMs: number;
}

/** Worker to host. */
export type WorkerMessage =
  /** The handler has been found; the function's own time starts with its first invocation. */
  | { readonly kind: 'initialized' }
  | { readonly kind: 'failed-to-initialize'; readonly errorType: string; readonly errorMessage: string }
  /** `payload` is JSON. */
  | { readonly kind: 'returned'; readonly requestId: string; readonly payload: string }
  | {
      readonly kind: 'threw';
      readonly requestId: string;
      readonly errorType: string;
      readonly errorMessage: string;
    }
  | { readonly kind: 'wrote'; readonly stream: 'stdout' | 'stderr'; readonly text: string };
