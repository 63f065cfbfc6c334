import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The next message of a child process. @throws Error if it ends instead of answering. */
export const nextMessage = async (child: ChildProcess): Promise<Record<string, unknown>> => {
  const abort = new AbortController();
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal: abort.signal }),
      once(child, 'exit', { signal: abort.signal }).then(([code]) => {
        throw new Error(`A process of the benchmark ended with status ${String(code)}`);
      }),
    ]);
    if (!isRecord(message)) throw new Error('A process of the benchmark sent something unreadable');
    return message;
  } finally {
    abort.abort();
  }
};
