import type { Command } from 'commander';
import { objectionToUndo } from '../../migration/removal/undo.ts';
import { GROUPS_CARRIED } from '../../migration/rules.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { confirmByName } from '../confirmation.ts';
import { OperatorError } from '../operator-error.ts';
import { findPerson, halfOf, withPoolsForRemoval } from '../person-in-pools.ts';
import { refuseWhileRunsBringBack, warningsAboutRuns } from '../unfinished-runs.ts';
import type { RemovalOptions } from './removal.ts';
import { removalCommand } from './removal.ts';

const LOST =
  'What is only in the new pool is lost: a password that they chose there, changes of their profile, second factors, ' +
  'groups, and everything that your apps keep under their new sub. The old password counts again.';

/** `migrate undo`: removes a profile from the new pool, so that the next sign-in moves its person again. */
export const undo = async (
  context: DeployedContext,
  identifier: string,
  options: RemovalOptions,
): Promise<ExitStatus> => {
  const { terminal, settings } = context;
  const { dryRun = false, yes = false, acceptUnfinishedRun = [] } = options;
  const unfinished = await refuseWhileRunsBringBack(context, acceptUnfinishedRun);
  return withPoolsForRemoval(context, async (pools) => {
    const pair = await findPerson(pools, identifier, { terminal, unasked: yes && !dryRun });
    if (pair === undefined) {
      if (terminal.json) terminal.document({ dryRun, old: null, new: null });
      terminal.talk(`Nobody has the name ${identifier} in either pool: there is nothing to undo.`);
      return 1;
    }
    const verdict = objectionToUndo(pair, settings);
    if ('what' in verdict) throw new OperatorError(verdict.what, verdict.remedy);
    const { old, new: moved } = verdict;
    terminal.talk(LOST);
    if (moved.attributes.has(GROUPS_CARRIED)) terminal.talk('Their groups come again from the old pool.');
    if (!dryRun) {
      const what = `Removes ${moved.username} from the new pool.`;
      await confirmByName(context, options, { name: moved.username, what });
      await pools.new.remove(moved);
    }
    if (terminal.json) terminal.document({ dryRun, old: halfOf(old), new: halfOf(moved) });
    terminal.talk(
      dryRun
        ? 'Nothing was changed.'
        : `${moved.username} is removed from the new pool; the next sign-in as ${old.username} moves them again, with the password of the old pool and a new sub.`,
    );
    if (!dryRun) for (const warning of warningsAboutRuns(unfinished)) terminal.talk(warning);
    return 0;
  });
};

const HELP = `
Removes a profile from the new pool and nothing from the old one. ${LOST}
Their tokens are refused by Cognito from then on; a back end that only checks signatures takes an access token until
it expires.

Refused where nobody could come again: for people who signed up in the new pool, who are gone from the old pool or may
not sign in there, without the trigger, and while a backfill is under way or can be resumed.

Exit status: 0 removed, 1 nobody has this name, 2 could not run.`;

/** `migrate undo`, for the command line. */
export const undoCommand = (open: OpenContext): Command =>
  removalCommand(open, {
    name: 'undo',
    description: 'remove a profile from the new pool, so that the next sign-in moves its person again',
    dryRun: 'show whom it would remove, and remove nobody',
    help: HELP,
    act: undo,
  });
