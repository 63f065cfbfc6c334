import { Command, InvalidArgumentError, Option } from 'commander';
import type { Census } from '../../migration/check/census.ts';
import { checkUsers } from '../../migration/check/census.ts';
import { checkPools } from '../../migration/check/check-pools.ts';
import type { Finding } from '../../migration/check/finding.ts';
import { bySeverity } from '../../migration/check/finding.ts';
import { FINDING_IDS } from '../../migration/check/finding-ids.ts';
import { plural } from '../../migration/text/wording.ts';
import { didYouMean } from '../../stacks/settings/nearest-name.ts';
import type { CommandContext, ExitStatus, OpenContext } from '../command-context.ts';
import type { GlobalOptions } from '../global-options.ts';
import { OperatorError } from '../operator-error.ts';
import { requestsPerSecondOption } from '../requests-per-second.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { showCensus, showFindings } from './check-layout.ts';
import { surveyBothPools } from './check-survey.ts';
import { takeCensus } from './check-users.ts';
import { writeSettings, writeSettingsOf } from './check-write.ts';

/** The options of one call. */
export interface CheckOptions {
  /** Whether to list everybody of the old pool. @default false */
  readonly users?: boolean;
  /** ListUsers calls a second, for that. */
  readonly requestsPerSecond: number;
  /** First sign-ins a second that are expected at the busiest moment. @default nobody knows */
  readonly expectedSignIns?: number;
  /** Ids of findings that somebody looked at and accepts. @default none */
  readonly accept?: readonly string[];
}

/** `migrate check`: what stands in the way of a move, or would surprise. 1 if there is a blocker or a warning. */
export const check = async (context: CommandContext, options: CheckOptions): Promise<ExitStatus> => {
  const { users = false, requestsPerSecond, expectedSignIns, accept = [] } = options;
  const survey = await surveyBothPools(context, expectedSignIns);
  const census = users ? await takeCensus(context, requestsPerSecond) : undefined;
  const found = bySeverity([
    ...checkPools({ ...survey, counted: users }),
    ...(census === undefined ? [] : checkUsers(census, survey.settings)),
  ]);
  const findings = found.filter(({ id }) => !accept.includes(id));
  const accepted = found.filter(({ id }) => accept.includes(id));
  show(context, { findings, accepted, census });
  return findings.some(({ severity }) => severity !== 'note') ? 1 : 0;
};

interface Result {
  readonly findings: readonly Finding[];
  readonly accepted: readonly Finding[];
  readonly census: Census | undefined;
}

const show = (context: CommandContext, { findings, accepted, census }: Result): void => {
  const { terminal, settingsFrom, changedSettings } = context;
  if (terminal.json) {
    terminal.document({
      settingsFrom,
      ...(changedSettings === undefined ? {} : { changedSettings }),
      ...{ findings, accepted },
      ...(census === undefined ? {} : { users: census }),
    });
    return;
  }
  if (census !== undefined) showCensus(terminal, census);
  showFindings(terminal, findings);
  for (const line of whatWasJudged(context)) terminal.talk(line);
  if (accepted.length > 0) {
    terminal.talk(`Accepted ${accepted.length}: ${accepted.map(({ id }) => id).join(', ')}.`);
  }
  terminal.talk(verdict(findings));
};

/** Which pools, and by which settings. */
const whatWasJudged = ({
  old,
  deployed,
  settingsFrom,
  changedSettings,
}: CommandContext): readonly string[] => {
  if (deployed === undefined) {
    return [`Checked ${old.userPoolId} against the settings of cdk.json; the new pool is not deployed yet.`];
  }
  const source =
    settingsFrom === 'deployment'
      ? `the settings with which ${deployed.stackName} was deployed`
      : 'the settings of cdk.json';
  return [
    `Checked ${old.userPoolId} and ${deployed.newUserPoolId} against ${source}.`,
    ...aboutOtherSettings(settingsFrom, changedSettings),
  ];
};

const aboutOtherSettings = (
  settingsFrom: CommandContext['settingsFrom'],
  changed: readonly string[] | undefined,
): readonly string[] => {
  if (changed === undefined) {
    return settingsFrom === 'deployment'
      ? []
      : ['The stack was deployed by another version, and does not tell its own settings.'];
  }
  if (changed.length === 0) return [];
  return [
    settingsFrom === 'deployment'
      ? `Those of cdk.json differ (${changed.join(', ')}): --planned judges by them, npm run deploy makes them count.`
      : `Those of the deployment differ (${changed.join(', ')}), and count until the next npm run deploy.`,
  ];
};

