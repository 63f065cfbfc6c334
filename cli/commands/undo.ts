import type { Command } from 'commander';
import type { Undoable } from '../../migration/removal/undo.ts';
import { objectionToUndo } from '../../migration/removal/undo.ts';
import { GROUPS_CARRIED } from '../../migration/rules.ts';
import { wrapped } from '../../migration/text/wrapped.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { confirmByName } from '../confirmation.ts';
import { OperatorError } from '../operator-error.ts';
import type { PoolsForRemoval } from '../person-in-pools.ts';
import { halfOf } from '../person-in-pools.ts';
import { movedAgain } from '../person-removal.ts';
import { refuseWhileRunsBringBack, warningsAboutRuns } from '../unfinished-runs.ts';
import type { RemovalOptions } from './removal.ts';
import { removalCommand, runsSinceRemoval, withPersonToRemove } from './removal.ts';

const LOST =
  'What is only in the new pool is lost: a password that they chose there, changes of their profile, second factors, ' +
  'groups, and everything that your apps keep under their new sub. The old password counts again.';

/** `migrate undo`: removes a profile from the new pool, so that the next sign-in moves its person again. */
export const undo = (
  context: DeployedContext,
  identifier: string,
  options: RemovalOptions,
): Promise<ExitStatus> =>
  withPersonToRemove(context, identifier, 'undo', options, async (pools, pair) => {
    const { terminal, settings } = context;
    const { dryRun = false } = options;
    const verdict = objectionToUndo(pair, settings);
    if ('what' in verdict) throw new OperatorError(verdict.what, verdict.remedy);
    const { old, new: moved } = verdict;
    terminal.talk(LOST);
    if (moved.attributes.has(GROUPS_CARRIED)) terminal.talk('Their groups come again from the old pool.');
    if (!dryRun) return undoMove(context, pools, verdict, options);
    if (terminal.json) terminal.document({ dryRun, old: halfOf(old), new: halfOf(moved) });
    terminal.talk('Nothing was changed.');
    return 0;
  });

const undoMove = async (
  context: DeployedContext,
  pools: PoolsForRemoval,
  { old, new: moved }: Undoable,
  options: RemovalOptions,
): Promise<ExitStatus> => {
  const { terminal } = context;
  const what = `Removes ${moved.username} from the new pool.`;
  await confirmByName(context, options, { name: moved.username, what });
  // Whoever is asked takes their time, and a backfill may have begun meanwhile.
  const seen = await refuseWhileRunsBringBack(context, options.acceptUnfinishedRun ?? []);
  if ((await pools.new.remove(moved)) === 'gone') await refuseIfMovedAgain(pools, { old, new: moved });
  terminal.talk(
    `${moved.username} is removed from the new pool; the next sign-in as ${old.username} moves them again, with the password of the old pool and a new sub.`,
  );
  const { ids: runsSince, status } = await runsSinceRemoval(context, seen, `undo ${old.sub}`);
  if (terminal.json) {
    terminal.document({ dryRun: false, old: halfOf(old), new: halfOf(moved), runsSince });
  }
  for (const warning of warningsAboutRuns(seen.accepted)) terminal.talk(warning);
  return status;
};

const refuseIfMovedAgain = async (pools: PoolsForRemoval, pair: Undoable): Promise<void> => {
  const again = await movedAgain(pools, pair);
  if (again === undefined) return;
  throw new OperatorError(
    `The profile ${pair.new.sub} was gone by then, and they have moved again, into ${again.sub}, which is still there.`,
    `If that shall go, too, run "undo ${pair.old.sub}" again.`,
  );
};

/** Characters of a line, as in the help of the other commands. */
const HELP_WIDTH = 120;

const HELP = `
${wrapped(`Removes a profile from the new pool and nothing from the old one. ${LOST}`, HELP_WIDTH).join('\n')}
Their tokens are refused by Cognito from then on; a back end that only checks signatures takes an access token until
it expires.

Refused where nobody could come again: for people who signed up in the new pool, who are gone from the old pool or may
not sign in there, without the trigger, and while a backfill is under way or can be resumed.

Exit status: 0 removed, 1 nobody has this name, or a backfill that began meanwhile may bring them back (or it could not
be asked whether one began), 2 could not run.`;

/** `migrate undo`, for the command line. */
export const undoCommand = (open: OpenContext): Command =>
  removalCommand(open, {
    name: 'undo',
    description: 'remove a profile from the new pool, so that the next sign-in moves its person again',
    dryRun: 'show whom it would remove, and remove nobody',
    help: HELP,
    act: undo,
  });
