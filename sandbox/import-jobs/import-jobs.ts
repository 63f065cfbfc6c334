import { randomInt } from 'node:crypto';
import type { PasswordHashingAlgorithmType } from '@aws-sdk/client-cognito-identity-provider';
import type { Clock } from '../clock.ts';
import { CognitoError, invalidParameter, resourceNotFound } from '../cognito/errors.ts';
import type { UserPool } from '../cognito/state.ts';
import { csvColumns } from './csv-columns.ts';
import type { ImportJob, InjectedFailure, Upload } from './import-job.ts';
import { type ImportRunNeeds, runSlice } from './import-run.ts';
import { presignedUrl } from './presigned-url.ts';
import { DEFAULT_IMPORT_JOB_SETTINGS, type ImportJobSettings } from './settings.ts';

/** "1,000 import jobs per user pool"; no operation deletes one. */
const MOST_JOBS = 1000;
/** "24-48 hours" after its creation; examples show somewhat more than 24. */
const EXPIRES_AFTER = 24 * 60 * 60 * 1000;
/** Real milliseconds before a job that got nothing done is asked again. */
const PAUSE = 20;

export interface ImportJobsDeps extends Omit<ImportRunNeeds, 'settings'> {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /** Of the sandbox, where files are uploaded; asked for when a job is created. */
  readonly origin: () => string;
  readonly settings?: Partial<ImportJobSettings>;
}