const verdict = (findings: readonly Finding[]): string => {
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length;
  const [blockers, warnings] = [count('blocker'), count('warning')];
  if (blockers + warnings === 0) return 'Nothing stands in the way.';
  return `${blockers} ${plural(blockers, 'blocker')}, ${warnings} ${plural(warnings, 'warning')}.`;
};

const positive = (text: string): number => {
  const number = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('Write a number greater than 0, such as 25.');
};

const HELP = `
Reads both pools (before the first deploy: the old one) and judges them by the settings: DescribeUserPool,
ListUserPoolClients, DescribeUserPoolClient, GetUserPoolMfaConfig, ListIdentityProviders, ListGroups, of the new pool
DescribeIdentityProvider and ListUserImportJobs, where threat protection is on DescribeRiskConfiguration, and Service
Quotas. What you may not read is a finding, too.

The settings are those of cdk.json until something is deployed, then those with which it was deployed, for they count;
what differs in cdk.json is a finding. With --planned those of cdk.json are judged, and the new pool as they would
leave it: before you deploy them.

With --users it also lists everybody (ListUsers only, which bills nobody as active) and says how a backfill would
class them today, and which names clash. Who has a second factor is not in that list.

With --write it prints settings for cdk.json instead, made from the old pool; the reasons go to stderr:
  npm run -s migrate -- check --write --old-pool eu-west-1_AbCdEfGhI > migration.json

Exit status: 0 nothing or notes alone, 1 a blocker or a warning that was not accepted, 2 could not run.`;

/** @throws InvalidArgumentError for what is the id of no finding: perhaps a slip, and then nothing was accepted */
const findingId = (text: string, others: readonly string[] = []): readonly string[] => {
  if (FINDING_IDS.includes(text)) return [...others, text];
  throw new InvalidArgumentError(
    `No finding has this id.${didYouMean(text, FINDING_IDS)} Write it as it stands in brackets behind a finding.`,
  );
};

/** @throws OperatorError */
const refuseWhatWouldDoNothing = (
  { write, oldPool, planned }: CommandOptions,
  { endpoint, sandbox = false, context = [] }: GlobalOptions,
): void => {
  if (oldPool !== undefined && !write) {
    throw new OperatorError(
      `--old-pool ${oldPool} goes with --write only; check judges the old pool that the settings name.`,
      'Add --write, or leave --old-pool out and name the pool in cdk.json (or with -c migration.oldPool.userPoolId=...).',
    );
  }
  if (oldPool !== undefined && context.length > 0) {
    throw new OperatorError(
      '-c changes settings, and check --write --old-pool reads none.',
      'Leave one of them out.',
    );
  }
  if (planned && (sandbox || endpoint !== undefined)) {
    throw new OperatorError(
      'On a sandbox there is no cdk.json to judge by, only what is deployed there.',
      'Leave --planned out.',
    );
  }
};

interface CommandOptions {
  readonly planned: boolean;
  readonly users: boolean;
  readonly requestsPerSecond: number;
  readonly expectedSignInsPerSecond?: number;
  readonly accept?: readonly string[];
  readonly write: boolean;
  readonly oldPool?: string;
}

/** `migrate check`, for the command line. */
export const checkCommand = (open: OpenContext): Command =>
  new Command('check')
    .description('before people move: what stands in the way, what would surprise, and what to do about it')
    .option('--planned', 'judge by cdk.json, though something else is deployed', false)
    .option('--users', 'list everybody of the old pool, too', false)
    .addOption(requestsPerSecondOption())
    .option('--expected-sign-ins-per-second <number>', 'first sign-ins at the busiest moment', positive)
    .option('--accept <ids...>', 'findings that you have looked at and accept', findingId)
    .addOption(
      new Option('--write', 'print settings for cdk.json, made from the old pool')
        .default(false)
        .conflicts(['planned', 'users', 'expectedSignInsPerSecond', 'accept']),
    )
    .option('--old-pool <id>', 'with --write: the pool, where there is no cdk.json yet')
    .addHelpText('after', HELP)
    .action(async (options: CommandOptions, command: Command) => {
      const { write, oldPool, planned, expectedSignInsPerSecond: expectedSignIns, ...others } = options;
      refuseWhatWouldDoNothing(options, command.optsWithGlobals<GlobalOptions>());
      if (others.users) keepHeapSmall();
      if (write && oldPool !== undefined) {
        await open.unsettled((before) => writeSettingsOf(before, oldPool));
      } else if (write) {
        await open.anytime('cdk.json', writeSettings);
      } else {
        await open.anytime(planned ? 'cdk.json' : 'deployment', (context) =>
          check(context, { ...others, ...(expectedSignIns === undefined ? {} : { expectedSignIns }) }),
        );
      }
    });
