import { Command, InvalidArgumentError, type Option } from 'commander';
import { createPatientClient } from '../../aws/clients/patient-clients.ts';
import type { Workflow } from '../../aws/executions.ts';
import { describeUserPool } from '../../aws/user-pools.ts';
import { isUnderWay } from '../../migration/status/under-way.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { askAtTerminal, type ConfirmationOptions } from '../confirmation.ts';
import { OperatorError } from '../operator-error.ts';
import { requestsPerSecondOption } from '../requests-per-second.ts';
import { confirmImport, importsMany, SMALL_PILOT } from './backfill-confirmation.ts';
import type { RunFlags } from './backfill-input.ts';
import { inputOf } from './backfill-input.ts';
import { saveReport, withReportDirectory } from './backfill-report.ts';
import { showResult } from './backfill-result.ts';
import {
  executionName,
  findExecution,
  refuseVainResume,
  runningExecution,
  withBackfill,
} from './backfill-runs.ts';
import type { WatchedRun } from './backfill-watch.ts';
import { watchExecution } from './backfill-watch.ts';

/** The options of one call. */
export interface BackfillOptions extends RunFlags {
  /** Shows how far it is, to its end. A text names an execution or a run, and nothing is started. @default false */
  readonly watch?: boolean | string;
  /** The directory into which the report is fetched when the run has ended, which is watched for it. @default none */
  readonly report?: string;
  /** Whether the sandbox, and with it the run, ends with the command. @default false */
  readonly throwAway?: boolean;
  /** How an import of many is confirmed. @default not at all */
  readonly confirmation?: ConfirmationOptions;
}

/** `migrate backfill`: starts the workflow, or watches it. 1 if it failed or may not be started. */
export const backfill = (context: DeployedContext, options: BackfillOptions): Promise<ExitStatus> =>
  withReportDirectory(options.report, () => startOrWatch(context, options));

const startOrWatch = async (
  context: DeployedContext,
  { watch: watchIt = false, report, throwAway = false, confirmation, ...flags }: BackfillOptions,
): Promise<ExitStatus> => {
  const input = inputOf(flags);
  const watch = watchIt === false ? report !== undefined : watchIt;
  const plain = Object.keys(input).length === 0;
  return withBackfill(context, async (workflow) => {
    const watchToTheEnd = async (arn: string): Promise<ExitStatus> =>
      conclude(context, await watchExecution(context, workflow, arn), { throwAway, report });
    if (typeof watch === 'string') {
      if (!plain) {
        throw new OperatorError(
          `--watch ${watch} watches what is there and starts nothing; the other options would do nothing.`,
          'Leave them out, or give --watch without a name and last.',
        );
      }
      return watchToTheEnd((await findExecution(workflow, watch)).arn);
    }
    const running = await runningExecution(workflow);
    if (running !== undefined && watch && plain) {
      context.terminal.talk(`A backfill is going already: ${running.name}. Nothing was started.`);
      return watchToTheEnd(running.arn);
    }
    if (running !== undefined) return refuse(context, running);
    if (flags.resume !== undefined) await refuseVainResume(context, workflow, flags.resume);
    if (confirmation !== undefined && importsMany(flags)) await confirmImport(context, confirmation, flags);
    const arn = await start(context, workflow, flags, input);
    return watch ? watchToTheEnd(arn) : started(context, flags.resume, arn);
  });
};

/** Shows what came of a run; its report is fetched first, for what is shown says where it is. */
const conclude = async (
  context: DeployedContext,
  watched: WatchedRun,
  { throwAway, report }: { readonly throwAway: boolean; readonly report: string | undefined },
): Promise<ExitStatus> => {
  if (report === undefined || isUnderWay(watched.execution.status)) {
    return showResult(context, watched, { throwAway });
  }
  let saved: readonly string[];
  try {
    saved = await saveReport(context, watched.progress.reported, report);
  } catch (error) {
    showResult(context, watched, { throwAway });
    throw error;
  }
  return showResult(context, watched, { throwAway, saved });
};

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

const refuse = (
  { terminal }: DeployedContext,
  { arn, name, startedAt }: { readonly arn: string; readonly name: string; readonly startedAt: number },
): ExitStatus => {
  const since = new Date(startedAt).toISOString();
  if (terminal.json) terminal.document({ refused: 'running', executionArn: arn, since });
  terminal.talk(`A backfill is going already: ${name}, since ${since}. Nothing was started.`);
  terminal.talk(`Watch it with: npm run migrate -- backfill --watch ${name}`);
  return 1;
};

const started = ({ terminal }: DeployedContext, runId: string | undefined, arn: string): ExitStatus => {
  if (terminal.json) terminal.document({ runId: runId ?? nameIn(arn), executionArn: arn, status: 'RUNNING' });
  else terminal.talk(`Watch it with: npm run migrate -- backfill --watch ${nameIn(arn)}`);
  return 0;
};

