import { MOVABLE_STATUSES } from '../person.ts';
import { LIST_REQUESTS_PER_SECOND, MOST_LIST_REQUESTS_PER_SECOND } from '../quotas.ts';

/**
 * The input of an execution: what the operator wants of this one run. `{}` is enough.
 */

/** Only some people: everybody should begin with one. */
export type Pilot =
  | { readonly kind: 'limit'; readonly limit: number }
  | { readonly kind: 'usernames'; readonly usernames: readonly string[] };

/** By `UserStatus` of the old pool. Where `include` is given, nobody else goes in; `exclude` wins over it. */
export interface StatusFilter {
  readonly include?: readonly string[];
  readonly exclude: readonly string[];
}

export interface RunOptions {
  /** Resumes this run; absent: a new run, whose id is the name of its execution. */
  readonly runId?: string;
  /** Counts, and neither writes files nor imports. @default false */
  readonly dryRun: boolean;
  /** `false` stops after the CSV. @default true */
  readonly import: boolean;
  /** ListUsers calls a second of all listers together, 1 to 30. @default 15 */
  readonly listRequestsPerSecond: number;
  /** Second factors of imported people are lost, and the operator knows. @default false */
  readonly acceptMfaLoss: boolean;
  /** AdminGetUser for each user (billed as active), and `mfaUsers` decides. @default false */
  readonly mfaLookup: boolean;
  /** A listing may end far below Cognito's estimate of the old pool's size. @default false */
  readonly acceptShortListing: boolean;
  readonly statuses: StatusFilter;
  readonly pilot?: Pilot;
}

/** How many people a run is about. @param estimatedUsers of the old pool, by Cognito's own count. */
export const peopleOf = ({ pilot }: Pick<RunOptions, 'pilot'>, estimatedUsers: number): number => {
  switch (pilot?.kind) {
    case 'usernames':
      return pilot.usernames.length;
    case 'limit':
      return Math.min(pilot.limit, estimatedUsers);
    case undefined:
      return estimatedUsers;
  }
};

/** One thing that is wrong in the input. */
export interface OptionMistake {
  /** The member of the input; empty for the input itself. */
  readonly option: string;
  /** What is wrong and what to write instead, in full sentences. */
  readonly message: string;
}

export type ParsedRunOptions =
  | { readonly kind: 'options'; readonly options: RunOptions }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly OptionMistake[] };

const KNOWN_OPTIONS: readonly string[] = [
  'runId',
  'dryRun',
  'import',
  'listRequestsPerSecond',
  'acceptMfaLoss',
  'mfaLookup',
  'acceptShortListing',
  'include',
  'exclude',
  'limit',
  'usernames',
];

/**
 * Step Functions adds this where another execution starts ours.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
const ADDED_BY_STEP_FUNCTIONS = 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID';

/** A name that can be part of an object key. */
const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What `isRunId` wants, as the end of a sentence. */
const RUN_ID_RULE = '1 to 64 letters, digits, dots, underscores or hyphens, a letter or digit first';

/** Whether a run can have this id, and be resumed by it. */
export const isRunId = (name: string): boolean => RUN_ID.test(name);

/** The sentences for a new run whose execution has a name that can be no `runId`: it could never be resumed. */
export const unfitExecutionName = (executionName: string): string =>
  `A new run is named after its execution, and with the name ${executionName} it could never be resumed. Nothing was ` +
  `done. Start it again under a name of ${RUN_ID_RULE}, or without a name.`;

