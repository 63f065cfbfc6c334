import { Command } from 'commander';
import type { Pair } from '../../migration/removal/identify.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import type { Asking } from '../confirmation.ts';
import { askAtTerminal } from '../confirmation.ts';
import { identifierArgument } from '../identifier.ts';
import type { PoolsForRemoval } from '../person-in-pools.ts';
import { findPerson, withPoolsForRemoval } from '../person-in-pools.ts';
import type { RunsSeen } from '../unfinished-runs.ts';
import { acceptUnfinishedRunOption, refuseWhileRunsBringBack, tellRunsSince } from '../unfinished-runs.ts';

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

/**
 * Goes on with the person of that name; says so and ends with 1 if there is none.
 * @param verb what there is nothing to do then, such as `delete`.
 * @throws OperatorError while a backfill would bring back whoever is removed
 */
export const withPersonToRemove = async (
  context: DeployedContext,
  identifier: string,
  verb: string,
  options: RemovalOptions,
  act: (pools: PoolsForRemoval, person: Pair) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  const { terminal } = context;
  const { dryRun = false, yes = false, acceptUnfinishedRun = [] } = options;
  await refuseWhileRunsBringBack(context, acceptUnfinishedRun);
  return withPoolsForRemoval(context, async (pools) => {
    const person = await findPerson(pools, identifier, { terminal, unasked: yes && !dryRun });
    if (person !== undefined) return act(pools, person);
    if (terminal.json) terminal.document({ dryRun, old: null, new: null });
    terminal.talk(
      `Nobody has the name ${identifier} in either pool: there is nothing to ${verb}. Mind the spelling, or try another name of theirs.`,
    );
    return 1;
  });
};

/** The runs since a deletion; `ids` is null where nobody could be asked about them. */
export interface RunsSince {
  readonly ids: readonly string[] | null;
  readonly status: ExitStatus;
}

/**
 * What `tellRunsSince` tells. Somebody is deleted by now: that it cannot be asked must not hide that.
 * @param again the command that deletes once more whoever was brought back
 */
export const runsSinceRemoval = async (
  context: DeployedContext,
  seen: RunsSeen,
  again: string,
): Promise<RunsSince> => {
  try {
    const ids = await tellRunsSince(context, seen, again);
    return { ids, status: ids.length === 0 ? 0 : 1 };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    context.terminal.talk(
      `Deleted; whether a backfill began meanwhile could not be asked (${why}). Look yourself (npm run migrate -- backfill --watch): if one did, wait until it has come to its end, and then run "${again}" once more.`,
    );
    return { ids: null, status: 1 };
  }
};

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
