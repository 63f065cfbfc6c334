import { Option } from 'commander';
import type { Workflow } from '../aws/executions.ts';
import type { PastExecution } from '../migration/removal/unfinished-runs.ts';
import { cameOf, unfinishedRuns } from '../migration/removal/unfinished-runs.ts';
import { runIdOf } from '../migration/status/run-output.ts';
import type { DeployedContext } from './command-context.ts';
import { runningExecution, withBackfill } from './commands/backfill-runs.ts';
import { OperatorError } from './operator-error.ts';

/** Executions that are looked at, newest first; one page of ListExecutions. */
const LOOKED_AT = 100;

/** Days after which even a lifecycle rule that is late has removed an object that has expired. */
const LATE = 2;

const A_DAY = 86_400_000;

const readUnfinished = async (workflow: Workflow, since: number): Promise<readonly string[]> => {
  const listed = await workflow.list({ most: LOOKED_AT });
  const past: PastExecution[] = [];
  for (const { arn } of listed.filter(({ startedAt, endedAt = startedAt }) => endedAt >= since)) {
    const execution = await workflow.describe(arn);
    if (execution !== undefined) past.push({ runId: runIdOf(execution), came: cameOf(execution) });
  }
  return unfinishedRuns(past);
};

/**
 * Refuses to delete anybody whom a backfill would bring back: while one is under way, and while one can be resumed.
 * A run whose objects the bucket has forgotten cannot be resumed.
 * @param accepted ids of runs that the operator will never resume
 * @returns those of them that could be resumed
 * @throws OperatorError if there are others
 */
export const refuseWhileRunsBringBack = async (
  context: DeployedContext,
  accepted: readonly string[],
): Promise<readonly string[]> => {
  const { deployed, settings, now } = context;
  if (deployed.stateMachineArn === undefined) return [];
  return withBackfill(context, async (workflow) => {
    const running = await runningExecution(workflow);
    if (running !== undefined) {
      throw new OperatorError(
        `The backfill ${running.name} is under way, and goes by what it listed before; nothing was changed.`,
        'Wait until it ends (npm run migrate -- backfill --watch), and run the command again.',
      );
    }
    const since = now() - (settings.backfill.expireAfterDays + LATE) * A_DAY;
    const unfinished = await readUnfinished(workflow, since);
    const [first] = unfinished.filter((runId) => !accepted.includes(runId));
    if (first === undefined) return unfinished;
    throw new OperatorError(
      `The backfill ${first} did not end with an import: resumed, or its files imported by hand, it brings back whoever is deleted now. Nothing was changed.`,
      `Resume it to its end first (npm run migrate -- backfill --resume ${first}). If nobody will ever resume it or import its files, say so with --accept-unfinished-run ${first}.`,
    );
  });
};

/** What must never be done with the runs that were accepted, in a sentence each. */
export const warningsAboutRuns = (runIds: readonly string[]): readonly string[] =>
  runIds.map(
    (runId) =>
      `Never resume the backfill ${runId}, and import none of its files: it would bring them back. To import the others, start a new run.`,
  );

/** An option of the commands that delete somebody; it may be given more than once. */
export const acceptUnfinishedRunOption = (): Option =>
  new Option(
    '--accept-unfinished-run <runId>',
    'go on though this backfill could be resumed; nobody may resume it, or import its files, ever after',
  ).argParser((runId: string, earlier: readonly string[] = []) => [...earlier, runId]);
