/** The reason of a signal of `untilInterrupted`. */
export class Interrupted extends Error {}

/** The exit status of a process that was interrupted, as shells count it: 128 and SIGINT. */
export const INTERRUPTED = 130;

/** Whether another process started this one with a channel between the two; it may be closed by now. */
export const hasParent = (): boolean => process.send !== undefined;

/**
 * Aborted when this process is to end: by Ctrl-C, by SIGTERM, or because the process that started it has ended or needs
 * it no more. Ask for it before anything begins that must be cleaned up. A second signal changes nothing, for npm hands
 * on what the terminal sent to both.
 */
export const untilInterrupted = (): AbortSignal => {
  const ending = new AbortController();
  const end = (): void => ending.abort(new Interrupted());
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  if (hasParent()) {
    process.once('disconnect', end);
    // The channel alone is no reason to live.
    process.channel?.unref();
    // It may have been closed while this program was being loaded.
    if (!process.connected) end();
    // Nobody hears any more: that must not end this before it has cleaned up.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  }
  return ending.signal;
};

/** Rejected with the reason of the signal, when that is aborted. */
export const abortion = (signal: AbortSignal): Promise<never> => {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
};