/** Reads the input of an execution; every mistake at once, with its remedy. */
export const parseRunOptions = (input: unknown): ParsedRunOptions => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return {
      kind: 'mistakes',
      mistakes: [{ option: '', message: 'The input is not a JSON object. Write {} for the defaults.' }],
    };
  }
  const read = new OptionReader(new Map(Object.entries(input)));
  const runId = read.runId();
  const pilot = read.pilot();
  const include = read.statuses('include', MOVABLE_STATUSES);
  const options: RunOptions = {
    ...(runId === undefined ? {} : { runId }),
    dryRun: read.yesOrNo('dryRun', false),
    import: read.yesOrNo('import', true),
    listRequestsPerSecond:
      read.wholeNumber('listRequestsPerSecond', MOST_LIST_REQUESTS_PER_SECOND) ?? LIST_REQUESTS_PER_SECOND,
    acceptMfaLoss: read.yesOrNo('acceptMfaLoss', false),
    mfaLookup: read.yesOrNo('mfaLookup', false),
    acceptShortListing: read.yesOrNo('acceptShortListing', false),
    statuses: {
      ...(include === undefined ? {} : { include }),
      exclude: read.statuses('exclude', STATUSES) ?? [],
    },
    ...(pilot === undefined ? {} : { pilot }),
  };
  if (options.acceptMfaLoss && options.mfaLookup) {
    read.mistake(
      'mfaLookup',
      'Together with acceptMfaLoss it has no meaning. Choose one: acceptMfaLoss imports people with a second ' +
        'factor unseen, mfaLookup asks for each user and lets the setting mfaUsers decide.',
    );
  }
  read.rejectUnknown();
  return read.mistakes.length > 0
    ? { kind: 'mistakes', mistakes: read.mistakes }
    : { kind: 'options', options };
};

/**
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */
const STATUSES: readonly string[] = [
  ...MOVABLE_STATUSES,
  'UNCONFIRMED',
  'EXTERNAL_PROVIDER',
  'ARCHIVED',
  'COMPROMISED',
  'UNKNOWN',
];

const isFilledList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((member) => typeof member === 'string' && member !== '');

/** Collects mistakes instead of stopping at the first; what it returns then is never used. */
class OptionReader {
  readonly mistakes: OptionMistake[] = [];
  readonly #input: ReadonlyMap<string, unknown>;

  constructor(input: ReadonlyMap<string, unknown>) {
    this.#input = input;
  }

  mistake(option: string, message: string): void {
    this.mistakes.push({ option, message });
  }

  yesOrNo(option: string, absent: boolean): boolean {
    const value = this.#input.get(option) ?? absent;
    if (typeof value === 'boolean') return value;
    this.mistake(option, 'Is neither true nor false. Write one of them without quotation marks.');
    return absent;
  }

  wholeNumber(option: string, most?: number): number | undefined {
    const value = this.#input.get(option);
    if (value === undefined) return undefined;
    if (Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= (most ?? Infinity)) {
      return Number(value);
    }
    const range = most === undefined ? 'from 1' : `from 1 to ${most}`;
    this.mistake(option, `Is not a whole number ${range}. Write it without quotation marks.`);
    return undefined;
  }

  runId(): string | undefined {
    const value = this.#input.get('runId');
    if (value === undefined || (typeof value === 'string' && isRunId(value))) return value;
    this.mistake('runId', `Is not the name of a run. Write ${RUN_ID_RULE}, or leave it out for a new run.`);
    return undefined;
  }

  statuses(option: string, allowed: readonly string[]): readonly string[] | undefined {
    const value = this.#input.get(option);
    if (value === undefined) return undefined;
    if (!isFilledList(value)) {
      this.mistake(option, `Is not a list of user statuses. Write an array of ${allowed.join(', ')}.`);
      return undefined;
    }
    const unknown = value.filter((status) => !allowed.includes(status));
    if (unknown.length === 0) return value;
    const which = `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'}`;
    this.mistake(option, `${which} no user status that fits here. Choose among ${allowed.join(', ')}.`);
    return undefined;
  }

  pilot(): Pilot | undefined {
    const limit = this.wholeNumber('limit');
    const usernames = this.#input.get('usernames');
    if (usernames === undefined) return limit === undefined ? undefined : { kind: 'limit', limit };
    if (limit !== undefined) {
      this.mistake('limit', 'Together with usernames it has no meaning. Leave one of them out.');
    }
    if (isFilledList(usernames)) return { kind: 'usernames', usernames: [...new Set(usernames)] };
    this.mistake('usernames', 'Is not a list of names. Write an array of usernames of the old pool.');
    return undefined;
  }

  rejectUnknown(): void {
    for (const option of this.#input.keys()) {
      if (KNOWN_OPTIONS.includes(option) || option === ADDED_BY_STEP_FUNCTIONS) continue;
      this.mistake(option, `Is not an option. Known are ${KNOWN_OPTIONS.join(', ')}.`);
    }
  }
}
