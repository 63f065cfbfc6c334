import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definition.ts';
import type { InvokeMessage, WorkerMessage, WorkerSetup } from './messages.ts';
import { asThrown } from './payload.ts';

/** How one run of the handler ended. */
export type RunResult =
  | { readonly kind: 'returned'; readonly payload: unknown }
  | { readonly kind: 'threw'; readonly errorType: string; readonly errorMessage: string }
  /** The function's own `Timeout`. */
  | { readonly kind: 'timed-out' };

export type Write = (line: { requestId: string; stream: 'stdout' | 'stderr'; text: string }) => void;

/**
 * One worker thread with one copy of a function, for one invocation at a time. It starts with its first
 * invocation; after a time-out or a crash it is `dead` and somebody has to make another one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class ExecutionEnvironment {
  readonly #definition: FunctionDefinition;
  readonly #write: Write;
  #worker: Worker | undefined;
  #initialized = Promise.withResolvers<RunResult | undefined>();
  #running: { requestId: string; settle: (result: RunResult) => void } | undefined;
  #dead = false;

  constructor(definition: FunctionDefinition, write: Write) {
    this.#definition = definition;
    this.#write = write;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Call it only when no other run is under way. */
  async run(payload: unknown): Promise<RunResult> {
    const requestId = randomUUID();
    const { promise, resolve } = Promise.withResolvers<RunResult>();
    this.#running = { requestId, settle: resolve };
    const worker = this.#start();
    worker.ref();
    const failure = await this.#initialized.promise;
    const timer = failure ? undefined : this.#startHandler(worker, requestId, payload);
    try {
      return failure ?? (await promise);
    } finally {
      clearTimeout(timer);
      this.#running = undefined;
      // An idle environment must not keep the process alive.
      worker.unref();
    }
  }

  async close(): Promise<void> {
    this.#dead = true;
    await this.#worker?.terminate();
  }

  /** The function's `Timeout` begins when the handler does: loading the code is not part of it. */
  #startHandler(worker: Worker, requestId: string, payload: unknown): NodeJS.Timeout {
    const timeoutMs = this.#definition.timeoutSeconds * 1000;
    const message: InvokeMessage = { requestId, event: JSON.stringify(payload) ?? 'null', timeoutMs };
    worker.postMessage(message);
    return setTimeout(() => this.#timeOut(), timeoutMs);
  }

  #start(): Worker {
    this.#worker ??= this.#startWorker();
    return this.#worker;
  }

  #startWorker(): Worker {
    const { code, handler, functionName, functionArn, memorySize, environment } = this.#definition;
    const workerData: WorkerSetup = {
      ...{ code, handler, functionName, functionArn, memorySize },
      logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'] ?? `/aws/lambda/${functionName}`,
      logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
      startedAt: process.uptime() * 1000,
    };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      env: { ...environment },
      execArgv: [],
      // Output comes as messages. These two keep the rest, if any, out of the sandbox's own output; reading them
      // would keep the process alive.
      stdout: true,
      stderr: true,
    });
    worker.on('message', (message: WorkerMessage) => this.#hear(message));
    worker.on('error', (error) => this.#crash(asThrown(error)));
    worker.on('exit', (status) => this.#crash(exited(status)));
    return worker;
  }

  #hear(message: WorkerMessage): void {
    switch (message.kind) {
      case 'initialized':
        this.#initialized.resolve(undefined);
        break;
      case 'failed-to-initialize':
        this.#crash(message);
        break;
      case 'wrote':
        this.#print(message.stream, message.text);
        break;
      case 'returned':
        this.#settle(message.requestId, { kind: 'returned', payload: JSON.parse(message.payload) });
        break;
      case 'threw':
        this.#settle(message.requestId, threw(message));
        break;
    }
  }

  #settle(requestId: string, result: RunResult): void {
    if (this.#running?.requestId === requestId) this.#running.settle(result);
  }

  #timeOut(): void {
    this.#print('stdout', `Task timed out after ${this.#definition.timeoutSeconds.toFixed(2)} seconds\n`);
    this.#running?.settle({ kind: 'timed-out' });
    void this.close();
  }

  #crash(thrown: { errorType: string; errorMessage: string }): void {
    this.#initialized.resolve(threw(thrown));
    this.#running?.settle(threw(thrown));
    void this.close();
  }

  #print(stream: 'stdout' | 'stderr', text: string): void {
    this.#write({ requestId: this.#running?.requestId ?? '', stream, text });
  }
}

function threw({ errorType, errorMessage }: { errorType: string; errorMessage: string }): RunResult {
  return { kind: 'threw', errorType, errorMessage };
}

function exited(status: number): { errorType: string; errorMessage: string } {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `Error: Runtime exited with error: exit status ${status}`,
  };
}
