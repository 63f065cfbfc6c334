import type { Command } from 'commander';
import type { Pair } from '../../migration/removal/identify.ts';
import { sourceSubOf } from '../../migration/source-sub.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { confirmByName } from '../confirmation.ts';
import { OperatorError } from '../operator-error.ts';
import type { PoolsForRemoval } from '../person-in-pools.ts';
import { findPerson, halfOf, withPoolsForRemoval } from '../person-in-pools.ts';
import { refuseWhileRunsBringBack, warningsAboutRuns } from '../unfinished-runs.ts';
import type { RemovalOptions } from './removal.ts';
import { removalCommand } from './removal.ts';

const PLACES: Readonly<Record<string, string>> = {
  both: 'from the old pool and then from the new one',
  old: 'from the old pool, the only one that has them',
  new: 'from the new pool, the only one that has them',
};

const placesOf = ({ old, new: moved }: Pair): string =>
  PLACES[old === undefined ? 'new' : moved === undefined ? 'old' : 'both'] ?? '';

const usernameOf = ({ old, new: moved }: Pair): string => old?.username ?? moved?.username ?? '';

/** Deletes the old half first: whoever is gone there cannot come again. */
const removeBoth = async (pools: PoolsForRemoval, pair: Pair): Promise<Pair> => {
  if (pair.old !== undefined) await pools.old.remove(pair.old);
  try {
    // A sign-in that was under way has perhaps moved them in the meantime.
    const moved = pair.new ?? (await movedMeanwhile(pools, pair));
    if (moved !== undefined) await pools.new.remove(moved);
    return { ...pair, ...(moved === undefined ? {} : { new: moved }) };
  } catch (cause) {
    if (pair.old === undefined) throw cause;
    const name = pair.new?.sub ?? pair.old.username;
    throw new OperatorError(
      `They are deleted from the old pool, but not from the new one: ${cause instanceof Error ? cause.message : String(cause)}.`,
      `Mend that, and run "forget ${name}" again: it finds what is left.`,
      { cause },
    );
  }
};

const movedMeanwhile = async (pools: PoolsForRemoval, { old }: Pair): Promise<Pair['new']> => {
  if (old === undefined) return undefined;
  const holders = await Promise.all([pools.new.find(old.username), pools.new.find(old.sub)]);
  return holders.find((holder) => holder !== undefined && sourceSubOf(holder) === old.sub);
};

/** `migrate forget`: deletes somebody from both pools, so that no sign-in brings them back. 1 if nobody was found. */
export const forget = async (
  context: DeployedContext,
  identifier: string,
  options: RemovalOptions,
): Promise<ExitStatus> => {
  const { terminal } = context;
  const { dryRun = false, yes = false, acceptUnfinishedRun = [] } = options;
  const unfinished = await refuseWhileRunsBringBack(context, acceptUnfinishedRun);
  return withPoolsForRemoval(context, async (pools) => {
    const pair = await findPerson(pools, identifier, { terminal, unasked: yes && !dryRun });
    if (pair === undefined) {
      if (terminal.json) terminal.document({ dryRun, old: null, new: null });
      terminal.talk(`Nobody has the name ${identifier} in either pool: there is nothing to delete.`);
      return 1;
    }
    const username = usernameOf(pair);
    if (!dryRun) {
      const what = `Deletes ${username} ${placesOf(pair)}. This cannot be taken back.`;
      await confirmByName(context, options, { name: username, what });
    }
    const removed = dryRun ? pair : await removeBoth(pools, pair);
    if (terminal.json) terminal.document({ dryRun, old: halfOf(removed.old), new: halfOf(removed.new) });
    terminal.talk(
      dryRun
        ? `Would be deleted ${placesOf(removed)}. Nothing was changed.`
        : `${username} is deleted ${placesOf(removed)}.`,
    );
    if (!dryRun) tellWhatIsLeft(context, pair, unfinished);
    return 0;
  });
};

const tellWhatIsLeft = (
  { terminal, settings, deployed }: DeployedContext,
  pair: Pair,
  unfinished: readonly string[],
): void => {
  for (const warning of warningsAboutRuns(unfinished)) terminal.talk(warning);
  if (pair.new === undefined) {
    terminal.talk(
      'If they were just signing in, they may still have been moved into the new pool: run it once more in a minute, to find and delete that too, or nobody.',
    );
  }
  if (deployed.bucketName !== undefined) {
    terminal.talk(
      `Files of backfills in the bucket ${deployed.bucketName} may name them, for at most ${settings.backfill.expireAfterDays} days; import none of those by hand any more, and resume no backfill that began before now and has not ended.`,
    );
  }
};

const HELP = `
Deletes a person from the old pool first and then from the new one: in the other order, a sign-in in between would
move them again. Shows whom it found in both pools, and asks. Whoever is in one pool only is deleted there. A name
that means more than one person is refused, and so is everything while a backfill is under way or can be resumed: it
would bring them back. With --yes, an address that the pool does not take for a name is refused.

If it breaks off in between, run it again: it finds what is left. Whoever is looked at counts as active in this
month's bill of their pool (AdminGetUser).

Exit status: 0 deleted, 1 nobody has this name, 2 could not run.`;

/** `migrate forget`, for the command line. */
export const forgetCommand = (open: OpenContext): Command =>
  removalCommand(open, {
    name: 'forget',
    description: 'delete a person from both pools, so that no sign-in brings them back',
    dryRun: 'show who would be deleted, and delete nobody',
    help: HELP,
    act: forget,
  });
