import type { ImportJobs } from '../../../aws/import-jobs.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { areJobsUsedUp, isActive, jobsUsedUp } from '../../../migration/backfill/after-job.ts';
import { attemptsToDisable, givenUp, growingWait } from '../../../migration/backfill/job-attempts.ts';
import type { Attempt, FileInput, FileJobs, FileStep } from '../run/file-jobs.ts';
import { currentAttempt, openJobs, stepAfter, stepOf, withAttempt } from '../run/file-jobs.ts';
import { ImportHalted } from '../run/import-halted.ts';
import type { StateObject } from '../run/run-objects.ts';
import { keysOf, ObjectMissing, requireJson } from '../run/run-objects.ts';
import { takeTurn } from '../run/turns.ts';
import type { Assembly } from './assemble-files.ts';

interface Deps {
  readonly store: ObjectStore;
  readonly jobs: ImportJobs;
  /** Tells the log something that somebody should see. */
  readonly warn: (message: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
}

/** Found again by name in the console and in the log stream. */
const jobNameOf = ({ runId, file }: FileInput, attempt: number): string =>
  `${runId}-${file.replace(/\.csv$/, '')}-${attempt}`.replace(/[^\w\s+=,.@-]/g, '-').slice(-128);

const firstAttempt = async (store: Deps['store'], { runId, file }: FileInput): Promise<FileJobs> => {
  const { files } = await requireJson<Assembly>(store, keysOf(runId).assembly);
  const rows = files.find(({ name }) => name === file)?.rows;
  if (rows === undefined) throw new Error(`The run ${runId} has no file ${file}`);
  return { attempts: [{ number: 1, rows, stage: 'new' }], fruitless: 0, finished: false };
};

/** Creating a job, giving it its file within the 15 minutes of its URL, and starting it are one step. */
class Start {
  readonly #deps: Deps;
  readonly #input: FileInput & { readonly waits?: number };
  readonly #state: StateObject<FileJobs>;
  #jobs: FileJobs;

  constructor(deps: Deps, input: FileInput, state: StateObject<FileJobs>, jobs: FileJobs) {
    this.#deps = deps;
    this.#input = input;
    this.#state = state;
    this.#jobs = jobs;
  }

  async #save(attempt: Attempt): Promise<Attempt> {
    this.#jobs = withAttempt(this.#jobs, attempt);
    await this.#state.save(this.#jobs);
    return attempt;
  }

  /**
   * A job that was created but got no file is left to expire: its URL may have run out. One that is no longer
   * `Created` was started, even if nobody wrote that down.
   */
  async ready(): Promise<Attempt> {
    const attempt = currentAttempt(this.#jobs);
    const { jobId, stage, number, rows } = attempt;
    if (stage !== 'created' && stage !== 'uploaded') return attempt;
    const job = await this.#deps.jobs.describe(jobId ?? '');
    if (job.status !== 'Created' && job.status !== 'Expired')
      return this.#save({ ...attempt, stage: 'started' });
    if (stage === 'uploaded' && job.status === 'Created') return attempt;
    return { number, rows, stage: 'new' };
  }

  async upload(attempt: Attempt): Promise<Attempt> {
    const { store, jobs } = this.#deps;
    const { length } = await jobs.list();
    if (areJobsUsedUp(length)) throw new ImportHalted(jobsUsedUp(length));
    const jobName = jobNameOf(this.#input, attempt.number);
    const { jobId, uploadUrl } = await jobs.create(jobName);
    const created = await this.#save({ ...attempt, stage: 'created', jobId, jobName });
    const key = keysOf(this.#input.runId).submittedRows(this.#input.file, attempt.number);
    const file = await store.stream(key);
    if (file === undefined) throw new ObjectMissing(key);
    await jobs.upload(uploadUrl, file);
    return this.#save({ ...created, stage: 'uploaded' });
  }

  async start(attempt: Attempt): Promise<FileStep> {
    const result = await this.#deps.jobs.start(attempt.jobId ?? '').catch(async (error: unknown) => {
      // Whatever is wrong with this job, the next try makes another one.
      await this.#save({ ...attempt, stage: 'created' });
      throw error;
    });
    switch (result.kind) {
      case 'started': {
        const { refusal: _, ...started } = attempt;
        await this.#save({ ...started, stage: 'started' });
        return stepOf(this.#input, 'check', { seconds: growingWait(0) });
      }
      case 'refused': {
        const refusal = `${result.exception}: ${result.message}`;
        await this.#save({ ...attempt, refusal });
        return this.#waitAfter(refusal, attempt.jobId ?? '');
      }
    }
  }

  /** @throws ImportHalted when Cognito has refused for too long. */
  async #waitAfter(refusal: string, jobId: string): Promise<FileStep> {
    const { waits = 0 } = this.#input;
    const anotherJobSeen = (await this.#deps.jobs.list()).some(({ status }) => isActive(status));
    const facts = { jobId, refusal, anotherJobSeen, waits };
    this.#deps.warn('Cognito does not start an import job yet', facts);
    const inVain = givenUp(facts);
    if (inVain !== undefined) throw new ImportHalted(inVain);
    return stepOf(this.#input, 'start', { seconds: growingWait(waits), waits: waits + 1 });
  }
}

/**
 * Hands a file to Cognito, or finds out how far that has come already. Only one job may be active in an account:
 * while there is another one, the answer is to try again later.
 * @throws ImportHalted if somebody has to do something first: Cognito refuses, or no more jobs should be made.
 * @throws ResumeNeeded before the history of the execution is full.
 */
export const startImport =
  (deps: Deps) =>
  async (input: FileInput & { readonly waits?: number }): Promise<FileStep> => {
    const state = await openJobs(deps.store, input);
    const found = state.found ?? (await firstAttempt(deps.store, input));
    if (found.finished || attemptsToDisable(input, found).length > 0) return stepAfter(input, found);
    await takeTurn(deps.store, input, true);
    const jobs = goOn(found, input);
    const start = new Start(deps, input, state, jobs);
    const attempt = await start.ready();
    switch (attempt.stage) {
      case 'new':
      case 'created':
        return start.start(await start.upload(attempt));
      case 'uploaded':
        return start.start(attempt);
      case 'started':
        return stepOf(input, 'check');
      case 'over':
      case 'reconciled':
        return stepOf(input, 'reconcile');
    }
  };

/** Somebody started the run again after it was halted: they get all tries again. @throws ImportHalted */
const goOn = ({ halted, ...jobs }: FileJobs, { execution }: FileInput): FileJobs => {
  if (halted === undefined) return jobs;
  if (halted.execution === execution) throw new ImportHalted(halted.message);
  return { ...jobs, fruitless: 0 };
};
