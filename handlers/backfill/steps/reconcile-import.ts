import { createPacedCall } from '../../../aws/clients/paced-call.ts';
import type { Timer } from '../../../aws/clients/request-pace.ts';
import { createPace, systemTimer } from '../../../aws/clients/request-pace.ts';
import type { NewPoolUsers } from '../../../aws/new-pool-users.ts';
import { decideAfterJob } from '../../../migration/backfill/after-job.ts';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import { aliasesInRow } from '../../../migration/backfill/csv.ts';
import type { AliasHolder, RowClass, RowVerdict } from '../../../migration/backfill/found-users.ts';
import { classifyRow, classifySkippedTwice } from '../../../migration/backfill/found-users.ts';
import type { ManifestEntry } from '../../../migration/backfill/import-files.ts';
import { readManifestEntry } from '../../../migration/backfill/import-files.ts';
import type { Reconciliation } from '../../../migration/backfill/job-log.ts';
import type { Attempt, FileInput, FileJobs, FileStep } from '../run/file-jobs.ts';
import { currentAttempt, openJobs, stepAfter, stepOf, withAttempt } from '../run/file-jobs.ts';
import { findByName } from '../run/find-person.ts';
import type { Verdicts, VerdictsDeps } from '../run/job-verdicts.ts';
import { stateOfJob, verdictsOf } from '../run/job-verdicts.ts';
import { folders, keysOf, readPlan } from '../run/run-objects.ts';
import { takeTurn } from '../run/turns.ts';
import {
  outcomeLine,
  readRest,
  readRows,
  restLine,
  submittedLines,
  writeRest,
} from '../run/unprocessed-rows.ts';
import type { WalkLine } from '../run/walk.ts';
import { walk } from '../run/walk.ts';

interface Deps extends Omit<VerdictsDeps, 'find'> {
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

/** Seconds between two looks for lines that the counters say must come. */
const LOG_WAIT_SECONDS = 30;

/** Decides about a row that must be looked up; `row` is its number. */
type LookUp = (row: number, entry: ManifestEntry, verdict: RowVerdict) => Promise<UserClass | Unprocessed>;

type Unprocessed = Extract<RowClass, { kind: 'unprocessed' }>;

/** The class of each row, by its number; the others were never processed. */
const classifier = (
  verdicts: Reconciliation,
  lookUp: LookUp,
): ((row: number, entry: ManifestEntry) => ReturnType<LookUp> | Awaited<ReturnType<LookUp>>) => {
  const succeeded = new Set(verdicts.succeeded);
  const failed = new Map(verdicts.failed.map(({ row, reason }) => [row, reason]));
  const toLookUp = new Set(verdicts.toLookUp);
  const skipped = new Set(verdicts.skipped);
  return (row, entry) => {
    if (succeeded.has(row)) return { kind: 'imported' };
    const reason = failed.get(row);
    if (reason !== undefined) return lookUp(row, entry, { kind: 'failed', reason });
    if (!toLookUp.has(row)) return { kind: 'unprocessed', skipped: false };
    return lookUp(row, entry, { kind: skipped.has(row) ? 'skipped' : 'unclear' });
  };
};

/** Asks the new pool about the names of a row, and about its aliases where these leave it in the dark. */
const rowLookUp = async (
  store: Deps['store'],
  find: NewPoolUsers['find'],
  { runId, file }: FileInput,
  { number }: Attempt,
  verdicts: Reconciliation,
): Promise<LookUp> => {
  const { columns, csvPool } = await readPlan(store, runId);
  // No row of a first job was skipped before.
  const skipped = new Set(number === 1 ? [] : verdicts.skipped);
  const rows =
    skipped.size === 0
      ? new Map()
      : await readRows(store, keysOf(runId).submittedRows(file, number), skipped);
  const findByAlias = async (row: number): Promise<readonly AliasHolder[]> => {
    const holders: AliasHolder[] = [];
    for (const { alias, value } of aliasesInRow(rows.get(row) ?? '', columns, csvPool)) {
      const found = await find(value);
      if (found !== undefined) holders.push({ alias, found });
    }
    return holders;
  };
  return async (row, entry, verdict) => {
    const rowClass = classifyRow(entry, verdict, await findByName(find, entry, verdict));
    return rowClass.kind === 'ask-aliases' ? classifySkippedTwice(entry, await findByAlias(row)) : rowClass;
  };
};

/** Reads what a job did with each row, and decides about the rows that it did not get to. */
export const reconcileImport =
  (deps: Deps) =>
  async (input: FileInput & { readonly waits?: number }): Promise<FileStep> => {
    const { store, newPool, stopped, timer = systemTimer } = deps;
    await takeTurn(store, input, false);
    const state = await openJobs(store, input);
    const jobs = state.found;
    if (jobs === undefined) return stepOf(input, 'start');
    if (jobs.finished) return stepAfter(input, jobs);
    const attempt = currentAttempt(jobs);
    if (attempt.stage !== 'over') return stepAfter(input, jobs);

    const { call } = createPacedCall(createPace(LOOK_UPS_PER_SECOND, timer), { timer, stopped });
    const find = (username: string) => call(() => newPool.find(username));
    const verdicts = await verdictsOf({ ...deps, find }, input, attempt);
    if (verdicts === undefined) {
      return stepOf(input, 'reconcile', { seconds: LOG_WAIT_SECONDS, waits: (input.waits ?? 0) + 1 });
    }
    const keys = keysOf(input.runId);
    const folder = folders.outcomes(input.file, attempt.number);
    const restFolder = folders.unprocessed(input.file, attempt.number);
    const classify = classifier(verdicts, await rowLookUp(store, find, input, attempt, verdicts));
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
            ? { folder: restFolder, line: restLine(row, userClass.skipped) }
            : { folder, line: outcomeLine(entry, userClass) },
        ];
      },
    });
    if (!walked.done) return stepOf(input, 'reconcile');
    const rest = await readRest(store, keys.root, walked.parts, restFolder);
    const next = await conclude(deps, input, jobs, attempt, verdicts, rest);
    await state.save(next);
    return stepAfter(input, next);
  };

/** The jobs of the file after this one. */
const conclude = async (
  deps: Deps,
  input: FileInput,
  jobs: FileJobs,
  attempt: Attempt,
  { reason }: Verdicts,
  rest: ReadonlyMap<number, boolean>,
): Promise<FileJobs> => {
  const { rows, jobId = '' } = attempt;
  const result = { jobId, job: stateOfJob(attempt), rows, left: rest.size };
  const after = decideAfterJob({ ...result, ...(reason === undefined ? {} : { reason }) }, jobs.fruitless);
  const reconciled = withAttempt(jobs, { ...attempt, stage: 'reconciled' });
  const withRest = async (): Promise<FileJobs> => {
    await writeRest(deps, input, attempt, rest);
    return withAttempt(reconciled, { number: attempt.number + 1, rows: rest.size, stage: 'new' });
  };
  switch (after.kind) {
    case 'done':
      return { ...reconciled, finished: true };
    case 'resubmit':
      return { ...(await withRest()), fruitless: after.fruitless };
    case 'halt':
      return { ...(await withRest()), halted: { execution: input.execution, message: after.message } };
  }
};
