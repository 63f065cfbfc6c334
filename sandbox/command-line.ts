import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/**
 * The options that a command of this project was started with. `--help` prints how to use it and ends the process
 * with status 0; a wrong option gets one line and status 2.
 * @param usage the text of `--help`.
 */
export function readOptions<const Options extends ParseArgsOptionsConfig>(usage: string, options: Options) {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(`${firstSentence(error)}. --help tells what there is.`);
  }
}

/** Ends the process with one sentence and no stack trace. @param status @default 2, the command line is wrong */
export function refuse(reason: string, status = 2): never {
  process.stderr.write(`${reason}\n`);
  process.exit(status);
}

/** Node.js says more, about options that look like something else. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/\. |\.?\n|\.$/)[0] ?? message;
}
