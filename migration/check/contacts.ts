/** Whether the new pool can reach people, and by what. */

import { CONTACTS } from '../rules.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { PoolFacts } from './survey.ts';

/** Contacts that people of the pool may have verified: it verifies them, or they sign in with them. */
const contactsIn = ({ autoVerified, aliases, usernameAttributes }: PoolFacts): readonly string[] =>
  CONTACTS.filter((contact) => [...autoVerified, ...aliases, ...usernameAttributes].includes(contact));

/** Contacts that a reset code may go to. Where nobody chose, Cognito takes both. */
const recoveryOf = ({ recovery }: PoolFacts): readonly string[] =>
  CONTACTS.filter((contact) => recovery.length === 0 || recovery.includes(`verified_${contact}`));

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html */
const autoVerify: Rule = ({ oldPool, newPool }) => {
  const { autoVerified } = newPool;
  if (autoVerified.length === 0) {
    return [
      {
        id: 'auto-verify-missing',
        severity: 'blocker',
        title: 'No import job would start',
        detail:
          'The new pool verifies neither e-mail addresses nor phone numbers, and then Cognito starts no import job.',
        remedy: 'Run "npm run deploy", which sets newPool.autoVerify again.',
        link: PAGES.importFile,
      },
    ];
  }
  const missing = contactsIn(oldPool).filter((contact) => !autoVerified.includes(contact));
  return findingIf(missing.length > 0, {
    id: 'auto-verify-narrower',
    severity: 'warning',
    title: 'People with another verified contact cannot be imported',
    detail: `The old pool has people with a verified ${inWords(missing)}, which the new pool does not verify by itself. Whoever has no other verified contact is left out of the backfill (no-verified-contact).`,
    remedy: `Add ${inWords(missing)} to newPool.autoVerify.`,
    link: PAGES.importFile,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
const accountRecovery: Rule = ({ oldPool, newPool }) => {
  const reachable = recoveryOf(newPool);
  if (reachable.length === 0) {
    return [
      {
        id: 'recovery-missing',
        severity: 'blocker',
        title: 'Nobody could reset a password',
        detail:
          'Account recovery of the new pool leaves it to administrators: whoever is imported, or moves with a reset pending, could never get in.',
        remedy: 'Run "npm run deploy", which allows recovery by e-mail and phone again.',
        link: PAGES.passwords,
      },
    ];
  }
  const missing = contactsIn(oldPool).filter((contact) => !reachable.includes(contact));
  return findingIf(missing.length > 0, {
    id: 'recovery-narrower',
    severity: 'warning',
    title: 'Account recovery cannot reach everybody',
    detail: `The old pool has people with a verified ${inWords(missing)}, by which the new pool sends no reset codes. Whoever has no other verified contact does not move (no-recovery-channel).`,
    remedy: 'Run "npm run deploy", which allows recovery by e-mail and phone again.',
    link: PAGES.passwords,
  });
};

/** In the order in which `check` tells of them. */
export const contactRules: readonly Rule[] = [autoVerify, accountRecovery];
