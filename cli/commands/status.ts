import { Command } from 'commander';
import type { ListedExecution } from '../../aws/executions.ts';
import type { MigrationMetrics } from '../../aws/metrics.ts';
import { createMigrationMetrics } from '../../aws/metrics.ts';
import { classesOf } from '../../migration/check/census.ts';
import { classesOfRun } from '../../migration/status/classes-of-run.ts';
import { importedEverybody } from '../../migration/status/run-output.ts';
import type { KnownClasses, Outcomes, StatusFacts } from '../../migration/status/status.ts';
import { statusOf } from '../../migration/status/status.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { poolEstimates } from '../pool-estimates.ts';
import { requestsPerSecondOption } from '../requests-per-second.ts';
import { keepHeapSmall } from '../small-heap.ts';
import type { FinishedRun } from './backfill-runs.ts';
import { endOf, lastFinished, runningExecution, withBackfill } from './backfill-runs.ts';
import { takeCensus } from './check-users.ts';
import { showStatus } from './status-layout.ts';

/** The options of one call. */
export interface StatusOptions {
  /** Lists both pools. @default false */
  readonly exact?: boolean;
  /** ListUsers calls a second, of both pools together. */
  readonly requestsPerSecond: number;
}

/** CloudWatch keeps metrics for 15 months. */
const AS_LONG_AS_METRICS = 455;
const WEEK = 7;

/** `migrate status`: how many have moved and how many are left. 1 if something needs a person. */
export const status = async (
  context: DeployedContext,
  { exact = false, requestsPerSecond }: StatusOptions,
): Promise<ExitStatus> => {
  const { terminal, settings } = context;
  const [counted, estimatedUsers, runs] = await Promise.all([
    readMetrics(context),
    poolEstimates(context),
    readRuns(context),
  ]);
  const listing = exact ? await list(context, requestsPerSecond) : undefined;
  const { running, imported } = runs;
  const known = listing?.known ?? knownFrom(runs.counted);
  const found = statusOf({
    ...counted,
    now: context.now(),
    estimatedUsers: { old: estimatedUsers.oldPool, new: estimatedUsers.newPool },
    ...(listing === undefined ? {} : { listed: listing.listed }),
    ...(known === undefined ? {} : { known }),
    ...(imported === undefined ? {} : { finished: { runId: imported.runId, endedAt: endOf(imported) } }),
  });
  if (terminal.json) {
    terminal.document({ ...found, trigger: settings.trigger, ...(running === undefined ? {} : { running }) });
  } else {
    showStatus(terminal, found);
    if (!settings.trigger) terminal.talk('The trigger is detached: nobody comes by themselves any more.');
    if (running !== undefined) {
      terminal.talk(`A backfill is going: npm run migrate -- backfill --watch ${running.name}`);
    }
  }
  return found.attention.length === 0 ? 0 : 1;
};

const readMetrics = async ({
  deployed,
  now,
  new: { access },
}: DeployedContext): Promise<
  Pick<StatusFacts, 'migrated' | 'answers' | 'oldPoolSizes' | 'lastDay' | 'lastWeek'>
> => {
  const metrics = createMigrationMetrics(access, deployed.stackName, now);
  try {
    const [migrated, answers, sizes, lastDay, lastWeek] = await Promise.all([
      metrics.migrated(AS_LONG_AS_METRICS),
      metrics.answers(1),
      metrics.poolSizes(WEEK),
      outcomesOf(metrics, 1),
      outcomesOf(metrics, WEEK),
    ]);
    return { migrated, answers, oldPoolSizes: sizes.old, lastDay, lastWeek };
  } finally {
    metrics.destroy();
  }
};

const outcomesOf = async (metrics: MigrationMetrics, days: number): Promise<Outcomes> => {
  const [declined, failed] = await Promise.all([metrics.declined(days), metrics.failed(days)]);
  return { declined, failed };
};

interface Runs {
  readonly running?: ListedExecution;
  /** The last run that counted everybody. */
  readonly counted?: FinishedRun;
  /** The last run that imported everybody. */
  readonly imported?: FinishedRun;
}

const countedEverybody = ({ planned, reported }: FinishedRun): boolean =>
  !planned.pilot && reported.totals !== undefined;

const readRuns = async (context: DeployedContext): Promise<Runs> => {
  if (context.deployed.stateMachineArn === undefined) return {};
  return withBackfill(context, async (workflow) => {
    const [running, [counted, imported]] = await Promise.all([
      runningExecution(workflow),
      lastFinished(workflow, [countedEverybody, importedEverybody], context.terminal.talk),
    ]);
    return {
      ...(running === undefined ? {} : { running }),
      ...(counted === undefined ? {} : { counted }),
      ...(imported === undefined ? {} : { imported }),
    };
  });
};

const knownFrom = (run: FinishedRun | undefined): KnownClasses | undefined => {
  const totals = run?.reported.totals;
  if (run === undefined || totals === undefined) return undefined;
  return { asOf: endOf(run), runId: run.runId, classes: classesOfRun(totals) };
};

const list = async (
  context: DeployedContext,
  requestsPerSecond: number,
): Promise<{ readonly listed: NonNullable<StatusFacts['listed']>; readonly known: KnownClasses }> => {
  const census = await takeCensus(context, requestsPerSecond);
  const moved = census.tally.alreadyMoved;
  return {
    listed: { moved, left: census.listed - moved },
    known: { asOf: new Date(context.now()).toISOString(), classes: classesOf(census) },
  };
};

const HELP = `
Cheap: asks both pools for their estimated sizes, CloudWatch for what the functions counted, and Step Functions for the
last backfill. With --exact it lists both pools (ListUsers only, which bills nobody as active) and says how a backfill
would class everybody today.

It is time for the backfill when fewer than 2 % of those who are left came in the last seven days, and not before 14
days after the first. Once a backfill of everybody has finished, it says when, and how many are left.

Exit status: 0 fine, 1 something needs somebody (configuration faults, or failures above the rate of the alarm, in the
last 24 hours), 2 could not run.`;

/** `migrate status`, for the command line. */
export const statusCommand = (open: OpenContext): Command =>
  new Command('status')
    .description('how many have moved, how many are left, how fast, and whether it is time for the backfill')
    .option('--exact', 'list both pools instead of estimating')
    .addOption(requestsPerSecondOption())
    .addHelpText('after', HELP)
    .action((options: StatusOptions) => {
      if (options.exact) keepHeapSmall();
      return open.deployed((context) => status(context, options));
    });
