/** `npm run migrate -- <command>`. */

import { fileURLToPath } from 'node:url';
import { COULD_NOT_RUN, Interrupted, run, Unread, Unwritable } from './program.ts';

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

let unwritable = false;

/** It may come after the command has ended. */
const breakOff = ({ code, message }: NodeJS.ErrnoException): void => {
  if (code === 'EPIPE') {
    ending.abort(new Unread());
    return;
  }
  if (unwritable) return;
  unwritable = true;
  process.exitCode = COULD_NOT_RUN;
  ending.abort(new Unwritable());
  process.stderr.write(
    `The output could not be written (${message}).\nIs there room where it goes? Mend that, and run the command again.\n`,
  );
};
for (const stream of [process.stdout, process.stderr]) stream.on('error', breakOff);

const status = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  directory: fileURLToPath(new URL('..', import.meta.url)),
  now: Date.now,
  signal: ending.signal,
});
process.exitCode = unwritable ? COULD_NOT_RUN : status;
process.off('SIGINT', interrupt);
process.off('SIGTERM', interrupt);
