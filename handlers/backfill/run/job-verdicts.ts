import type { JobLogs } from '../../../aws/job-logs.ts';
import type { NewPoolUsers } from '../../../aws/new-pool-users.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { isImportOf } from '../../../migration/backfill/found-users.ts';
import { readManifestEntry } from '../../../migration/backfill/import-files.ts';
import type { JobState, LogLine, Reconciliation } from '../../../migration/backfill/job-log.ts';
import {
  parseLogLine,
  processedIn,
  reasonOfMost,
  reconcileJob,
  rowThatShows,
} from '../../../migration/backfill/job-log.ts';
import type { Attempt, FileInput } from './file-jobs.ts';
import { keysOf, readJson } from './run-objects.ts';
import { submittedLines } from './unprocessed-rows.ts';

/** What the log of a job says of its rows, concluded once. */

/** What it takes to read what a job did. */
export interface VerdictsDeps {
  readonly store: ObjectStore;
  readonly logs: (poolName: string) => JobLogs;
  /** Name of the new pool, which is part of its log group's. */
  readonly poolName: () => Promise<string>;
  /** Looks somebody of the new pool up. */
  readonly find: NewPoolUsers['find'];
}

/** `jobs/<file>/verdicts-<attempt>.json` */
export interface Verdicts extends Reconciliation {
  /** Cognito's reason for most of the failed rows. */
  readonly reason?: string;
}

/** How often lines are waited for that the counters say must come. */
const LOG_WAITS = 5;

const readLog = async (deps: VerdictsDeps, attempt: Attempt): Promise<readonly LogLine[]> => {
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

/** A job as Cognito described it last. @throws Error if it never did */
export const stateOfJob = ({ job }: Attempt): JobState => {
  if (job === undefined) throw new Error('A job that is over was never described');
  const { message, ...counters } = job;
  return { ...counters, ...(message === undefined ? {} : { completionMessage: message }) };
};

/** Who stands in a row of a file. */
const entryOf = async (store: ObjectStore, manifest: string, wanted: number) => {
  let row = 0;
  for await (const lines of submittedLines(store, manifest)) {
    for (const line of lines) {
      if (line === '') continue;
      row += 1;
      if (row === wanted) return readManifestEntry(line);
    }
  }
  throw new Error(`The manifest ${manifest} has no row ${wanted}`);
};

/** Looks in the new pool whether the log counts the header, where only that can show it. */
const headerShown = async (
  { store, find }: VerdictsDeps,
  { runId, file }: FileInput,
  { number }: Attempt,
  row: number | undefined,
): Promise<'header-counted' | undefined> => {
  if (row === undefined) return undefined;
  const entry = await entryOf(store, keysOf(runId).submittedManifest(file, number), row);
  return isImportOf(entry, await find(entry.username)) ? undefined : 'header-counted';
};

/** What is known about the rows of a job; undefined while its log has fewer lines than its counters count. */
export const verdictsOf = async (
  deps: VerdictsDeps,
  input: FileInput & { readonly waits?: number },
  attempt: Attempt,
): Promise<Verdicts | undefined> => {
  const key = keysOf(input.runId).verdicts(input.file, attempt.number);
  const known = await readJson<Verdicts>(deps.store, key);
  if (known !== undefined) return known.value;
  const { rows } = attempt;
  const job = stateOfJob(attempt);
  const lines = await readLog(deps, attempt);
  if (lines.length < processedIn(job) && (input.waits ?? 0) < LOG_WAITS) return undefined;
  const shown = await headerShown(deps, input, attempt, rowThatShows(rows, job, lines));
  const reason = reasonOfMost(lines);
  const verdicts: Verdicts = {
    ...reconcileJob(rows, job, lines, shown),
    ...(reason === undefined ? {} : { reason }),
  };
  // Lines that come later must not change what was concluded and acted upon.
  await deps.store.write(key, JSON.stringify(verdicts));
  return verdicts;
};
