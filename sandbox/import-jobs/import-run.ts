import type { Clock } from '../clock.ts';
import { CognitoError } from '../cognito/errors.ts';
import type { ReadingsOfOpenQuestions } from '../cognito/open-questions.ts';
import type { UserPools } from '../cognito/user-pools.ts';
import type { LogGroups } from '../logs/log-groups.ts';
import { csvColumns } from './csv-columns.ts';
import { CsvFile, LARGEST_FILE, UnreadableCsv } from './csv-file.ts';
import { cellsOf, RowRefused } from './csv-row.ts';
import { type ImportJob, processedRows } from './import-job.ts';
import { importedUser } from './imported-user.ts';
import { logLine, type RowOutcome } from './log-lines.ts';
import type { ImportJobSettings } from './settings.ts';

/** What the run of a job needs of the sandbox. */
export interface ImportRunNeeds {
  readonly clock: Clock;
  readonly pools: UserPools;
  readonly logs: LogGroups;
  readonly readings: ReadingsOfOpenQuestions;
  readonly settings: ImportJobSettings;
  /** Whether Cognito can assume the job's role and write to this log group with it. */
  readonly mayLog: (roleArn: string, logGroupName: string) => boolean;
  /** Takes one of the account's UserCreation requests; false while there is none left. */
  readonly mayCreateUser: () => boolean;
}

/** Where a job writes its log. */
export const logPlace = ({ pool, id, name }: ImportJob) => ({
  logGroupName: `/aws/cognito/userpools/${pool.id}/${pool.name}`,
  logStreamName: `${id}/${name}`,
});

/**
 * One slice of a job: it leaves Pending, reads some rows, or ends. A job that has ended has a `completedAt`.
 * @returns rows read, or 1 for a step without rows
 */
export function runSlice(needs: ImportRunNeeds, job: ImportJob): number {
  switch (job.status) {
    case 'Pending':
      begin(needs, job);
      return 1;
    case 'InProgress':
      return readRows(needs, job);
    case 'Stopping':
      complete(needs, job, 'Stopped', 'The Import Job was stopped by the developer.');
      return 1;
    default:
      throw new Error(`The import job ${job.id} is ${job.status} and has nothing to do.`);
  }
}

/** In these cases the whole job fails: no usable role, no readable file. */
function begin(needs: ImportRunNeeds, job: ImportJob): void {
  if (!needs.mayLog(job.roleArn, logPlace(job).logGroupName)) {
    complete(needs, job, 'Failed', 'The CloudWatch Logs role could not be used.');
    return;
  }
  try {
    job.file = openFile(needs, job);
    job.status = 'InProgress';
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) throw error;
    complete(needs, job, 'Failed', error.message);
  }
}

function openFile({ readings, settings }: ImportRunNeeds, { upload, pool }: ImportJob): CsvFile {
  if (upload?.kind !== 'file')
    throw new UnreadableCsv(`The file is larger than ${LARGEST_FILE / 1_000_000} MB.`);
  return new CsvFile(upload.body, csvColumns(pool, settings.passwordHashes(pool)), readings);
}

function readRows(needs: ImportRunNeeds, job: ImportJob): number {
  const lines: string[] = [];
  while (lines.length < needs.settings.rowsPerTick && job.status === 'InProgress') {
    if (failsNow(job)) {
      complete(needs, job, 'Failed', job.failure?.message ?? '');
      break;
    }
    if (!takesQuota(needs)) break;
    const row = job.file?.nextRow();
    if (row === undefined) finish(needs, job);
    else lines.push(readRow(needs, job, row));
  }
  needs.logs.put(logPlace(job), lines);
  return job.status === 'InProgress' ? lines.length : 1;
}

const failsNow = (job: ImportJob): boolean =>
  job.failure !== undefined && processedRows(job) >= job.failure.afterRows;

const takesQuota = ({ readings, mayCreateUser }: ImportRunNeeds): boolean =>
  readings.importQuota === 'none' || mayCreateUser();

/** @returns its line for the log */
function readRow(needs: ImportRunNeeds, job: ImportJob, row: string): string {
  const outcome = importRow(needs, job, row);
  switch (outcome.kind) {
    case 'succeeded':
      job.imported += 1;
      break;
    case 'skipped':
      job.skipped += 1;
      break;
    case 'failed':
      job.failed += 1;
      break;
  }
  if (needs.readings.tooManyFailures === 'stops-early' && tooMany(needs, job)) failForTooMany(needs, job);
  const header = needs.readings.importLogLineNumber === 'header-is-1' ? 1 : 0;
  return logLine(outcome, processedRows(job) + header);
}

function importRow(needs: ImportRunNeeds, { pool, file }: ImportJob, row: string): RowOutcome {
  const header = file?.header ?? [];
  try {
    const cells = cellsOf(row, header.length, needs.readings);
    needs.pools.addUser(pool, importedUser({ ...needs, pool }, header, cells));
    return { kind: 'succeeded' };
  } catch (error) {
    if (!(error instanceof RowRefused || error instanceof CognitoError)) {
      console.error(error);
      return { kind: 'failed', reason: 'An internal error occurred.' };
    }
    return isSkipped(error, needs) ? { kind: 'skipped' } : { kind: 'failed', reason: error.message };
  }
}

/** "The user already exists" is all that the documentation says of rows that are skipped. */
const isSkipped = ({ name }: Error, { readings }: ImportRunNeeds): boolean =>
  name === 'UsernameExistsException' ||
  (name === 'AliasExistsException' && readings.importAliasTaken === 'row-skipped');

function finish(needs: ImportRunNeeds, job: ImportJob): void {
  if (tooMany(needs, job)) failForTooMany(needs, job);
  else complete(needs, job, 'Succeeded', 'Import Job Completed Successfully.');
}

/** Skipped users count too. */
function tooMany({ settings }: ImportRunNeeds, job: ImportJob): boolean {
  if (settings.tooMany === 'never') return false;
  const unimported = job.failed + job.skipped;
  const { share, atLeast } = settings.tooMany;
  return unimported >= Math.max(atLeast, 1) && unimported > share * processedRows(job);
}

const failForTooMany = (needs: ImportRunNeeds, job: ImportJob): void =>
  complete(needs, job, 'Failed', 'Too many users have failed or been skipped during the import.');

function complete(
  { clock }: ImportRunNeeds,
  job: ImportJob,
  status: 'Succeeded' | 'Failed' | 'Stopped',
  message: string,
): void {
  job.status = status;
  job.completedAt = clock.now();
  job.completionMessage = message;
}