const start = async (
  context: DeployedContext,
  workflow: Workflow,
  flags: RunFlags,
  written: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const { terminal, now } = context;
  const input = flags.resume === undefined ? await aboutFactors(context, flags, written) : written;
  const arn = await workflow.start(executionName(flags.resume, flags.dryRun === true, now()), input);
  terminal.talk(`Started ${nameIn(arn)}${flags.dryRun === true ? ', which imports nobody' : ''}.`);
  return arn;
};

/** An import loses second factors: the operator has to say what to do, before anything begins. */
const aboutFactors = async (
  { old, terminal, new: { access } }: DeployedContext,
  { acceptMfaLoss, mfaLookup }: RunFlags,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> => {
  if (acceptMfaLoss === true || mfaLookup === true) return input;
  const client = createPatientClient(old.access);
  try {
    const { mfa } = await describeUserPool(client)(old.userPoolId);
    if (mfa === 'OFF') return input;
    if (access.endpoint !== undefined) {
      terminal.talk(`The old pool has MFA ${mfa}; on a sandbox, --mfa-lookup costs nothing, so it is on.`);
      return { ...input, mfaLookup: true };
    }
    throw new OperatorError(
      `The old pool has MFA ${mfa}, and an import loses second factors.`,
      'Add --mfa-lookup (AdminGetUser for each user, which the old pool bills as active; the setting mfaUsers decides) or --accept-mfa-loss.',
    );
  } finally {
    client.destroy();
  }
};

const commaSeparated = (text: string, others: readonly string[] = []): readonly string[] => [
  ...others,
  ...text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
];

const oneName = (text: string, others: readonly string[] = []): readonly string[] => {
  if (text !== '') return [...others, text];
  throw new InvalidArgumentError('Write a username of the old pool.');
};

const wholeNumber = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number from 1.');
};

/** A resumed run keeps its pace unless somebody says another one. */
const paceOption = (): Option => requestsPerSecondOption().default(undefined);

interface CommandOptions extends BackfillOptions {
  readonly yes?: boolean;
  readonly username?: readonly string[];
}

const HELP = `
Imports everybody who is in the old pool only; they reset their password at their next visit. Begin with one person,
then count, then import everybody:
  npm run migrate -- backfill --usernames ada --watch
  npm run migrate -- backfill --dry-run --watch
  npm run migrate -- backfill --watch --report report

An import of more than ${SMALL_PILOT} people is asked about first; --yes answers for a script. It runs in AWS. Ctrl-C
ends the watching, not the run. --watch with the name of a run or the ARN of an execution only watches it; --watch alone
watches the one that is under way, and starts one if none is. A run that was interrupted or failed goes on with --resume
and its name: nobody is lost and nobody is imported twice.

--report fetches the report when the run has ended, or with --watch and its name later: report.html, report.json and
users.csv, a line for everybody. They name people, and are readable by you only.

Exit status: 0 started, or watched to a good end; 1 it failed or was refused; 2 could not run.`;

/** `migrate backfill`, for the command line. */
export const backfillCommand = (open: OpenContext): Command =>
  new Command('backfill')
    .description('import everybody who never signed in')
    .option('--dry-run', 'count, and import nobody')
    .option('--watch [run]', 'show how far it is, to its end')
    .option('--report <directory>', 'watch it, and fetch its report into a directory')
    .option('--resume <runId>', 'go on with a run that was interrupted or failed')
    .option('--usernames <names>', 'only these, with commas between them', commaSeparated)
    .option('--username <name>', 'only this one, as it is, commas and all; may be repeated', oneName)
    .option('--limit <number>', 'only the first so many', wholeNumber)
    .option('--import', 'with --resume: import the files of a run that stopped after them')
    .option('--no-import', 'stop after the import files')
    .option('--mfa-lookup', 'ask for the second factors of each user, which bills each as active')
    .option('--accept-mfa-loss', 'import people without looking for second factors, which are lost')
    .option('--accept-short-listing', "go on although the listing is far below Cognito's estimate")
    .addOption(paceOption())
    .option(
      '--include <statuses>',
      'only users with these statuses, with commas between them',
      commaSeparated,
    )
    .option('--exclude <statuses>', 'no users with these statuses', commaSeparated)
    .option('--yes', 'do not ask before more than 100 people are imported')
    .addHelpText('after', HELP)
    .action(({ yes = false, username, ...options }: CommandOptions, command: Command) => {
      // The sandbox ends with the command, and the run with the sandbox.
      const throwAway = command.optsWithGlobals()['sandbox'] === true;
      const watch = options.watch ?? throwAway;
      const confirmation = { yes, asking: askAtTerminal(process.stdin, process.stderr) };
      return open.deployed((context) =>
        backfill(context, {
          ...options,
          ...(username === undefined ? {} : { usernames: [...(options.usernames ?? []), ...username] }),
          ...{ watch, throwAway },
          // Nobody is hurt on a sandbox.
          ...(context.new.access.endpoint === undefined ? { confirmation } : {}),
        }),
      );
    });
