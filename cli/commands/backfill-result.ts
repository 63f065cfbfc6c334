import { isResumable } from '../../migration/backfill/resumable.ts';
import { member } from '../../migration/member.ts';
import { classesOfRun } from '../../migration/status/classes-of-run.ts';
import { parsed, runIdOf, textIn } from '../../migration/status/run-output.ts';
import { isUnderWay } from '../../migration/status/under-way.ts';
import { figure, plural } from '../../migration/text/wording.ts';
import type { DeployedContext, ExitStatus } from '../command-context.ts';
import { inFlags } from './backfill-input.ts';
import type { WatchedRun } from './backfill-watch.ts';

/** What came of a run, as `--json` prints it. */
interface RunDocument {
  readonly runId: string;
  readonly executionArn: string;
  /** Of the execution, for example `SUCCEEDED`. */
  readonly status: string;
  readonly dryRun: boolean;
  readonly totals?: object;
  /** Places of the report's files in S3. */
  readonly files: readonly string[];
  /** Where they were fetched to, if they were to be. */
  readonly saved?: readonly string[];
  /** Why nothing was done, where nothing was. */
  readonly message?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** The workflow names nobody, only places in the input; the operator is shown what stands there. */
const withUsernames = (cause: string, input: string): string => {
  const usernames = member(parsed(input), 'usernames');
  if (!Array.isArray(usernames)) return cause;
  return cause.replaceAll(/\busernames\[(\d+)\]/g, (place, index) => {
    const username = textIn(usernames[Number(index)]);
    return username === undefined ? place : `${JSON.stringify(username)} (${place})`;
  });
};

const documentOf = (
  { deployed }: Pick<DeployedContext, 'deployed'>,
  { execution, progress: { planned, reported } }: WatchedRun,
): RunDocument => {
  const { arn: executionArn, status, error, cause } = execution;
  const message = planned?.message && inFlags(planned.message);
  return {
    runId: planned?.runId ?? runIdOf(execution),
    ...{ executionArn, status },
    dryRun: planned?.dryRun ?? false,
    ...(reported?.totals === undefined ? {} : { totals: reported.totals }),
    files: (reported?.files ?? []).map((key) => `s3://${deployed.bucketName ?? ''}/${key}`),
    ...(message === undefined ? {} : { message }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause: withUsernames(inFlags(cause), execution.input) }),
  };
};

/** What was decided about a run and its report. */
export interface ResultOptions {
  /** Whether it runs on a sandbox that ends with the command. */
  readonly throwAway: boolean;
  /** Paths of the report's files that were fetched. @default - they were not to be */
  readonly saved?: readonly string[];
}

/** Shows what came of a run. 1 unless it succeeded, or goes on. */
export const showResult = (
  context: DeployedContext,
  watched: WatchedRun,
  { throwAway, saved }: ResultOptions,
): ExitStatus => {
  const { terminal } = context;
  const result = { ...documentOf(context, watched), ...(saved === undefined ? {} : { saved }) };
  const status = result.status === 'SUCCEEDED' || isUnderWay(result.status) ? 0 : 1;
  if (terminal.json) {
    terminal.document(result);
    return status;
  }
  if (isUnderWay(result.status)) {
    terminal.talk(
      throwAway
        ? 'The sandbox ends now, and the run with it.'
        : `The run goes on. Watch it again with: npm run migrate -- backfill --watch ${watched.execution.name}`,
    );
    return status;
  }
  const { totals } = watched.progress.reported ?? {};
  if (totals !== undefined) {
    const people = plural(totals.listed, 'person', 'people');
    terminal.data(`Of ${figure(totals.listed)} ${people} in the old pool`);
    terminal.table(
      ['class', 'people', 'what to do'],
      classesOfRun(totals).map(({ what, people, advice }) => [what, figure(people), advice]),
    );
  }
  for (const line of closing(watched, result, throwAway)) terminal.talk(line);
  return status;
};

/** Where the report is, and how it is fetched if it was not. */
const aboutReport = ({ files, saved, runId }: RunDocument, throwAway: boolean): readonly string[] => {
  if (saved !== undefined) {
    return [saved.length === 0 ? 'There is no report to fetch.' : `The report: ${saved.join(', ')}`];
  }
  const page = files.find((file) => file.endsWith('.html'));
  if (page === undefined) return [];
  return [
    `The report is ${page}`,
    throwAway
      ? '  It is gone with the sandbox, which ends now; --report <directory> fetches it before.'
      : `  npm run migrate -- backfill --watch ${runId} --report <directory>`,
  ];
};

/** Before the plan is saved there is nothing to resume: unless the run is an earlier one, it is begun anew. */
const howToGoOn = (
  { execution, progress }: WatchedRun,
  { runId, error, status }: RunDocument,
): readonly string[] => {
  if (status === 'SUCCEEDED' || !isResumable(error ?? status)) return [];
  const isUnplanned =
    progress.planned === undefined && member(parsed(execution.input), 'runId') === undefined;
  return [
    isUnplanned
      ? 'It failed before anything was done. Mend the cause and start it again with the same options.'
      : `Nothing is lost. Mend the cause and go on where it stopped: npm run migrate -- backfill --resume ${runId} --watch`,
  ];
};

const closing = (watched: WatchedRun, result: RunDocument, throwAway: boolean): readonly string[] => {
  const { status, dryRun, message, error = status, cause } = result;
  return [
    ...(status === 'SUCCEEDED' ? [] : [cause === undefined ? `${error}.` : `${error}: ${cause}`]),
    ...(message === undefined || message === cause ? [] : [message]),
    ...aboutReport(result, throwAway),
    ...howToGoOn(watched, result),
    ...(status === 'SUCCEEDED' && dryRun
      ? ['A dry run: nobody was imported. Without --dry-run, they are.']
      : []),
  ];
};
