import type { Executions } from '../../../aws/executions.ts';
import type { ImportJobs } from '../../../aws/import-jobs.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { ListPage } from '../../../aws/user-lister.ts';
import { prefixesThatWork } from '../../../aws/user-lister.ts';
import type { PoolDescription } from '../../../aws/user-pools.ts';
import { csvPoolOf } from '../../../aws/user-pools.ts';
import type { DisabledUsers } from '../../../migration/backfill/admission.ts';
import type { CsvPool } from '../../../migration/backfill/csv.ts';
import { parseHeader } from '../../../migration/backfill/csv.ts';
import type { RunReport } from '../../../migration/backfill/report.ts';
import { isFinal, resumedOptions } from '../../../migration/backfill/resume.ts';
import { objectionsToResume, withReminder } from '../../../migration/backfill/resume-objections.ts';
import { objectionsToRun } from '../../../migration/backfill/run-conditions.ts';
import type { RunOptions } from '../../../migration/backfill/run-options.ts';
import {
  isRunId,
  parseRunOptions,
  peopleOf,
  unfitExecutionName,
} from '../../../migration/backfill/run-options.ts';
import { runSettingsOf } from '../../../migration/backfill/run-settings.ts';
import { partitionsFor, shardsFor } from '../../../migration/backfill/shards.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { releaseLock, takeLock } from '../run/run-lock.ts';
import type { RunPlan } from '../run/run-objects.ts';
import { keysOf, readJson } from '../run/run-objects.ts';

/** What the state machine tells about itself and its input. */
export interface PlanInput {
  /** ARN of the execution. */
  readonly execution: string;
  /** Its name, which becomes the id of a new run. */
  readonly executionName: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The operator's input, unchecked. */
  readonly options: unknown;
}

/** What the following states go by. */
type PlanResult =
  | {
      readonly kind: 'go';
      readonly runId: string;
      readonly dryRun: boolean;
      readonly import: boolean;
      readonly pilot: boolean;
      /** Whether statuses are left out, by `include` or `exclude`. */
      readonly filtered: boolean;
      /** Whether each user is looked at by calls of their own. */
      readonly lookUps: boolean;
      readonly shards: readonly string[];
      readonly partitions: readonly number[];
    }
  /** Nothing was done, and nothing will be. */
  | { readonly kind: 'refused' | 'finished'; readonly subject: string; readonly message: string };

/** A pool as the plan needs it. */
interface PlannedPool {
  readonly userPoolId: string;
  readonly describe: () => Promise<PoolDescription>;
  readonly listPage: ListPage;
}

interface Deps {
  readonly store: ObjectStore;
  readonly executions: Executions;
  readonly oldPool: PlannedPool;
  readonly newPool: PlannedPool;
  readonly header: ImportJobs['header'];
  readonly rules: MigrationRules;
  readonly disabledUsers: DisabledUsers;
}

const refused = (message: string): PlanResult => ({
  kind: 'refused',
  subject: 'User backfill was refused',
  message,
});

/** An id with nothing behind it, perhaps a slip of the pen, must not begin an import of everybody. */
const unknownRun = (runId: string): string =>
  `There is no run ${runId} in the bucket: no run has this id, or it ended before it had a plan, or the bucket has ` +
  'forgotten it. Nothing was done. Mind the spelling, or start a new run without runId (--resume).';

const goOn = ({ runId, options, shards, partitions }: RunPlan): PlanResult => ({
  kind: 'go',
  runId,
  dryRun: options.dryRun,
  import: options.import,
  pilot: options.pilot !== undefined,
  filtered: options.statuses.include !== undefined || options.statuses.exclude.length > 0,
  lookUps: options.pilot !== undefined || options.mfaLookup,
  shards,
  partitions: Array.from({ length: partitions }, (_, partition) => partition),
});

const finishedMessage = ({ runId, endedAt, totals }: RunReport): string =>
  `The run ${runId} was finished on ${endedAt} and imported ${totals.imported} users. ` +
  'Nothing was done now. To import who has come since, start a new run without runId.';

/** Both pools as they are now. */
interface PoolsNow {
  readonly old: PoolDescription;
  readonly new: PoolDescription;
  readonly csvPool: CsvPool;
  readonly columns: readonly string[];
  /** Why nobody must be imported into the new pool now; full sentences. */
  readonly objections: readonly string[];
}