/**
 * The import jobs of an account. One at a time is active; it works through its file in slices, so that everything
 * else goes on meanwhile.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export class ImportJobs {
  readonly #deps: ImportJobsDeps;
  readonly #settings: ImportJobSettings;
  readonly #jobs = new WeakMap<UserPool, ImportJob[]>();
  readonly #byUrl = new Map<string, ImportJob>();
  readonly #failures: InjectedFailure[] = [];
  readonly #idle: (() => void)[] = [];
  #active: ImportJob | undefined;
  #unschedule = (): void => {};
  #closed = false;

  constructor(deps: ImportJobsDeps) {
    this.#deps = deps;
    this.#settings = { ...DEFAULT_IMPORT_JOB_SETTINGS, ...deps.settings };
  }

  /** The columns that GetCSVHeader answers. */
  columns(pool: UserPool): string[] {
    return csvColumns(pool, this.#settings.passwordHashes(pool));
  }

  /** @throws CognitoError LimitExceededException, InvalidParameterException */
  create(
    pool: UserPool,
    init: Pick<ImportJob, 'name' | 'roleArn'> & {
      passwordHashingAlgorithm?: PasswordHashingAlgorithmType | undefined;
    },
  ): ImportJob {
    if (init.passwordHashingAlgorithm !== undefined && !this.#settings.passwordHashes(pool)) {
      throw invalidParameter('Password hash import is not available for this user pool.');
    }
    const jobs = this.#jobsOf(pool);
    if (jobs.length >= MOST_JOBS) {
      throw new CognitoError(
        'LimitExceededException',
        `The user pool has ${MOST_JOBS} import jobs, the limit.`,
      );
    }
    const { clock, region, accountId, origin } = this.#deps;
    const id = newJobId();
    const now = clock.now();
    const url = presignedUrl(origin(), { region, accountId, userPoolId: pool.id, jobId: id, now });
    const counters = { imported: 0, skipped: 0, failed: 0 };
    const job: ImportJob = { ...init, ...counters, id, pool, url, createdAt: now, status: 'Created' };
    jobs.push(job);
    this.#byUrl.set(new URL(url.href).pathname, job);
    return job;
  }

  /** @throws CognitoError ResourceNotFoundException */
  job(pool: UserPool, jobId: string): ImportJob {
    const job = this.list(pool).find(({ id }) => id === jobId);
    if (!job) throw resourceNotFound(`The import job ${jobId} does not exist.`);
    return job;
  }

  /** Last created first. */
  list(pool: UserPool): ImportJob[] {
    const jobs = this.#jobsOf(pool);
    for (const job of jobs) this.#expire(job);
    return jobs.toReversed();
  }

  /** Whose upload address has this path. */
  withUploadPath(pathname: string): ImportJob | undefined {
    return this.#byUrl.get(pathname);
  }

  /** The last of several uploads counts; after the start none does. */
  receive(job: ImportJob, upload: Upload): void {
    this.#expire(job);
    if (job.status === 'Created') job.upload = upload;
  }

  /** @throws CognitoError PreconditionNotMetException, or as `secondActiveImport` says while another job is active */
  start(job: ImportJob): void {
    this.#expire(job);
    if (job.status !== 'Created') throw preconditionNotMet(`The import job ${job.id} is ${job.status}.`);
    if (job.pool.autoVerifiedAttributes.length === 0) {
      throw preconditionNotMet('The user pool has no auto-verified attributes.');
    }
    if (!job.upload) throw preconditionNotMet(`No csv file was uploaded for ${job.id}`);
    if (this.#active) {
      throw new CognitoError(
        this.#deps.readings.secondActiveImport,
        'Only one import job can be active at a time per account.',
      );
    }
    job.status = 'Pending';
    job.startedAt = this.#deps.clock.now();
    job.failure = this.#failures.shift();
    this.#active = job;
    if (this.#settings.pace === 'by-itself') this.#schedule(1);
  }

  /** Whoever is in stays in. @throws CognitoError PreconditionNotMetException for a job that is not active */
  stop(job: ImportJob): void {
    if (this.#active !== job) throw preconditionNotMet(`The import job ${job.id} is ${job.status}.`);
    job.status = 'Stopping';
  }

  /**
   * While a job imports into a pool, its settings stand.
   * @throws CognitoError UserImportInProgressException
   */
  refuseDuringImport(pool: UserPool): void {
    if (this.#active?.pool === pool) {
      throw new CognitoError(
        'UserImportInProgressException',
        `The user pool ${pool.id} cannot be modified while a user import job is in progress.`,
      );
    }
  }

  /** The next job that is started ends Failed in the middle; several failures queue up. */
  failNext({ afterRows, message = 'An internal error occurred.' }: FailNext): void {
    this.#failures.push({ afterRows, message });
  }

  /**
   * One step of the active job, for tests that want to look in between: from Pending to InProgress, then
   * `rowsPerTick` rows each, then the end.
   * @returns how many rows it read; undefined when no job is active
   */
  advance(): number | undefined {
    const job = this.#active;
    if (!job) return undefined;
    const rows = runSlice({ ...this.#deps, settings: this.#settings }, job);
    if (job.completedAt !== undefined) this.#end(job);
    return rows;
  }

  /** Resolves when no job is active any more. */
  idle(): Promise<void> {
    if (!this.#active || this.#closed) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** The active job stops where it is. */
  close(): void {
    this.#closed = true;
    this.#unschedule();
    this.#tellIdle();
  }

  /** Other requests get their turn between two slices. */
  #schedule(rowsBefore: number): void {
    const goOn = (): void => {
      const rows = this.advance();
      if (rows !== undefined && this.#active) this.#schedule(rows);
    };
    if (this.#closed) return;
    if (rowsBefore > 0) {
      const immediate = setImmediate(goOn);
      this.#unschedule = () => clearImmediate(immediate);
    } else {
      const timeout = setTimeout(goOn, PAUSE);
      this.#unschedule = () => clearTimeout(timeout);
    }
  }

  /** "All data associated with the job was deleted." */
  #expire(job: ImportJob): void {
    const expiresAt = job.createdAt + EXPIRES_AFTER;
    if (job.status !== 'Created' || this.#deps.clock.now() < expiresAt) return;
    job.status = 'Expired';
    job.completedAt = expiresAt;
    job.completionMessage = 'The user import job has expired.';
    job.upload = undefined;
  }

  #end(job: ImportJob): void {
    job.upload = undefined;
    job.file = undefined;
    this.#active = undefined;
    this.#tellIdle();
  }

  #tellIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #jobsOf(pool: UserPool): ImportJob[] {
    const jobs = this.#jobs.get(pool) ?? [];
    this.#jobs.set(pool, jobs);
    return jobs;
  }
}

export interface FailNext {
  readonly afterRows: number;
  readonly message?: string;
}

const preconditionNotMet = (message: string) => new CognitoError('PreconditionNotMetException', message);

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const newJobId = (): string =>
  `import-${Array.from({ length: 10 }, () => ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length))).join('')}`;
