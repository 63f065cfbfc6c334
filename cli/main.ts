import { fileURLToPath } from 'node:url';
import { Interrupted, run, Unread } from './program.ts';

/** `npm run migrate -- <command>`. */

/** Milliseconds in which a second SIGINT is the same Ctrl-C: npm hands on what the terminal sent to all. */
const SAME_CTRL_C = 500;

const ending = new AbortController();
let interruptedAt: number | undefined;

const interrupt = (): void => {
  const now = performance.now();
  if (interruptedAt === undefined) {
    interruptedAt = now;
    ending.abort(new Interrupted());
    process.stderr.write('\nStopping. Ctrl-C again ends this at once.\n');
  } else if (now - interruptedAt > SAME_CTRL_C) {
    process.exit(130);
  }
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    ending.abort(new Unread());
  });
}

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  directory: fileURLToPath(new URL('..', import.meta.url)),
  now: Date.now,
  signal: ending.signal,
});
process.off('SIGINT', interrupt);
process.off('SIGTERM', interrupt);