const lookAtPools = async (
  { oldPool, newPool, header: getHeader, rules }: Deps,
  { options, disabledUsers }: Pick<RunPlan, 'options' | 'disabledUsers'>,
): Promise<PoolsNow> => {
  const [oldDescription, newDescription] = [await oldPool.describe(), await newPool.describe()];
  const csvPool = csvPoolOf(newDescription, rules.newPool);
  const objections = objectionsToRun({
    options,
    disabledUsers,
    oldPoolMfa: oldDescription.mfa,
    autoVerified: csvPool.autoVerified,
    passwordless: newDescription.passwordless,
  });
  const columns = await getHeader();
  const header = parseHeader(columns, csvPool);
  return {
    old: oldDescription,
    new: newDescription,
    csvPool,
    columns,
    objections: [...objections, ...(header.kind === 'mistakes' ? header.mistakes : [])],
  };
};

/** Divides the work. @returns a text if there is something against the run. */
const makePlan = async (
  deps: Deps,
  run: { readonly runId: string; readonly startedAt: string },
  options: RunOptions,
): Promise<RunPlan | string> => {
  const { oldPool, newPool, rules, disabledUsers } = deps;
  const pools = await lookAtPools(deps, { options, disabledUsers });
  if (pools.objections.length > 0) return pools.objections.join(' ');
  const isPilot = options.pilot !== undefined;
  const [ofOldPool, ofNewPool] = [pools.old.estimatedUsers, pools.new.estimatedUsers];
  const people = peopleOf(options, ofOldPool);
  const shards = shardsFor(people);
  return {
    ...run,
    options,
    settings: runSettingsOf(rules),
    disabledUsers,
    oldUserPoolId: oldPool.userPoolId,
    newUserPoolId: newPool.userPoolId,
    shards,
    oldPoolPrefixes: isPilot ? [''] : await prefixesThatWork(oldPool.listPage, shards),
    newPoolPrefixes: isPilot ? [''] : await prefixesThatWork(newPool.listPage, shardsFor(ofNewPool)),
    partitions: partitionsFor(people + (isPilot ? 0 : ofNewPool)),
    estimatedUsers: { oldPool: ofOldPool, newPool: ofNewPool },
    columns: pools.columns,
    csvPool: pools.csvPool,
  };
};

/** The plan with which the run began, if it may go on by it. @returns a text if there is something against that. */
const resumePlan = async (deps: Deps, saved: RunPlan, options: RunOptions): Promise<RunPlan | string> => {
  const { objections, columns, csvPool } = await lookAtPools(deps, { ...saved, options });
  const now = {
    oldUserPoolId: deps.oldPool.userPoolId,
    newUserPoolId: deps.newPool.userPoolId,
    settings: runSettingsOf(deps.rules),
    columns,
    csvPool,
  };
  const all = withReminder([...objections, ...objectionsToResume(saved, now)], saved);
  return all.length > 0 ? all.join(' ') : { ...saved, options, resumed: (saved.resumed ?? 0) + 1 };
};

/** Checks the input, takes the lock, and decides how the work is divided. */
export const plan =
  (deps: Deps) =>
  async ({ execution, executionName, startedAt, options: written }: PlanInput): Promise<PlanResult> => {
    const parsed = parseRunOptions(written);
    if (parsed.kind === 'mistakes') {
      return refused(
        parsed.mistakes.map(({ option, message }) => `${option}${option && ': '}${message}`).join(' '),
      );
    }
    const runId = parsed.options.runId ?? executionName;
    if (!isRunId(runId)) return refused(unfitExecutionName(executionName));
    const lock = await takeLock(deps)({ execution, runId, takenAt: startedAt });
    if (lock.kind === 'busy') {
      return refused(
        `A backfill is going already: run ${lock.by.runId}, execution ${lock.by.execution}, since ${lock.by.takenAt}. ` +
          'Wait until it ends, or stop that execution first.',
      );
    }
    const result = await planUnderLock(deps, { runId, startedAt }, parsed.options, written);
    if (result.kind !== 'go') await releaseLock(deps)(execution);
    return result;
  };

const planUnderLock = async (
  deps: Deps,
  run: { readonly runId: string; readonly startedAt: string },
  asked: RunOptions,
  written: unknown,
): Promise<PlanResult> => {
  const { store } = deps;
  const keys = keysOf(run.runId);
  const saved = (await readJson<RunPlan>(store, keys.plan))?.value;
  if (saved === undefined && asked.runId !== undefined) return refused(unknownRun(asked.runId));
  const options = saved === undefined ? asked : resumedOptions(saved.options, asked, written);
  if (typeof options === 'string') return refused(options);
  const report = (await readJson<RunReport>(store, keys.report))?.value;
  if (report !== undefined && isFinal(report, options)) {
    return {
      kind: 'finished',
      subject: 'User backfill was finished before',
      message: finishedMessage(report),
    };
  }
  const planned =
    saved === undefined ? await makePlan(deps, run, options) : await resumePlan(deps, saved, options);
  if (typeof planned === 'string') return refused(planned);
  await store.write(keys.plan, JSON.stringify(planned));
  return goOn(planned);
};
