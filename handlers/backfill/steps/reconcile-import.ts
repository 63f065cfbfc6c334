import type { JobLogs } from '../../../aws/job-logs.ts';
import type { NewPoolUsers } from '../../../aws/new-pool-users.ts';
import { createPacedCall } from '../../../aws/paced-call.ts';
import type { Timer } from '../../../aws/request-pace.ts';
import { createPace, systemTimer } from '../../../aws/request-pace.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import type { ManifestEntry } from '../../../migration/backfill/import-files.ts';
import { readManifestEntry } from '../../../migration/backfill/import-files.ts';
import type { LogLine, Reconciliation } from '../../../migration/backfill/job-log.ts';
import {
  classifyFound,
  decideAfterJob,
  parseLogLine,
  reconcileJob,
} from '../../../migration/backfill/job-log.ts';
import type { Attempt, FileInput, FileJobs, FileStep } from './file-jobs.ts';
import { afterFinished, currentAttempt, openJobs, stepOf, withAttempt } from './file-jobs.ts';
import { folders, keysOf, readJson } from './run-objects.ts';
import { giveUp, outcomeLine, readRest, submittedLines, writeRest } from './unprocessed-rows.ts';
import type { WalkLine } from './walk.ts';
import { walk } from './walk.ts';

interface Deps {
  readonly store: ObjectStore;
  readonly logs: (poolName: string) => JobLogs;
  /** Name of the new pool, which is part of its log group's. */
  readonly poolName: () => Promise<string>;
  readonly newPool: Pick<NewPoolUsers, 'find'>;
  readonly stopped: () => boolean;
  /** @default the system's */
  readonly timer?: Timer;
}

/**
 * AdminGetUser calls a second.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const LOOK_UPS_PER_SECOND = 20;

/** How often, and how many seconds each time, lines are waited for that the counters say must come. */
const LOG_WAITS = 5;
const LOG_WAIT_SECONDS = 30;

const readLog = async (deps: Deps, attempt: Attempt): Promise<readonly LogLine[]> => {
  const job = { jobId: attempt.jobId ?? '', jobName: attempt.jobName ?? '' };
  const found: LogLine[] = [];
  for await (const messages of deps.logs(await deps.poolName()).lines(job)) {
    for (const message of messages) {
      const line = parseLogLine(message);
      if (line !== undefined) found.push(line);
    }
  }
  return found;
};

/** What is known about the rows of a job; undefined while its log has fewer lines than its counters count. */
const verdictsOf = async (
  deps: Deps,
  { runId, file, waits = 0 }: FileInput & { readonly waits?: number },
  attempt: Attempt,
): Promise<Reconciliation | undefined> => {
  const key = keysOf(runId).verdicts(file, attempt.number);
  const known = await readJson<Reconciliation>(deps.store, key);
  if (known !== undefined) return known.value;
  const { job, rows } = attempt;
  if (job === undefined) throw new Error('A job that is over was never described');
  const { message, ...counters } = job;
  const lines = await readLog(deps, attempt);
  if (lines.length < job.imported + job.skipped + job.failed && waits < LOG_WAITS) return undefined;
  const verdicts = reconcileJob(
    rows,
    { ...counters, ...(message === undefined ? {} : { completionMessage: message }) },
    lines,
  );
  // Lines that come later must not change what was concluded and acted upon.
  await deps.store.write(key, JSON.stringify(verdicts));
  return verdicts;
};

type RowClass = UserClass | { readonly kind: 'unprocessed' };

/** The class of each row, by its number; the others were never processed. */
const classifier = (
  verdicts: Reconciliation,
  lookUp: (entry: ManifestEntry) => Promise<RowClass>,
): ((row: number, entry: ManifestEntry) => Promise<RowClass> | RowClass) => {
  const succeeded = new Set(verdicts.succeeded);
  const failed = new Map(verdicts.failed.map(({ row, reason }) => [row, reason]));
  const toLookUp = new Set(verdicts.toLookUp);
  return (row, entry) => {
    if (succeeded.has(row)) return { kind: 'imported' };
    const reason = failed.get(row);
    if (reason !== undefined) return { kind: 'failed', reason };
    return toLookUp.has(row) ? lookUp(entry) : { kind: 'unprocessed' };
  };
};

/** Reads what a job did with each row, and decides about the rows that it did not get to. */
export const reconcileImport =
  (deps: Deps) =>
  async (input: FileInput & { readonly waits?: number }): Promise<FileStep> => {
    const { store, newPool, stopped, timer = systemTimer } = deps;
    const state = await openJobs(store, input);
    const jobs = state.found;
    if (jobs === undefined) return stepOf(input, 'start');
    if (jobs.finished) return afterFinished(input);
    const attempt = currentAttempt(jobs);
    if (attempt.stage !== 'over') return stepOf(input, 'start');

    const verdicts = await verdictsOf(deps, input, attempt);
    if (verdicts === undefined) {
      return stepOf(input, 'reconcile', { seconds: LOG_WAIT_SECONDS, waits: (input.waits ?? 0) + 1 });
    }
    const keys = keysOf(input.runId);
    const folder = folders.outcomes(input.file, attempt.number);
    const restFolder = folders.unprocessed(input.file, attempt.number);
    const { call } = createPacedCall(createPace(LOOK_UPS_PER_SECOND, timer), { timer, stopped });
    const classify = classifier(verdicts, async (entry) =>
      classifyFound(entry, await call(() => newPool.find(entry.username))),
    );
    const walked = await walk({
      store,
      root: keys.root,
      stateKey: keys.outcomes(input.file, attempt.number),
      records: () => submittedLines(store, keys.submittedManifest(input.file, attempt.number)),
      stopped,
      work: async (record, index): Promise<readonly WalkLine[]> => {
        const entry = readManifestEntry(record);
        const row = index + 1;
        const userClass = await classify(row, entry);
        return [
          userClass.kind === 'unprocessed'
            ? { folder: restFolder, line: `${row}\n` }
            : { folder, line: outcomeLine(entry, userClass) },
        ];
      },
    });
    if (!walked.done) return stepOf(input, 'reconcile');
    const rest = await readRest(store, keys.root, walked.parts, restFolder);
    const next = await conclude(deps, input, jobs, attempt, rest);
    await state.save(next);
    return next.finished ? afterFinished(input) : stepOf(input, 'start');
  };

/** The jobs of the file after this one. */
const conclude = async (
  deps: Deps,
  input: FileInput,
  jobs: FileJobs,
  attempt: Attempt,
  rest: ReadonlySet<number>,
): Promise<FileJobs> => {
  const job = attempt.job;
  if (job === undefined) throw new Error('A job that is over was never described');
  const fruitless = rest.size >= attempt.rows ? jobs.fruitless + 1 : 0;
  const { message, ...counters } = job;
  const after = decideAfterJob(
    { ...counters, ...(message === undefined ? {} : { completionMessage: message }) },
    rest.size,
    fruitless,
  );
  const reconciled = withAttempt({ ...jobs, fruitless }, { ...attempt, stage: 'reconciled' });
  switch (after.kind) {
    case 'done':
      return { ...reconciled, finished: true };
    case 'resubmit':
      await writeRest(deps, input, attempt, rest);
      return withAttempt(reconciled, { number: attempt.number + 1, rows: rest.size, stage: 'new' });
    case 'give-up':
      await giveUp(deps, input, attempt, rest, after.reason);
      return { ...reconciled, finished: true };
  }
};
