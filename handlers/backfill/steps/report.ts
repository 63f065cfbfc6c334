import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { ClassifiedUser } from '../../../migration/backfill/classes.ts';
import { readClassifiedUser } from '../../../migration/backfill/classes.ts';
import { readManifestEntry } from '../../../migration/backfill/import-files.ts';
import type { Details, FileReport, RunOutcome, RunReport } from '../../../migration/backfill/report.ts';
import { addDetails, buildReport, NO_DETAILS, summarize } from '../../../migration/backfill/report.ts';
import { renderReport } from '../../../migration/backfill/report-html.ts';
import { isResumable } from '../../../migration/backfill/resumable.ts';
import type { Tally, Totals } from '../../../migration/backfill/totals.ts';
import { accountedFor, addTallies, NOBODY, tally } from '../../../migration/backfill/totals.ts';
import { renderUserLine, USERS_CSV_HEADER } from '../../../migration/backfill/users-csv.ts';
import type { FileJobs } from '../run/file-jobs.ts';
import { jobReport } from '../run/job-report.ts';
import { lazyWriter, writeAll } from '../run/lazy-writer.ts';
import { countListed, countPools } from '../run/listed-people.ts';
import { outcomesOf } from '../run/outcomes.ts';
import { releaseLock } from '../run/run-lock.ts';
import type { RunPlan, ShardCounts } from '../run/run-objects.ts';
import { keysOf, ObjectMissing, readJson } from '../run/run-objects.ts';
import type { AssembledFile, Assembly } from './assemble-files.ts';

/** Why the state machine gave up, in its own words. */
interface Failure {
  readonly error: string;
  readonly cause: string;
}

/** What the state machine knows at the end of an execution. */
export interface ReportInput {
  /** ARN of the execution, which may hold the lock. */
  readonly execution: string;
  /** Absent if the plan itself failed. */
  readonly runId?: string;
  readonly failure?: Failure;
}

/** What is said to people; keys and counts, nobody's data. */
interface ReportResult {
  readonly subject: string;
  readonly message: string;
  /** Keys of the report's files. */
  readonly files: readonly string[];
  /** Absent where there was nothing to count. */
  readonly totals?: Totals;
  readonly error?: string;
  readonly cause?: string;
}

interface Deps {
  readonly store: ObjectStore;
  readonly bucket: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const outcomeOf = ({ options }: RunPlan, failure: Failure | undefined): RunOutcome => {
  if (failure !== undefined) return { kind: 'failed', ...failure };
  if (options.dryRun) return { kind: 'dry-run' };
  return options.import ? { kind: 'finished' } : { kind: 'files-only' };
};

/** Reads what the run has come to, and writes it down for people. */
class Reporter {
  readonly #deps: Deps;
  readonly #plan: RunPlan;
  readonly #keys: ReturnType<typeof keysOf>;

  constructor(deps: Deps, plan: RunPlan) {
    this.#deps = deps;
    this.#plan = plan;
    this.#keys = keysOf(plan.runId);
  }

