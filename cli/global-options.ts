import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

/** What can be said before and after every command. */
export interface GlobalOptions {
  readonly json?: boolean;
  /** Of a running sandbox. */
  readonly endpoint?: string;
  /** Whether to start one. */
  readonly sandbox?: boolean;
  readonly region?: string;
  readonly stack: string;
  /** Each as `key=value`. */
  readonly context?: readonly string[];
}

/** The stack of stacks/app.ts. */
const STACK = 'UserMigration';

/** The options that every command has; `GlobalOptions` is what they come to. */
export const addGlobalOptions = (program: Command): Command =>
  program
    .option('--json', 'one JSON document on stdout, for programs')
    .option('--sandbox', 'try it without AWS, on a sandbox that is started and ended for it')
    .option('--endpoint <url>', 'of a running npm run sandbox', url)
    .option('--region <name>', 'of the stack (default: the one that the settings say)', regionName)
    .option('--stack <name>', 'of the deployed stack', STACK)
    .option('-c, --context <key=value>', 'as for the CDK, over cdk.json; can be repeated', andAnother);

/** A sandbox speaks http: a client that insists on https would only show the words of its library. */
const url = (text: string): string => {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('Give one such as http://127.0.0.1:9229.');
  }
  if (new URL(text).protocol === 'https:') {
    throw new InvalidArgumentError(`A sandbox speaks http: give ${text.replace(/^https/i, 'http')}.`);
  }
  return text;
};

const regionName = (text: string): string => {
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(text)) throw new InvalidArgumentError('Give one such as eu-west-1.');
  return text;
};

const andAnother = (text: string, others: readonly string[] = []): readonly string[] => [...others, text];
