import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage early. On a machine with much memory it lets a process that keeps thirty megabytes of a
 * stream grow to five hundred first. For commands that list whole pools and wait for the network anyway.
 * @see https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export const keepHeapSmall = (): void => setFlagsFromString('--optimize-for-size');
