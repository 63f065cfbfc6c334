import { Command, Option } from 'commander';
import type { LeftOutReason } from '../../migration/backfill/classes.ts';
import { figure } from '../../migration/text/wording.ts';
import type { Difference } from '../../migration/verify/difference.ts';
import { ACCEPTABLE_REASONS, DIFFERENCE_TEXTS, isAbsence, isOff } from '../../migration/verify/difference.ts';
import { differenceLine, differencesHeader, withoutValues } from '../../migration/verify/differences-csv.ts';
import { adviceOnFactors } from '../../migration/verify/second-factors.ts';
import type { VerifySummary } from '../../migration/verify/summary.ts';
import { adviceFor } from '../../migration/verify/summary.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { PrivateFile } from '../private-file.ts';
import { requestsPerSecondOption } from '../requests-per-second.ts';
import { keepHeapSmall } from '../small-heap.ts';
import type { Terminal } from '../terminal.ts';
import { comparePools } from './compare-pools.ts';

/** The options of one call. */
export interface VerifyOptions {
  /** ListUsers calls a second, of both pools together. */
  readonly requestsPerSecond: number;
  /** Reasons for which people may stay behind, beside those that are always accepted. @default none */
  readonly accept?: readonly LeftOutReason[];
  /** Where the differences are written, one a line. @default nowhere */
  readonly csv?: string;
  /** Whether the values that differ are shown; they are personal data. @default false */
  readonly values?: boolean;
}

/** Most differences that are shown beside the counts. */
const MOST_SHOWN = 10;
const MOST_IN_DOCUMENT = 1_000;

/** `migrate verify`: whether everybody of the old pool is in the new one, as the rules say. 1 if anything is off. */
export const verify = async (context: DeployedContext, options: VerifyOptions): Promise<ExitStatus> => {
  const { requestsPerSecond, accept = [], csv, values = false } = options;
  const file = csv === undefined ? undefined : new PrivateFile(csv);
  const off: Difference[] = [];
  try {
    file?.add(differencesHeader(values));
    const summary = await comparePools(context, { requestsPerSecond, accepted: accept }, (difference) => {
      file?.add(differenceLine(difference, values));
      if (!isOff(difference.kind) || off.length >= MOST_IN_DOCUMENT) return;
      off.push(values ? difference : withoutValues(difference));
    });
    file?.finish();
    show(context.terminal, summary, off, options);
    return summary.clean ? 0 : 1;
  } finally {
    file?.discard();
  }
};

const show = (
  terminal: Terminal,
  summary: VerifySummary,
  off: readonly Difference[],
  { csv, values = false }: VerifyOptions,
): void => {
  if (terminal.json) {
    terminal.document({ ...summary, off });
    return;
  }
  showTotals(terminal, summary);
  showDifferences(terminal, summary);
  if (csv === undefined) showExamples(terminal, off, values);
  else terminal.talk(`Every difference is a line of ${csv}.`);
  showVerdict(terminal, summary);
};

const showTotals = ({ table }: Terminal, summary: VerifySummary): void =>
  table(
    ['', 'people'],
    [
      ['in the old pool', figure(summary.oldUsers)],
      ['of whom have moved', figure(summary.moved)],
      ['of whom nothing differs', figure(summary.same)],
      ['in the new pool', figure(summary.newUsers)],
      ['of whom signed up there', figure(summary.natives)],
    ],
  );

const showDifferences = (terminal: Terminal, { differences }: VerifySummary): void => {
  if (differences.length === 0) return;
  terminal.data('');
  terminal.table(
    ['', 'difference', 'in', 'found'],
    differences.map(({ kind, detail = '', count, off }) => [
      off ? 'off' : 'fine',
      DIFFERENCE_TEXTS[kind].title,
      detail,
      figure(count),
    ]),
  );
};

const showExamples = (terminal: Terminal, off: readonly Difference[], values: boolean): void => {
  if (off.length === 0) return;
  terminal.data('');
  terminal.table(
    ['off', 'in', 'old username', 'old sub', 'new username', ...(values ? ['expected', 'found'] : [])],
    off
      .slice(0, MOST_SHOWN)
      .map((difference) => [
        difference.kind,
        difference.attribute ?? difference.reason ?? '',
        difference.old?.username ?? '',
        difference.old?.sub ?? '',
        difference.new?.username ?? '',
        ...(values ? [difference.expected ?? '', difference.found ?? ''] : []),
      ]),
  );
  if (off.length > MOST_SHOWN) terminal.talk('There are more; --csv <file> writes all of them.');
};

const showVerdict = (terminal: Terminal, { differences, secondFactors, clean }: VerifySummary): void => {
  if (clean) {
    terminal.talk('Nothing is off.');
    return;
  }
  terminal.talk('Something is off. What to do:');
  const advice = differences
    .filter(({ off }) => off)
    .map((count) => `  ${DIFFERENCE_TEXTS[count.kind].title}${inDetail(count)}: ${adviceFor(count)}`);
  for (const line of new Set(advice)) terminal.talk(line);
  const aboutFactors = adviceOnFactors(secondFactors);
  if (aboutFactors !== undefined && differences.some(({ kind }) => isAbsence(kind))) {
    terminal.talk(`  ${aboutFactors}`);
  }
};

/** Only a reason has an advice of its own. */
const inDetail = ({ kind, detail }: VerifySummary['differences'][number]): string =>
  kind === 'left-behind' && detail !== undefined ? ` (${detail})` : '';

const HELP = `
Lists both pools (ListUsers, which bills nobody as active) and compares everybody with whoever carries their sub
in custom:source_sub. What differs is judged by the rules of the move: renames, dropped attributes and names that
belong to somebody else are as they should be, and so is what was changed after the move.

People who are only in the old pool are fine where they are federated, never confirmed their sign-up, or are disabled
and the setting backfill.disabledUsers excludes them. Other reasons count as off until you --accept them.

A listing does not show second factors: whom mfaUsers "decline" keeps out is "missing", until --accept second-factor
looks at those who are missing, one by one, and accepts each who has a factor (with "reset": --accept
no-recovery-channel). That is AdminGetUser, ten a second, and each of them counts as active in this month's bill of
the old pool; so accept it after the backfill, when few are missing. Nobody is looked up where the old pool has MFA off.

The file of --csv names people; the values that differ are in it only with --values.

Exit status: 0 nothing is off, 1 something is, 2 could not run.`;

/** `migrate verify`, for the command line. */
export const verifyCommand = (open: OpenContext): Command =>
  new Command('verify')
    .description('compare the pools person by person: is everybody there, and as the rules say?')
    .addOption(requestsPerSecondOption())
    .addOption(
      new Option('--accept <reasons...>', 'reasons for which people may stay behind').choices(
        ACCEPTABLE_REASONS,
      ),
    )
    .option('--csv <file>', 'write every difference to a file')
    .option('--values', 'show the values that differ (personal data)')
    .addHelpText('after', HELP)
    .action((options: VerifyOptions) => {
      keepHeapSmall();
      return open.deployed((context) => verify(context, options));
    });
