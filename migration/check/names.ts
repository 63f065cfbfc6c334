/** What people sign in with, and when two names are the same. */

import { CONTACTS } from '../rules.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { countFirst, findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { PoolFacts } from './survey.ts';

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html */
const caseSetting: Rule = ({ settings, oldPool }) => {
  const said = settings.oldPool.caseSensitive;
  if (said === oldPool.caseSensitive) return [];
  return [
    {
      id: 'case-setting',
      severity: oldPool.caseSensitive ? 'blocker' : 'warning',
      title: 'oldPool.caseSensitive disagrees with the old pool',
      detail: oldPool.caseSensitive
        ? 'The old pool tells Anna from anna, but oldPool.caseSensitive is false: one of the two could take the name of the other.'
        : 'The old pool does not tell Anna from anna, but oldPool.caseSensitive is true: each move looks for other spellings in vain, within its five seconds.',
      remedy: `Set oldPool.caseSensitive to ${oldPool.caseSensitive}.`,
      link: PAGES.caseSensitivity,
    },
  ];
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html */
const caseConflicts: Rule = ({ oldPool, newPool, counted }) =>
  findingIf(oldPool.caseSensitive && !newPool.caseSensitive, {
    id: 'case-conflicts',
    severity: 'note',
    title: 'Names may differ by case only',
    detail:
      'The old pool tells Anna from anna, the new pool does not. Where both exist neither moves (case-conflict), because nobody can say whose name it is.',
    remedy: `${countFirst(counted)}Decide about each before people move.`,
    link: PAGES.caseSensitivity,
  });

const signInNames = ({ aliases, usernameAttributes }: PoolFacts): readonly string[] => [
  ...new Set([...aliases, ...usernameAttributes]),
];

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html */
const aliasesMissing: Rule = ({ oldPool, newPool }) => {
  const now = signInNames(newPool);
  const missing = signInNames(oldPool).filter((name) => !now.includes(name));
  const { usernameAttributes } = oldPool;
  const nobodyGetsIn =
    usernameAttributes.length > 0 && !usernameAttributes.some((name) => now.includes(name));
  return findingIf(missing.length > 0, {
    id: 'sign-in-names-missing',
    severity: nobodyGetsIn ? 'blocker' : 'warning',
    title: nobodyGetsIn
      ? 'Nobody could sign in with what they know'
      : 'People lose a name that they sign in with',
    detail: `In the old pool people sign in with ${inWords(missing)}, in the new pool not: whoever types that is declined (not-a-sign-in-name).`,
    remedy: `Add ${inWords(missing)} to newPool.aliases before you deploy: aliases can never be changed later.`,
    link: PAGES.attributes,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html */
const unverifiedUsernames: Rule = ({ oldPool, newPool, counted }) => {
  const names = oldPool.usernameAttributes.filter(
    (name) => newPool.aliases.includes(name) && !oldPool.autoVerified.includes(name),
  );
  return findingIf(names.length > 0, {
    id: 'usernames-unverified',
    severity: 'warning',
    title: 'People sign in with addresses that nobody verified',
    detail: `The old pool takes ${inWords(names)} as username without verifying it; in the new pool an unverified one signs nobody in. Such people are declined (not-a-sign-in-name).`,
    remedy: `${countFirst(counted)}Verify the addresses in the old pool, or decide to trust those whose password is proven (contactVerification).`,
    link: PAGES.attributes,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html */
const preferredUsernamesNotUnique: Rule = ({ oldPool, newPool, counted }) =>
  findingIf(
    newPool.aliases.includes('preferred_username') && !oldPool.aliases.includes('preferred_username'),
    {
      id: 'preferred-usernames-not-unique',
      severity: 'note',
      title: 'A preferred_username need not be unique yet',
      detail:
        'The new pool signs people in by preferred_username; in the old pool it is an attribute that several people may have. Whoever shares it moves without it.',
      remedy: `${countFirst(counted, 'the clashes')}Settle clashes in the old pool before people move.`,
      link: PAGES.attributes,
    },
  );

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html */
const requiredAttributes: Rule = ({ oldPool, newPool, counted }) => {
  const wasRequired = oldPool.schema.filter(({ required }) => required).map(({ name }) => name);
  const missing = newPool.schema
    .filter(({ name, required }) => required && name !== 'sub' && !wasRequired.includes(name))
    .map(({ name }) => name);
  return findingIf(missing.length > 0, {
    id: 'required-attributes',
    severity: 'warning',
    title: 'The new pool requires what people may lack',
    detail: `The new pool requires ${inWords(missing)}, the old one does not: people without are left out of the import, and moved by a sign-in with a default of Cognito's.`,
    remedy: `${countFirst(counted)}Fill the attribute in the old pool; a requirement cannot be taken back.`,
    link: PAGES.importFile,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html */
const usernamesLikeAliases: Rule = ({ oldPool, newPool, counted }) => {
  const shaped = CONTACTS.filter(
    (contact) =>
      newPool.aliases.includes(contact) &&
      !oldPool.aliases.includes(contact) &&
      oldPool.usernameAttributes.length === 0,
  );
  return findingIf(shaped.length > 0, {
    id: 'usernames-shaped-like-aliases',
    severity: 'note',
    title: 'Usernames may look like a contact',
    detail: `${inWords(shaped)} signs people in to the new pool but not to the old one. Whose username is shaped like that gets their old sub as username, and signs in by the contact if it is verified.`,
    remedy: `${countFirst(counted, 'those without a verified contact')}Verify theirs in the old pool, if usernames look like contacts; nothing is to do if they do not.`,
    link: PAGES.attributes,
  });
};

/** In the order in which `check` tells of them. */
export const nameRules: readonly Rule[] = [
  caseSetting,
  caseConflicts,
  aliasesMissing,
  unverifiedUsernames,
  preferredUsernamesNotUnique,
  requiredAttributes,
  usernamesLikeAliases,
];
