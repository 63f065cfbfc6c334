import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { printable } from '../migration/text/text-columns.ts';
import { SettingsError } from '../stacks/settings/mistakes.ts';
import { explainAwsError } from './aws-errors.ts';
import type { ExitStatus, OpenContext } from './command-context.ts';
import { backfillCommand } from './commands/backfill.ts';
import { checkCommand } from './commands/check.ts';
import { explainCommand } from './commands/explain.ts';
import { finishCommand } from './commands/finish.ts';
import { forgetCommand } from './commands/forget.ts';
import { groupsCommand } from './commands/groups.ts';
import { linkCommand } from './commands/link.ts';
import { mapCommand } from './commands/map.ts';
import { statusCommand } from './commands/status.ts';
import { undoCommand } from './commands/undo.ts';
import { verifyCommand } from './commands/verify.ts';
import { addGlobalOptions, type GlobalOptions } from './global-options.ts';
import { createOpenContext } from './open-context.ts';
import { OperatorError } from './operator-error.ts';
import { type Output, printableLines } from './output.ts';
import { allowsColours, createTerminal } from './terminal.ts';

/** The commands, in the order in which somebody needs them. */
const COMMANDS: readonly ((open: OpenContext) => Command)[] = [
  checkCommand,
  groupsCommand,
  statusCommand,
  explainCommand,
  undoCommand,
  forgetCommand,
  backfillCommand,
  linkCommand,
  verifyCommand,
  mapCommand,
  finishCommand,
];

const EXAMPLES = `
Examples:
  npm run migrate -- check --sandbox          try a command without AWS
  npm run migrate -- check                    before the first deploy
  npm run migrate -- status                   how many have moved
  npm run migrate -- explain ada@example.com  why somebody cannot sign in
  npm run -s migrate -- map > subs.csv

Exit status: 0 fine, 1 findings, 2 could not run, 130 interrupted.`;

/** What the process gives to the program. */
export interface ProgramHost {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the project: where cdk.json, package.json and the sandbox are. */
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Aborted with an `Interrupted`, an `Unread` or an `Unwritable`. */
  readonly signal: AbortSignal;
}

/** Ctrl-C. */
export class Interrupted extends Error {}

/** Nobody reads stdout any more, as in `... | head`. */
export class Unread extends Error {}

/** What was asked for cannot be written, as to a full disk. */
export class Unwritable extends Error {}

/** The status of a process that a signal ended, as shells count it: 128 and SIGINT. */
const INTERRUPTED = 130;
/** The status of a command that could not do what it was asked for. */
export const COULD_NOT_RUN = 2;

/**
 * Runs one command line.
 * @param args without node and script.
 * @returns the exit status of the process.
 */
export const run = async (args: readonly string[], host: ProgramHost): Promise<number> => {
  const { stderr, signal } = host;
  let status: number = COULD_NOT_RUN;
  const program = createProgram(host, (concluded) => {
    status = concluded;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (signal.aborted) status = signal.reason instanceof Unwritable ? COULD_NOT_RUN : 0;
    else if (error instanceof CommanderError) status = error.exitCode === 0 ? 0 : COULD_NOT_RUN;
    else stderr.write(`${explain(error, program.opts())}\n`);
  }
  return signal.reason instanceof Interrupted ? INTERRUPTED : status;
};

const createProgram = (host: ProgramHost, conclude: (status: ExitStatus) => void): Command => {
  const { stdout, stderr, environment, directory, now, signal } = host;
  const program = addGlobalOptions(new Command('migrate'))
    .description(
      'Moves people from one Amazon Cognito user pool to another: looks, watches, explains and proves.',
    )
    .usage('<command> [options]')
    .version(versionIn(directory), '--version', 'the version of this project')
    .helpOption('-h, --help', 'this text, or that of a command')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXAMPLES)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      outputError: (text, write) => write(`${printable(complaint(text))}\n`),
    })
    .exitOverride();
  const open = createOpenContext(() => {
    const options = program.opts<GlobalOptions>();
    if (options.sandbox === true && options.endpoint !== undefined) {
      throw new OperatorError('--sandbox and --endpoint name two sandboxes.', 'Leave one of them out.');
    }
    if (options.context !== undefined && (options.sandbox === true || options.endpoint !== undefined)) {
      throw new OperatorError(
        '-c changes the settings of cdk.json, and a sandbox has its own: those that were deployed there.',
        'Leave -c out.',
      );
    }
    const colours = allowsColours(environment);
    const terminal = createTerminal({ stdout, stderr, json: options.json === true, colours, now });
    return { options, directory, processContext: { terminal, now, signal } };
  }, conclude);
  for (const command of COMMANDS) program.addCommand(command(open).copyInheritedSettings(program));
  return program;
};

const versionIn = (directory: string): string => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return version;
};

/** Commander's complaint about a command line, as one line. */
const complaint = (text: string): string => {
  const [first = '', ...more] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const sentences = [first.replace(/\.?$/, '.'), ...more.map((line) => line.replace(/^\((.*)\)$/, '$1'))];
  const whole = `${sentences.join(' ')} --help tells what there is.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
};

/** What happened and what to do next. */
const explain = (error: unknown, options: Partial<GlobalOptions>): string => {
  if (error instanceof SettingsError) return printableLines(error.message);
  const endpoint = options.endpoint ?? (options.sandbox === true ? 'the sandbox' : undefined);
  const called = endpoint === undefined ? {} : { endpoint };
  const known = error instanceof OperatorError ? error : explainAwsError(error, called);
  if (known !== undefined) return `${printable(known.message)}\n${printable(known.remedy)}`;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a fault of the command; please report it with what follows.\n${printableLines(details)}`;
};
