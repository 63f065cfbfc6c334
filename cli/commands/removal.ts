import { Command } from 'commander';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import type { Asking } from '../confirmation.ts';
import { askAtTerminal } from '../confirmation.ts';
import { identifierArgument } from '../identifier.ts';
import { acceptUnfinishedRunOption } from '../unfinished-runs.ts';

/** The options of the commands that delete somebody. */
export interface RemovalOptions {
  /** Whether nothing is deleted. @default false */
  readonly dryRun?: boolean;
  /** Whether nobody is asked. @default false */
  readonly yes?: boolean;
  /** Ids of backfills that could be resumed, and never will be. @default none */
  readonly acceptUnfinishedRun?: readonly string[];
  readonly asking: Asking;
}

/** What one command that deletes somebody has of its own. */
export interface Removal {
  readonly name: string;
  readonly description: string;
  /** What `--dry-run` does. */
  readonly dryRun: string;
  readonly help: string;
  readonly act: (
    context: DeployedContext,
    identifier: string,
    options: RemovalOptions,
  ) => Promise<ExitStatus>;
}

/** A command that deletes one person, and asks before it does. */
export const removalCommand = (
  open: OpenContext,
  { name, description, dryRun, help, act }: Removal,
): Command =>
  new Command(name)
    .description(description)
    .addArgument(identifierArgument())
    .option('--dry-run', dryRun)
    .option('--yes', 'do not ask')
    .addOption(acceptUnfinishedRunOption())
    .addHelpText('after', help)
    .action((identifier: string, options: Omit<RemovalOptions, 'asking'>) =>
      open.deployed((context) =>
        act(context, identifier, { ...options, asking: askAtTerminal(process.stdin, process.stderr) }),
      ),
    );
