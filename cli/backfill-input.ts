import type { OptionMistake } from '../migration/backfill/run-options.ts';
import { parseRunOptions } from '../migration/backfill/run-options.ts';
import { OperatorError } from './operator-error.ts';

/** What of the command line goes into an execution. */
export interface RunFlags {
  readonly dryRun?: boolean;
  readonly resume?: string;
  readonly usernames?: readonly string[];
  readonly limit?: number;
  readonly import?: boolean;
  readonly mfaLookup?: boolean;
  readonly acceptMfaLoss?: boolean;
  readonly acceptShortListing?: boolean;
  readonly requestsPerSecond?: number;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** The members of the input of an execution, and what they are called on the command line. */
const FLAGS = {
  runId: { flag: '--resume', read: ({ resume }: RunFlags) => resume },
  dryRun: { flag: '--dry-run', read: ({ dryRun }: RunFlags) => dryRun },
  import: { flag: '--no-import', read: (flags: RunFlags) => flags.import },
  listRequestsPerSecond: {
    flag: '--requests-per-second',
    read: ({ requestsPerSecond }: RunFlags) => requestsPerSecond,
  },
  mfaLookup: { flag: '--mfa-lookup', read: ({ mfaLookup }: RunFlags) => mfaLookup },
  acceptMfaLoss: { flag: '--accept-mfa-loss', read: ({ acceptMfaLoss }: RunFlags) => acceptMfaLoss },
  acceptShortListing: {
    flag: '--accept-short-listing',
    read: ({ acceptShortListing }: RunFlags) => acceptShortListing,
  },
  include: { flag: '--include', read: ({ include }: RunFlags) => include },
  exclude: { flag: '--exclude', read: ({ exclude }: RunFlags) => exclude },
  limit: { flag: '--limit', read: ({ limit }: RunFlags) => limit },
  usernames: { flag: '--usernames', read: ({ usernames }: RunFlags) => usernames },
} as const;

const flagOf = (option: string): string =>
  Object.entries(FLAGS).find(([name]) => name === option)?.[1].flag ?? option;

const told = ({ option, message }: OptionMistake): string => `${flagOf(option)}: ${message}`;

/**
 * The input of an execution: only what was said, for a resumed run keeps the options with which it began.
 * @throws OperatorError with every mistake
 */
export const inputOf = (flags: RunFlags): Readonly<Record<string, unknown>> => {
  const input = Object.fromEntries(
    Object.entries(FLAGS).flatMap(([name, { read }]) => {
      const value = read(flags);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const result = parseRunOptions(input);
  if (result.kind === 'options') return input;
  throw new OperatorError(
    result.mistakes.map(told).join(' '),
    'Nothing was started. --help tells what there is.',
  );
};
