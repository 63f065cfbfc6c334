import type { LeftOutReason } from '../backfill/classes.ts';
import { LEFT_OUT_REASONS } from '../backfill/classes.ts';
import { LEFT_OUT_TEXTS, WITHHELD_TEXTS } from '../backfill/reason-texts.ts';
import type { Details } from '../backfill/report.ts';
import type { Tally } from '../backfill/totals.ts';
import { figure, plural } from '../text/wording.ts';
import type { Clashes, ClashKind } from './clashes.ts';
import { CLASH_KINDS } from './clashes.ts';
import type { Finding } from './finding.ts';
import { findingIf } from './finding.ts';
import { clashId, leftOutId } from './finding-ids.ts';
import { PAGES } from './pages.ts';
import type { CheckedSettings } from './survey.ts';

/** Everybody of the old pool, as a backfill would class them today. */
export interface Census {
  readonly listed: number;
  /** Of those who would be imported, the reason is `dry-run`, as in a dry run of the backfill. */
  readonly tally: Tally;
  readonly details: Details;
  readonly clashes: Clashes;
}

/** Reasons for which people are meant to stay, at least until somebody decides otherwise. */
const EXPECTED: readonly LeftOutReason[] = [
  'federated',
  'disabled',
  'unconfirmed',
  'status-excluded',
  'second-factor',
  'dry-run',
  'import-by-hand',
];

const people = (count: number): string => `${figure(count)} ${plural(count, 'person', 'people')}`;

const leftOutFindings = ({ tally }: Census): readonly Finding[] =>
  LEFT_OUT_REASONS.flatMap((reason) => {
    const count = tally.leftOut[reason] ?? 0;
    if (count === 0 || EXPECTED.includes(reason)) return [];
    const { title, advice } = LEFT_OUT_TEXTS[reason];
    return [
      {
        id: leftOutId(reason),
        severity: 'warning' as const,
        title,
        detail: `A backfill would leave out ${people(count)} (${reason}).`,
        remedy: advice,
        link: PAGES.importFile,
      },
    ];
  });

interface ClashText {
  readonly title: string;
  readonly comesOfIt: string;
  readonly remedy: string;
}

const CLASH_TEXTS: Readonly<Record<ClashKind, ClashText>> = {
  case: {
    title: 'Usernames differ by case only',
    comesOfIt: 'None of them moves (case-conflict).',
    remedy: LEFT_OUT_TEXTS['case-conflict'].advice,
  },
  preferred_username: {
    title: 'A preferred_username is claimed twice',
    comesOfIt: 'They move without it, and whoever types it is declined.',
    remedy: 'Decide who keeps the name, and change it in the profiles of the others in the old pool.',
  },
  email: {
    title: 'A verified e-mail address is shared',
    comesOfIt: 'Whoever moves first gets it; of those who are imported, one.',
    remedy: LEFT_OUT_TEXTS['duplicate-contact'].advice,
  },
  phone_number: {
    title: 'A verified phone number is shared',
    comesOfIt: 'Whoever moves first gets it; of those who are imported, one.',
    remedy: LEFT_OUT_TEXTS['duplicate-contact'].advice,
  },
};

const clashFindings = ({ clashes }: Census): readonly Finding[] =>
  CLASH_KINDS.flatMap((kind) => {
    const clash = clashes[kind];
    if (clash.names === 0) return [];
    const { title, comesOfIt, remedy } = CLASH_TEXTS[kind];
    return [
      {
        id: clashId(kind),
        severity: 'warning' as const,
        title,
        detail: `${people(clash.people)} claim ${figure(clash.names)} ${plural(clash.names, 'name')}. ${comesOfIt}`,
        remedy,
        link: PAGES.attributes,
      },
    ];
  });

/** Of how many listed people one without a verified contact is "many". */
const MANY_AMONG = 100;

/** Beside being left out of a backfill, they cannot move by a weaker password. */
const withoutContactFindings = (
  { listed, tally }: Census,
  { oldPasswords }: Pick<CheckedSettings, 'oldPasswords'>,
): readonly Finding[] => {
  const count = tally.leftOut['no-verified-contact'] ?? 0;
  return findingIf(oldPasswords === 'reset-if-weaker' && count > 0 && count * MANY_AMONG >= listed, {
    id: 'users-weak-passwords-without-contact',
    severity: 'note',
    title: 'Many people have nowhere to get a code',
    detail: `${people(count)} of ${figure(listed)} ${plural(count, 'has', 'have')} no verified contact. Whoever of them has a password that is weaker than the new policy cannot reset it, and does not move (no-recovery-channel).`,
    remedy: 'Set oldPasswords to "keep", or verify their contacts in the old pool first.',
    link: PAGES.passwords,
  });
};

/** What listing everybody found, beside what the pools say of themselves. */
export const checkUsers = (
  census: Census,
  settings: Pick<CheckedSettings, 'oldPasswords'>,
): readonly Finding[] => [
  ...leftOutFindings(census),
  ...withoutContactFindings(census, settings),
  ...clashFindings(census),
];

/** One line of a table: what it is, how many people, and what to do about it. */
export interface CensusLine {
  readonly what: string;
  readonly people: number;
  readonly advice: string;
}

/** Everybody once, by class and reason; the sum is `listed`. */
export const classesOf = ({
  tally,
}: {
  readonly tally: Pick<Tally, 'alreadyMoved' | 'leftOut'>;
}): readonly CensusLine[] => [
  { what: 'Have moved already', people: tally.alreadyMoved, advice: '' },
  ...LEFT_OUT_REASONS.map((reason) => ({
    what: LEFT_OUT_TEXTS[reason].title,
    people: tally.leftOut[reason] ?? 0,
    advice: reason === 'dry-run' ? '' : LEFT_OUT_TEXTS[reason].advice,
  })).filter((line) => line.people > 0),
];

/** What happens to those who would be imported, beside that. */
export const detailsOf = ({ details }: Census): readonly CensusLine[] => {
  const preferred = new Map(Object.entries(details.preferredUsernames));
  return [
    ...Object.entries(WITHHELD_TEXTS).map(([outcome, text]) => ({
      what: `preferred_username: ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
      people: preferred.get(outcome) ?? 0,
    })),
    ...Object.entries(details.dropped).map(([name, count]) => ({ what: `Lose ${name}`, people: count })),
    { what: 'Keep a contact only as unverified', people: details.contactsUnverified },
    { what: 'Lose their link to an identity provider', people: details.linked },
  ]
    .filter((line) => line.people > 0)
    .map((line) => ({ ...line, advice: '' }));
};
