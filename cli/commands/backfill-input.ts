import type { OptionMistake } from '../../migration/backfill/run-options.ts';
import { parseRunOptions } from '../../migration/backfill/run-options.ts';
import { OperatorError } from '../operator-error.ts';

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

/**
 * A message in words of the command line. Members of the input that it names have capitals in the middle, unlike
 * words; one in quotation marks is JSON to be written, and stays. The flag may stand behind it already.
 */
export const inFlags = (message: string): string =>
  message.replaceAll(/(?<!")\b([a-z]+[A-Z]\w*)\b( \(--[\w-]+\))?/g, (whole, option: string) => {
    const flag = flagOf(option);
    return flag === option ? whole : flag;
  });

const told = ({ option, message }: OptionMistake): string => `${flagOf(option)}: ${inFlags(message)}`;

const LISTS = ['usernames', 'include', 'exclude'] as const;

/** What only a command line can get wrong. */
const slips = (flags: RunFlags): readonly string[] => [
  ...LISTS.filter((name) => flags[name]?.length === 0).map(
    (name) => `${flagOf(name)}: Names nothing. Write one or more, with commas between them.`,
  ),
  ...(flags.import === true && flags.resume === undefined
    ? ['--import: Goes with --resume only, and imports the files of the run named there.']
    : []),
];

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
  const mistakes = slips(flags);
  const result = parseRunOptions(input);
  if (result.kind === 'options' && mistakes.length === 0) return input;
  const others = result.kind === 'options' || mistakes.length > 0 ? [] : result.mistakes.map(told);
  throw new OperatorError(
    [...mistakes, ...others].join(' '),
    'Nothing was started. --help tells what there is.',
  );
};
