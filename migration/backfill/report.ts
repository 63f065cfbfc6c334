import type { NewProfile } from '../profile-settlement.ts';
import { figure } from '../text/wording.ts';
import { LEFT_OUT_REASONS } from './classes.ts';
import type { PoolCount } from './listing-gap.ts';
import { listingGap } from './listing-gap.ts';
import { LEFT_OUT_TEXTS, READY_REASONS } from './reason-texts.ts';
import type { Tally, Totals } from './totals.ts';
import { accountedFor, addCounts, assertTotals } from './totals.ts';

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'dry-run' }
  /** `import: false`: the files wait for somebody to import them by hand. */
  | { readonly kind: 'files-only' }
  /** `error` and `cause` are those of the state that failed. */
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

/** What happened to people who go in, beside that they go in. */
export interface Details {
  /** Attribute -> how many people lost it on the way. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What became of the `preferred_username` -> how many people. */
  readonly preferredUsernames: Readonly<Partial<Record<NewProfile['preferredUsername'], number>>>;
  /** People with a contact that went in unverified because somebody of the new pool holds it. */
  readonly contactsUnverified: number;
  /** People whose link to a provider stayed behind. */
  readonly linked: number;
}

/** How many users each pool has, by its listing and by Cognito's estimate. */
export interface PoolCounts {
  readonly oldPool: PoolCount;
  readonly newPool: PoolCount;
}

