import { Option } from 'commander';
import type { ListedExecution, Workflow } from '../aws/executions.ts';
import type { PastExecution } from '../migration/removal/unfinished-runs.ts';
import { cameOf, mayImport, unfinishedRuns } from '../migration/removal/unfinished-runs.ts';
import { runIdOf } from '../migration/status/run-output.ts';
import type { DeployedContext } from './command-context.ts';
import { runningExecution, withBackfill } from './commands/backfill-runs.ts';
import { OperatorError } from './operator-error.ts';

/** Days after which even a lifecycle rule that is late has removed an object that has expired. */
const LATE = 2;

const A_DAY = 86_400_000;

/** What was seen of the backfill's executions at one moment. */
export interface RunsSeen {
  /** Ids of runs that could be resumed, and that the operator accepted. */
  readonly accepted: readonly string[];
  /** Every execution in the state in which it was: one that goes on later is in another. */
  readonly executions: ReadonlySet<string>;
}

const NONE: RunsSeen = { accepted: [], executions: new Set() };

const momentOf = ({ arn, status }: ListedExecution): string => `${status} ${arn}`;

const pastOf = async (
  workflow: Workflow,
  executions: readonly ListedExecution[],
): Promise<readonly PastExecution[]> => {
  const past: PastExecution[] = [];
  for (const { arn } of executions) {
    const execution = await workflow.describe(arn);
    if (execution !== undefined) past.push({ runId: runIdOf(execution), came: cameOf(execution) });
  }
  return past;
};

/** All that Step Functions remembers: a halted run may be behind any number of others. */
const listAll = (workflow: Workflow): Promise<readonly ListedExecution[]> =>
  workflow.list({ most: Number.POSITIVE_INFINITY });

/**
 * Refuses to delete anybody whom a backfill would bring back: while one is under way, and while one can be resumed.
 * A run whose objects the bucket has forgotten cannot be resumed.
 * @param accepted ids of runs that the operator will never resume
 * @throws OperatorError if a run is under way, or can be resumed and was not accepted
 */
export const refuseWhileRunsBringBack = async (
  context: DeployedContext,
  accepted: readonly string[],
): Promise<RunsSeen> => {
  const { deployed, settings, now } = context;
  if (deployed.stateMachineArn === undefined) return NONE;
  return withBackfill(context, async (workflow) => {
    const running = await runningExecution(workflow);
    if (running !== undefined) {
      throw new OperatorError(
        `The backfill ${running.name} is under way, and goes by what it listed before; nothing was changed.`,
        'Wait until it ends (npm run migrate -- backfill --watch), and run the command again.',
      );
    }
    const since = now() - (settings.backfill.expireAfterDays + LATE) * A_DAY;
    const listed = await listAll(workflow);
    const recent = listed.filter(({ startedAt, endedAt = startedAt }) => endedAt >= since);
    const unfinished = unfinishedRuns(await pastOf(workflow, recent));
    const [first] = unfinished.filter((runId) => !accepted.includes(runId));
    if (first === undefined) return { accepted: unfinished, executions: new Set(listed.map(momentOf)) };
    throw new OperatorError(
      `The backfill ${first} did not end with an import: resumed, or its files imported by hand, it brings back whoever is deleted now. Nothing was changed.`,
      `Resume it to its end first (npm run migrate -- backfill --resume ${first}). If nobody will ever resume it or import its files, say so with --accept-unfinished-run ${first}.`,
    );
  });
};

/**
 * The runs that began or went on since, and may bring somebody back who was deleted in the meantime; each is told to the
 * operator with what to do.
 * @param again the command that deletes once more whoever was brought back
 * @returns their ids
 */
export const tellRunsSince = async (
  context: DeployedContext,
  { executions }: RunsSeen,
  again: string,
): Promise<readonly string[]> => {
  if (context.deployed.stateMachineArn === undefined) return [];
  const past = await withBackfill(context, async (workflow) => {
    const listed = await listAll(workflow);
    return pastOf(
      workflow,
      listed.filter((execution) => !executions.has(momentOf(execution))),
    );
  });
  const runIds = [...new Set(past.filter(({ came }) => mayImport(came)).map(({ runId }) => runId))];
  for (const runId of runIds) {
    context.terminal.talk(
      `The backfill ${runId} began or went on meanwhile, and may bring them back. Wait until it has come to its end (npm run migrate -- backfill --watch), and then run "${again}" once more.`,
    );
  }
  return runIds;
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
