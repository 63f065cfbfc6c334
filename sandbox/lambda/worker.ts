import { parentPort, workerData } from 'node:worker_threads';
import { loadHandler } from './load-handler.ts';
import type { InvokeMessage, WorkerMessage, WorkerSetup } from './messages.ts';
import { asThrown } from './payload.ts';

/**
 * One execution environment: loads the handler once, then answers one invocation after the other. Runs in a
 * worker thread whose `process.env` is the function's environment.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */

const port = parentPort;
if (!port) throw new Error('worker.ts is started by execution-environment.ts, not directly.');
const setup: WorkerSetup = workerData;
const say = (message: WorkerMessage) => port.postMessage(message);

beginTime();
captureOutput('stdout');
captureOutput('stderr');
await serve();

async function serve(): Promise<void> {
  try {
    const handler = await loadHandler(setup);
    port?.on('message', (message: InvokeMessage) => void invoke(handler, message));
    say({ kind: 'initialized' });
  } catch (error) {
    say({ kind: 'failed-to-initialize', ...asThrown(error) });
  }
}

async function invoke(
  handler: Awaited<ReturnType<typeof loadHandler>>,
  { requestId, event, timeoutMs }: InvokeMessage,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  try {
    const returned = await handler(JSON.parse(event), context(requestId, deadline));
    say({ kind: 'returned', requestId, payload: JSON.stringify(returned) ?? 'null' });
  } catch (error) {
    say({ kind: 'threw', requestId, ...asThrown(error) });
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function context(awsRequestId: string, deadline: number) {
  return {
    functionName: setup.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.functionArn,
    memoryLimitInMB: String(setup.memorySize),
    awsRequestId,
    logGroupName: setup.logGroupName,
    logStreamName: setup.logStreamName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

/**
 * A thread shares the clock of its process. In Lambda an environment is a process of its own, and a function can
 * tell from these how long its cold start took.
 */
function beginTime(): void {
  const uptime = process.uptime.bind(process);
  process.uptime = () => uptime() - setup.startedAt / 1000;
  performance.now = () => process.uptime() * 1000;
}

/** Output goes the way of the results, so that a line written before a result is there before the result. */
function captureOutput(stream: 'stdout' | 'stderr'): void {
  process[stream].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    say({
      kind: 'wrote',
      stream,
      text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'),
    });
    const callback = rest.find((argument) => typeof argument === 'function');
    if (callback) queueMicrotask(() => callback());
    return true;
  };
}