/** An import job, in the words of DescribeUserImportJob. */
export interface JobReport {
  readonly jobId: string;
  readonly status: string;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  readonly message?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/** An import file and what came of it. */
export interface FileReport {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** Whether the old pool has its people disabled; absent in reports of earlier versions. */
  readonly disabled?: boolean;
  /** One per submission: the first has the whole file, each other what the one before left unprocessed. */
  readonly jobs: readonly JobReport[];
}

/** `report.json`. */
export interface RunReport {
  readonly runId: string;
  readonly outcome: RunOutcome;
  readonly oldUserPoolId: string;
  readonly newUserPoolId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly totals: Totals;
  readonly pools: PoolCounts;
  readonly failedBecause: Tally['failedBecause'];
  readonly details: Details;
  readonly files: readonly FileReport[];
}

/** What a report is made of. */
export interface ReportInput extends Omit<RunReport, 'totals' | 'failedBecause'> {
  /** From `listing/old.json`. */
  readonly listed: number;
  readonly tally: Tally;
}

/** Those of nobody. */
export const NO_DETAILS: Details = { dropped: {}, preferredUsernames: {}, contactsUnverified: 0, linked: 0 };

/** Details of several parts of a run as those of the whole. */
export const addDetails = (details: Iterable<Details>): Details => {
  const all = [...details];
  return {
    dropped: addCounts(all.map(({ dropped }) => dropped)),
    preferredUsernames: addCounts(all.map(({ preferredUsernames }) => preferredUsernames)),
    contactsUnverified: all.reduce((sum, { contactsUnverified }) => sum + contactsUnverified, 0),
    linked: all.reduce((sum, { linked }) => sum + linked, 0),
  };
};

/**
 * @throws TotalsDoNotAddUp, except for a run that failed: it may have lost count, and the report says so.
 */
export const buildReport = ({ listed, tally, ...run }: ReportInput): RunReport => {
  const { failedBecause, ...classes } = tally;
  const totals = { listed, ...classes };
  if (run.outcome.kind !== 'failed') assertTotals(totals);
  return { ...run, totals, failedBecause };
};

/** `1 user`, `2 users`. */
export const users = (count: number): string => `${figure(count)} ${count === 1 ? 'user' : 'users'}`;

/** People of the old pool who are in the new one, however they came. */
export const inNewPool = ({ alreadyMoved, imported, skipped }: Totals): number =>
  alreadyMoved + imported + skipped;

/** People whom the run prepared and, as it was told, did not import. */
export const readyIn = ({ leftOut }: Totals): number =>
  READY_REASONS.reduce((sum, reason) => sum + (leftOut[reason] ?? 0), 0);

/** People about whom somebody may have to do something. */
export const openIn = (totals: Totals): number => accountedFor(totals) - inNewPool(totals) - readyIn(totals);

/** Listed people who are in no class, because the run ended too early. */
export const unsettledIn = (totals: Totals): number => Math.max(totals.listed - accountedFor(totals), 0);

/** The outcome in one sentence. */
export const headlineOf = ({ outcome, totals }: Pick<RunReport, 'outcome' | 'totals'>): string => {
  const moved = figure(inNewPool(totals));
  switch (outcome.kind) {
    case 'failed':
      return `The run stopped before its end; ${moved} of ${users(totals.listed)} are in the new pool.`;
    case 'dry-run':
      return `Dry run: ${users(readyIn(totals))} would be imported, and nothing was written.`;
    case 'files-only':
      return `${users(readyIn(totals))} ${readyIn(totals) === 1 ? 'waits' : 'wait'} in the import files; nobody was imported.`;
    case 'finished':
      return finishedHeadline(totals);
  }
};

const finishedHeadline = (totals: Totals): string => {
  if (totals.listed === 0) return 'Nobody was listed, so nobody was imported.';
  const open = openIn(totals);
  const nobody = totals.imported === 0 ? 'Nobody was left to import: ' : '';
  if (open === 0) {
    const all = totals.listed === 1 ? 'the one user' : `all ${users(totals.listed)}`;
    return capitalized(`${nobody}${all} ${totals.listed === 1 ? 'is' : 'are'} in the new pool.`);
  }
  const of = `${figure(inNewPool(totals))} of ${users(totals.listed)} are in the new pool`;
  return `${nobody}${of}, and ${figure(open)} ${open === 1 ? 'is' : 'are'} not.`;
};

const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Cognito's estimate of a pool beside what was listed, where a whole pool was. */
export const estimateOf = ({ estimatedUsers, listed }: PoolCount): string =>
  `Cognito estimates ${users(estimatedUsers)}${listed === undefined ? '' : `; ${figure(listed)} were listed`}`;

/** What must not be overlooked. */
export const warningsIn = (report: Pick<RunReport, 'outcome' | 'files' | 'pools'>): readonly string[] => [
  ...aboutListing('old pool', report.pools.oldPool),
  ...aboutListing('new pool', report.pools.newPool),
  ...aboutImportByHand(report),
];

/** A listing that was cut short looks like any other. */
const aboutListing = (pool: string, count: PoolCount): readonly string[] =>
  listingGap(count) === 'none'
    ? []
    : [
        `WARNING: of the ${pool}, ${estimateOf(count)}. The estimate may be old; if nobody deleted so many users ` +
          'lately, the listing was cut short: start a new run, which lists everybody again.',
      ];

/** What somebody who imports by hand must do. */
const aboutImportByHand = ({ outcome, files }: Pick<RunReport, 'outcome' | 'files'>): readonly string[] => {
  const names = files.flatMap(({ name, disabled }) => (disabled === true ? [name] : []));
  if (outcome.kind !== 'files-only' || names.length === 0) return [];
  return [
    `WARNING: the old pool has the people in ${names.join(', ')} disabled, and an import file cannot say so. ` +
      'Whoever imports them by hand must disable each at once (AdminDisableUser): until then, a code sent to a ' +
      'verified contact lets them in. Nothing does it for you, and no later run tells. Leave these files out if in ' +
      'doubt, or start this run again with "import": true, which disables them itself.',
  ];
};

/** SNS takes at most 100 characters of ASCII without line breaks. */
const MOST_SUBJECT_CHARACTERS = 100;

/**
 * Subject and text of the notification.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const summarize = (report: RunReport): { readonly subject: string; readonly text: string } => {
  const { totals, outcome, runId } = report;
  const headline = headlineOf(report);
  const unsettled = unsettledIn(totals);
  const lines = [
    headline,
    ...(outcome.kind === 'failed' ? [`${outcome.error}: ${outcome.cause}`] : []),
    '',
    `listed         ${figure(totals.listed)}`,
    `already moved  ${figure(totals.alreadyMoved)}`,
    `imported       ${figure(totals.imported)}`,
    `skipped        ${figure(totals.skipped)}`,
    `failed         ${figure(totals.failed)}`,
    ...LEFT_OUT_REASONS.flatMap((reason) => {
      const count = totals.leftOut[reason];
      return count === undefined
        ? []
        : [`left out       ${figure(count)}  ${reason}: ${LEFT_OUT_TEXTS[reason].advice}`];
    }),
    ...(unsettled > 0 ? [`not settled    ${figure(unsettled)}`] : []),
    ...warningsIn(report).flatMap((warning) => ['', warning]),
    '',
    `Old pool: ${estimateOf(report.pools.oldPool)}. New pool: ${estimateOf(report.pools.newPool)}.`,
    `Run ${runId}, from ${report.oldUserPoolId} to ${report.newUserPoolId}.`,
  ];
  return { subject: `Backfill: ${headline}`.slice(0, MOST_SUBJECT_CHARACTERS), text: lines.join('\n') };
};
