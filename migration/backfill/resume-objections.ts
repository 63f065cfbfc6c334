import { inWords } from '../text/wording.ts';
import type { DisabledUsers } from './admission.ts';
import type { CsvPool } from './csv.ts';
import type { RunSettings } from './run-settings.ts';
import { changedSettings } from './run-settings.ts';

/** What a run that is resumed finds as it was when it began, or must not go on. */

/** What the rows of a run go by, beside its options. */
export interface RunGround {
  readonly oldUserPoolId: string;
  readonly newUserPoolId: string;
  /** Absent in runs that a version before this one began. */
  readonly settings?: RunSettings;
  /** From GetCSVHeader. */
  readonly columns: readonly string[];
  readonly csvPool: CsvPool;
}

const START_ANEW = 'Start a new run without runId: who is in the new pool is left out anyway.';

/**
 * What is wrong about the settings of a run that goes on; undefined if they are those with which it began.
 * @param changed names of further settings that are not what they were.
 */
export const objectionToSettings = (
  saved: RunSettings | undefined,
  now: RunSettings,
  changed: readonly string[] = [],
): string | undefined => {
  if (saved === undefined) {
    return `The run was begun by an earlier version, which did not write down the settings that it went by. ${START_ANEW}`;
  }
  const all = [...changed, ...changedSettings(saved, now)];
  return all.length === 0
    ? undefined
    : `The run was begun with other settings: ${inWords(all)} changed since, and what was listed goes by what was ` +
        `deployed then. ${START_ANEW} Or deploy what it was begun with, and resume.`;
};

const sorted = (values: readonly string[]): string => JSON.stringify([...values].sort());

/** What changed about the new pool, as far as rows go by it. */
const changesOfPool = (saved: CsvPool, now: CsvPool): readonly string[] => [
  ...(saved.mfaRequired === now.mfaRequired ? [] : ['whether MFA is required']),
  ...(sorted(saved.requiredAttributes) === sorted(now.requiredAttributes) ? [] : ['required attributes']),
  ...(saved.autoVerified.every((contact) => now.autoVerified.includes(contact))
    ? []
    : ['contacts that are verified automatically']),
];

const aboutHeader = (saved: readonly string[], now: readonly string[]): string | undefined => {
  if (JSON.stringify(saved) === JSON.stringify(now)) return undefined;
  const different = [
    ...now.filter((column) => !saved.includes(column)),
    ...saved.filter((column) => !now.includes(column)),
  ];
  return (
    'The import header of the new pool is not what it was when the run began' +
    `${different.length === 0 ? '' : ` (${inWords(different)})`}, and the rows of the run have the columns of then. ${START_ANEW}`
  );
};

const aboutPool = (saved: CsvPool, now: CsvPool): string | undefined => {
  const changes = changesOfPool(saved, now);
  return changes.length === 0
    ? undefined
    : `The new pool is not what it was when the run began, and the rows of the run go by that: ${inWords(changes)}. ${START_ANEW}`;
};

/** An import file cannot say that somebody is disabled, and a later run does not tell. */
const STILL_ENABLED =
  'People of the run’s files DisabledUsers who were imported and not disabled yet stay enabled until you disable ' +
  'them (aws cognito-idp admin-disable-user) or mend this and resume.';

/**
 * Adds to objections against a resume what must not be forgotten if it is not resumed.
 * @param objections full sentences.
 */
export const withReminder = (
  objections: readonly string[],
  { disabledUsers }: { readonly disabledUsers: DisabledUsers },
): readonly string[] =>
  objections.length > 0 && disabledUsers === 'import-then-disable'
    ? [...objections, STILL_ENABLED]
    : objections;

/** Why a run must not go on as it was begun; empty if it may. Each is a full sentence with a remedy. */
export const objectionsToResume = (
  saved: RunGround,
  now: RunGround & { readonly settings: RunSettings },
): readonly string[] => {
  const pools = (['oldUserPoolId', 'newUserPoolId'] as const).filter((pool) => saved[pool] !== now[pool]);
  const names = pools.map((pool) =>
    pool === 'oldUserPoolId' ? 'oldPool.userPoolId' : 'the new pool itself',
  );
  return [
    objectionToSettings(saved.settings, now.settings, names),
    aboutHeader(saved.columns, now.columns),
    aboutPool(saved.csvPool, now.csvPool),
  ].filter((objection) => objection !== undefined);
};
