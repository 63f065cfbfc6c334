import type { DescribedExecution, ListedExecution, Workflow } from '../../aws/executions.ts';
import { createWorkflow } from '../../aws/executions.ts';
import { isResumable } from '../../migration/backfill/resumable.ts';
import type { PlannedRun, ReportedRun } from '../../migration/status/run-output.ts';
import { parsed, readPlanned, readReported, runIdOf } from '../../migration/status/run-output.ts';
import type { DeployedContext } from '../command-context.ts';
import { OperatorError } from '../operator-error.ts';

/** @throws OperatorError where the backfill was not deployed */
export const withBackfill = async <T>(
  { deployed, new: { access } }: DeployedContext,
  use: (workflow: Workflow) => Promise<T>,
): Promise<T> => {
  if (deployed.stateMachineArn === undefined) {
    throw new OperatorError(
      `The stack ${deployed.stackName} was deployed without a backfill.`,
      'Set backfill.enabled to true in cdk.json and run npm run deploy.',
    );
  }
  const workflow = createWorkflow(access, deployed.stateMachineArn);
  try {
    return await use(workflow);
  } finally {
    workflow.destroy();
  }
};

/** The execution that is under way. */
export const runningExecution = async (workflow: Workflow): Promise<ListedExecution | undefined> =>
  (await workflow.list({ most: 1, running: true }))[0];

/** How many executions back a run is looked for. */
const EARLIER = 100;

/**
 * An execution that resumes a run is named after it: at most 64 characters of the id, and 16 of the 80 that a name may
 * have. With logging on, a name should have none but letters, digits, hyphens and underscores.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const executionName = (runId: string | undefined, dryRun: boolean, now: number): string => {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  if (runId !== undefined) return `${runId}_${time}`;
  return `${dryRun ? 'dry-run' : 'run'}-${time}`;
};

/** The id in the name of an execution that resumes a run. */
const resumedRun = (name: string): string | undefined => /^(.+)_\d{8}-\d{6}$/.exec(name)?.[1];

/** The newest execution of a run; an id may look like the name of one that resumes another. */
const newestOf = async (workflow: Workflow, runId: string): Promise<ListedExecution | undefined> => {
  for (const listed of await workflow.list({ most: EARLIER })) {
    if (listed.name === runId) return listed;
    if (resumedRun(listed.name) !== runId) continue;
    const execution = await workflow.describe(listed.arn);
    if (execution !== undefined && runIdOf(execution) === runId) return execution;
  }
  return undefined;
};

/**
 * The newest execution of a run.
 * @param name the ARN of an execution, or the id of a run
 * @throws OperatorError if there is none
 */
export const findExecution = async (workflow: Workflow, name: string): Promise<ListedExecution> => {
  const found = name.startsWith('arn:') ? await workflow.describe(name) : await newestOf(workflow, name);
  if (found !== undefined) return found;
  throw new OperatorError(
    `There is no execution of a run ${name} among the last ${EARLIER}.`,
    'Give the id of a run, or the ARN of an execution as the Step Functions console shows it; without either, --watch finds the one that is under way.',
  );
};

/** Days for which Step Functions remembers executions. */
const REMEMBERED = 90;

/**
 * Refuses to resume what is no run: its execution would only find that out after it was started.
 * @throws OperatorError
 */
export const refuseVainResume = async (
  { settings, deployed }: DeployedContext,
  workflow: Workflow,
  runId: string,
): Promise<void> => {
  const first = await workflow.describe(workflow.arnOf(runId));
  if (first === undefined) {
    // The bucket may know a run that Step Functions has forgotten.
    if (settings.backfill.expireAfterDays > REMEMBERED) return;
    throw new OperatorError(
      `There is no run ${runId} of ${deployed.stackName}. Nothing was started.`,
      'Mind the spelling, or start a new run without --resume.',
    );
  }
  const resumed = runIdOf(first);
  if (resumed !== runId) {
    throw new OperatorError(
      `${runId} is an execution that resumed the run ${resumed}, and no run of its own. Nothing was started.`,
      `Give --resume ${resumed}.`,
    );
  }
  if (first.error !== undefined && !isResumable(first.error)) {
    throw new OperatorError(
      `The run ${runId} ended before anything was done (${first.error}): there is nothing to resume. Nothing was started.`,
      `npm run migrate -- backfill --watch ${runId} tells why. Mend that, and start a new run without --resume.`,
    );
  }
};

/** A run that is over and came to its report. */
export interface FinishedRun {
  readonly execution: DescribedExecution;
  readonly runId: string;
  readonly planned: PlannedRun;
  readonly reported: ReportedRun;
}

/** When a run ended, in ISO 8601. */
export const endOf = ({ execution }: Pick<FinishedRun, 'execution'>): string =>
  new Date(execution.endedAt ?? execution.startedAt).toISOString();

/** How many executions are described to find the last that counts. They are few: each takes hours for a large pool. */
const DESCRIBED = 200;

const finishedRun = async (workflow: Workflow, arn: string): Promise<FinishedRun | undefined> => {
  const execution = await workflow.describe(arn);
  const state = parsed(execution?.output ?? '');
  const [planned, reported] = [readPlanned(state), readReported(state)];
  if (execution === undefined || planned === undefined || reported === undefined) return undefined;
  return { execution, runId: runIdOf(execution), planned, reported };
};

/**
 * The last run of each wanted kind that succeeded and came to its report: of all that Step Functions remembers, for
 * pilots and dry runs may follow the one that counts.
 * @param wanted what makes a run one of a kind
 * @param talk hears where there are more runs than are looked at
 * @returns in the order of `wanted`
 */
export const lastFinished = async (
  workflow: Workflow,
  wanted: readonly ((run: FinishedRun) => boolean)[],
  talk: (line: string) => void,
): Promise<readonly (FinishedRun | undefined)[]> => {
  const all = await workflow.list({ most: Number.POSITIVE_INFINITY });
  const succeeded = all.filter(({ status }) => status === 'SUCCEEDED');
  let found: readonly (FinishedRun | undefined)[] = wanted.map(() => undefined);
  for (const { arn } of succeeded.slice(0, DESCRIBED)) {
    const run = await finishedRun(workflow, arn);
    if (run === undefined) continue;
    found = wanted.map((isWanted, index) => found[index] ?? (isWanted(run) ? run : undefined));
    if (!found.includes(undefined)) return found;
  }
  if (succeeded.length > DESCRIBED) {
    talk(
      `Only the last ${DESCRIBED} of ${succeeded.length} backfills that succeeded were looked at; the Step Functions console shows those before.`,
    );
  }
  return found;
};
