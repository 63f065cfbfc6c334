import type { Command } from 'commander';
import type { Deletion } from '../../aws/user-removal.ts';
import type { ListedUser } from '../../migration/listed-user.ts';
import type { Pair } from '../../migration/removal/identify.ts';
import { sourceSubOf } from '../../migration/source-sub.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { confirmByName } from '../confirmation.ts';
import type { PoolsForRemoval } from '../person-in-pools.ts';
import { halfOf } from '../person-in-pools.ts';
import type { RemovedPerson } from '../person-removal.ts';
import { removeFromBoth } from '../person-removal.ts';
import type { RunsSeen } from '../unfinished-runs.ts';
import { refuseWhileRunsBringBack, warningsAboutRuns } from '../unfinished-runs.ts';
import type { RemovalOptions } from './removal.ts';
import { removalCommand, runsSinceRemoval, withPersonToRemove } from './removal.ts';

type Places = 'both' | 'old' | 'new';

const PLACES: Readonly<Record<Places, string>> = {
  both: 'from the old pool and then from the new one',
  old: 'from the old pool, the only one that has them',
  new: 'from the new pool, the only one that has them',
};

const placesOf = ({ old, new: moved }: Pair): string =>
  PLACES[old === undefined ? 'new' : moved === undefined ? 'old' : 'both'];

const usernameOf = ({ old, new: moved }: Pair): string => old?.username ?? moved?.username ?? '';

/** From where they were deleted, and what was otherwise than it had been shown. */
const resultOf = (pair: Pair, { old, new: moved, movedSince }: RemovedPerson): readonly string[] => {
  const username = usernameOf(pair);
  const inNew = moved === 'deleted' || movedSince.length > 0;
  const places = old === 'deleted' ? (inNew ? 'both' : 'old') : inNew ? 'new' : undefined;
  return [
    places === undefined ? `${username} was gone by then.` : `${username} is deleted ${PLACES[places]}.`,
    ...(places !== undefined && old === 'gone'
      ? [`The user ${pair.old?.sub} was gone from the old pool by then.`]
      : []),
    ...(moved === 'gone' ? [`The profile ${pair.new?.sub} was gone from the new pool by then.`] : []),
    ...movedSince.map(({ sub }) => `They had moved meanwhile: the profile ${sub} is deleted, too.`),
  ];
};

/**
 * `migrate forget`: deletes somebody from both pools, so that no sign-in brings them back. 1 if nobody was found, or a
 * backfill may bring them back.
 */
export const forget = (
  context: DeployedContext,
  identifier: string,
  options: RemovalOptions,
): Promise<ExitStatus> =>
  withPersonToRemove(context, identifier, 'delete', options, async (pools, pair) => {
    const { terminal } = context;
    const { dryRun = false } = options;
    if (!dryRun) return forgetPair(context, pools, pair, options);
    if (terminal.json) terminal.document({ dryRun, old: halfOf(pair.old), new: halfOf(pair.new) });
    terminal.talk(`Would be deleted ${placesOf(pair)}. Nothing was changed.`);
    return 0;
  });

const forgetPair = async (
  context: DeployedContext,
  pools: PoolsForRemoval,
  pair: Pair,
  options: RemovalOptions,
): Promise<ExitStatus> => {
  const { terminal } = context;
  const name = usernameOf(pair);
  const what = `Deletes ${name} ${placesOf(pair)}. This cannot be taken back.`;
  await confirmByName(context, options, { name, what });
  // Whoever is asked takes their time, and a backfill may have begun meanwhile.
  const seen = await refuseWhileRunsBringBack(context, options.acceptUnfinishedRun ?? []);
  const removed = await removeFromBoth(pools, pair);
  for (const sentence of resultOf(pair, removed)) terminal.talk(sentence);
  const { ids: runsSince, status } = await runsSinceRemoval(context, seen, againOf(pair));
  if (terminal.json) {
    const movedSince = removed.movedSince.map(halfOf);
    const found = {
      old: deletedHalfOf(pair.old, removed.old),
      new: deletedHalfOf(pair.new, removed.new),
    };
    terminal.document({ dryRun: false, ...found, movedSince, runsSince });
  }
  tellWhatIsLeft(context, pair, seen);
  return status;
};

/** A half in the JSON document, with what its deletion met. */
const deletedHalfOf = (user: ListedUser | undefined, deletion: Deletion | undefined) => {
  const half = halfOf(user);
  return half === null ? null : { ...half, deletion };
};

/** Finds whoever comes back by the old `sub`: a stranger may have registered under the username by then. */
const againOf = ({ old, new: moved }: Pair): string =>
  `forget ${old?.sub ?? (moved && (sourceSubOf(moved) ?? moved.sub))}`;

const tellWhatIsLeft = (
  { terminal, settings, deployed }: DeployedContext,
  pair: Pair,
  { accepted }: RunsSeen,
): void => {
  for (const warning of warningsAboutRuns(accepted)) terminal.talk(warning);
  if (pair.old !== undefined) {
    terminal.talk(
      `If they were just signing in, that may still bring them into the new pool: run "${againOf(pair)}" once more in a minute, which deletes that, too, or finds nobody.`,
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
would bring them back. So it looks for one again after you have answered, and after the deletion. With --yes, an
address that the pool does not take for a name is refused.

If it breaks off in between, run it again with the sub that they had in the old pool: it finds what is left, and for
that it may list the whole new pool (ListUsers). Whoever is looked at counts as active in this
month's bill of their pool (AdminGetUser).

Exit status: 0 deleted, 1 nobody has this name, or a backfill that began meanwhile may bring them back (or it could
not be asked whether one began), 2 could not run.`;

/** `migrate forget`, for the command line. */
export const forgetCommand = (open: OpenContext): Command =>
  removalCommand(open, {
    name: 'forget',
    description: 'delete a person from both pools, so that no sign-in brings them back',
    dryRun: 'show who would be deleted, and delete nobody',
    help: HELP,
    act: forget,
  });