  async #json<T>(key: string): Promise<T | undefined> {
    return (await readJson<T>(this.#deps.store, key))?.value;
  }

  /** A failed run may have settled some shards only. */
  async counts(): Promise<ReadonlyMap<string, ShardCounts>> {
    const counts = new Map<string, ShardCounts>();
    for (const shard of this.#plan.shards) {
      const found = await this.#json<ShardCounts>(this.#keys.counts(shard));
      if (found !== undefined) counts.set(shard, found);
    }
    return counts;
  }

  async files(): Promise<readonly AssembledFile[]> {
    return (await this.#json<Assembly>(this.#keys.assembly))?.files ?? [];
  }

  async fileReports(files: readonly AssembledFile[]): Promise<readonly FileReport[]> {
    const reports: FileReport[] = [];
    for (const { name, kind, rows, bytes } of files) {
      const jobs = await this.#json<FileJobs>(this.#keys.jobs(name));
      const attempts = (jobs?.attempts ?? []).filter(({ jobId }) => jobId !== undefined);
      const disabled = kind === 'disabled';
      reports.push({ name, rows, bytes, disabled, jobs: attempts.map(jobReport) });
    }
    return reports;
  }

  /**
   * Writes `users.csv`. @returns the classes of those who are in files.
   * @param counts of the shards that are settled.
   * @throws ObjectMissing
   */
  async users(files: readonly AssembledFile[], counts: ReadonlyMap<string, ShardCounts>): Promise<Tally> {
    const { store } = this.#deps;
    const writer = lazyWriter(store, this.#keys.reportUsers);
    let tallied: Tally = NOBODY;
    const write = async (users: readonly ClassifiedUser[]) =>
      writer.write(users.map(renderUserLine).join(''));
    await writeAll([writer], async () => {
      await writer.write(USERS_CSV_HEADER);
      for (const [shard, count] of counts) {
        if (accountedFor(count.tally) === 0) continue;
        const lines = await store.lines(this.#keys.people(shard));
        if (lines === undefined) throw new ObjectMissing(this.#keys.people(shard));
        for await (const batch of lines) await write(read(batch, readClassifiedUser));
      }
      for (const { name } of files) {
        for await (const batch of this.#outcomes(name)) {
          tallied = addTallies([tallied, tally(batch.map(({ userClass }) => userClass))]);
          await write(batch);
        }
      }
    });
    return tallied;
  }

  async *#outcomes(file: string): AsyncGenerator<readonly ClassifiedUser[]> {
    const { store } = this.#deps;
    const { runId, options } = this.#plan;
    if (options.import) {
      for await (const lines of outcomesOf(store, runId, file)) yield read(lines, readClassifiedUser);
      return;
    }
    const lines = await store.lines(this.#keys.submittedManifest(file, 1));
    for await (const batch of lines ?? []) {
      yield read(batch, readManifestEntry).map(({ sub, oldUsername }) => ({
        sub,
        username: oldUsername,
        userClass: { kind: 'leftOut', reason: 'import-by-hand' },
      }));
    }
  }

  async write(report: RunReport): Promise<readonly string[]> {
    const { store } = this.#deps;
    const { reportUsers, reportPage, report: reportJson } = this.#keys;
    await store.write(reportPage, renderReport(report));
    // Last: a run with this object is finished.
    await store.write(reportJson, `${JSON.stringify(report, undefined, 2)}\n`);
    return [reportJson, reportUsers, reportPage];
  }
}

const read = <T>(lines: readonly string[], readLine: (line: string) => T): readonly T[] =>
  lines.filter((line) => line !== '').map((line) => readLine(line));

const detailsOf = (counts: readonly ShardCounts[]): Details =>
  counts.length === 0 ? NO_DETAILS : addDetails(counts.map(({ details }) => details));

const howToResume = (runId: string): string =>
  `Nothing is lost: mend the cause and start the state machine again with {"runId": "${runId}"}; it goes on where it stopped.`;

const say = ({ bucket }: Deps, report: RunReport, files: readonly string[]): ReportResult => {
  const { subject, text } = summarize(report);
  const places = files.map((key) => `s3://${bucket}/${key}`).join('\n');
  const { totals } = report;
  switch (report.outcome.kind) {
    case 'failed': {
      const { error, cause } = report.outcome;
      const next = isResumable(error) ? [howToResume(report.runId)] : [];
      const message = `${[text, ...next, places].join('\n\n')}\n`;
      return { subject, message, files, totals, error, cause };
    }
    case 'finished':
    case 'dry-run':
    case 'files-only':
      return { subject, message: `${text}\n\n${places}\n`, files, totals };
  }
};

/** A failure before there was a plan leaves nothing to report but itself. */
const sayWithoutPlan = (failure: Failure | undefined): ReportResult => {
  const { error, cause } = failure ?? { error: 'NoPlan', cause: 'The run has no plan.' };
  return {
    subject: 'User backfill failed',
    message: `The backfill could not begin.\n\n${error}: ${cause}\n\nNothing was changed. Mend the cause and start it again with the same options.\n`,
    files: [],
    error,
    cause,
  };
};

/**
 * Writes the report of a run that is over, one way or another, and lets the next one begin.
 * @throws TotalsDoNotAddUp if somebody was lost, doubled or invented.
 */
export const report =
  (deps: Deps) =>
  async ({ execution, runId, failure }: ReportInput): Promise<ReportResult> => {
    const { store, now } = deps;
    const plan = runId === undefined ? undefined : await readJson<RunPlan>(store, keysOf(runId).plan);
    if (plan === undefined) {
      await releaseLock(deps)(execution);
      return sayWithoutPlan(failure);
    }
    const reporter = new Reporter(deps, plan.value);
    const byShard = await reporter.counts();
    const counts = [...byShard.values()];
    const files = await reporter.files();
    const inFiles = await reporter.users(files, byShard);
    const duplicates = counts.reduce((sum, count) => sum + count.duplicates, 0);
    const { oldUserPoolId, newUserPoolId, startedAt } = plan.value;
    const built = buildReport({
      runId: plan.value.runId,
      outcome: outcomeOf(plan.value, failure),
      oldUserPoolId,
      newUserPoolId,
      startedAt,
      endedAt: new Date(now()).toISOString(),
      listed: (await countListed(store, plan.value.runId)) - duplicates,
      pools: await countPools(store, plan.value),
      tally: addTallies([...counts.map((count) => count.tally), inFiles]),
      details: detailsOf(counts),
      files: await reporter.fileReports(files),
    });
    const written = await reporter.write(built);
    await releaseLock(deps)(execution);
    return say(deps, built, written);
  };
