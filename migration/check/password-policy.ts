/**
 * Rules for passwords. Cognito does not apply them to a password that moves.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */

import type { PasswordPolicy } from '../password-policy.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { countFirst, findingIf } from './finding.ts';
import { PAGES } from './pages.ts';

const DEMANDS = {
  requireLowercase: 'small letters',
  requireUppercase: 'capital letters',
  requireDigits: 'digits',
  requireSymbols: 'symbols',
} as const;
const NAMES = ['requireLowercase', 'requireUppercase', 'requireDigits', 'requireSymbols'] as const;

/** What the first policy asks for and the second does not. */
const demandsBeyond = (policy: PasswordPolicy, other: PasswordPolicy): readonly string[] => [
  ...(policy.minLength > other.minLength
    ? [`${policy.minLength} characters instead of ${other.minLength}`]
    : []),
  ...NAMES.filter((name) => policy[name] && !other[name]).map((name) => DEMANDS[name]),
];

const passwordPolicyWeaker: Rule = ({ oldPool, newPool }) => {
  const demands = demandsBeyond(oldPool.passwordPolicy, newPool.passwordPolicy);
  return findingIf(demands.length > 0, {
    id: 'password-policy-weaker',
    severity: 'warning',
    title: 'The new pool allows weaker passwords',
    detail: `The old pool asks for ${inWords(demands)}, the new one does not.`,
    remedy: 'Set newPool.passwordPolicy to what the old pool has.',
    link: PAGES.passwords,
  });
};

/** With `oldPasswords: "reset-if-weaker"` somebody has decided already. */
const passwordPolicyStricter: Rule = ({ settings, oldPool, newPool }) => {
  const demands =
    settings.oldPasswords === 'keep' ? demandsBeyond(newPool.passwordPolicy, oldPool.passwordPolicy) : [];
  return findingIf(demands.length > 0, {
    id: 'password-policy-stricter',
    severity: 'note',
    title: 'Passwords that move may be weaker than the new policy',
    detail: `The new pool asks for ${inWords(demands)}, the old one does not. Cognito does not apply the policy to a password that moves: it works until it is changed.`,
    remedy:
      'Nothing, or set oldPasswords to "reset-if-weaker": who proves a weaker one then chooses another.',
    link: PAGES.migrateTrigger,
  });
};

/** Whose weaker password is proven needs a code before they may choose another. */
const weakPasswordsWithoutContact: Rule = ({ settings, oldPool, newPool, counted }) => {
  const demands = demandsBeyond(newPool.passwordPolicy, oldPool.passwordPolicy);
  const mayLackContacts = oldPool.autoVerified.length === 0;
  return findingIf(settings.oldPasswords === 'reset-if-weaker' && mayLackContacts && demands.length > 0, {
    id: 'weak-passwords-without-contact',
    severity: 'note',
    title: 'Whoever has a weaker password may have nowhere to get a code',
    detail: `The new pool asks for ${inWords(demands)}, the old one does not, and it verifies neither e-mail addresses nor phone numbers by itself. Somebody with a weaker password and no verified contact cannot reset it, and does not move (no-recovery-channel).`,
    remedy: `${countFirst(counted, 'people without a verified contact')}If they are many, set oldPasswords to "keep", or verify contacts in the old pool first.`,
    link: PAGES.passwords,
  });
};

const passwordHistory: Rule = ({ oldPool, newPool }) =>
  findingIf(oldPool.passwordPolicy.historySize > newPool.passwordPolicy.historySize, {
    id: 'password-history',
    severity: 'note',
    title: 'Former passwords are forgotten',
    detail: `The old pool refuses the last ${oldPool.passwordPolicy.historySize} passwords. The history does not move, and the new pool keeps ${newPool.passwordPolicy.historySize}.`,
    remedy:
      'Set PasswordHistorySize on the new pool in stacks/new-user-pool.ts, if a rule of yours asks for it.',
    link: PAGES.passwords,
  });

/** In the order in which `check` tells of them. */
export const passwordPolicyRules: readonly Rule[] = [
  passwordPolicyWeaker,
  passwordPolicyStricter,
  weakPasswordsWithoutContact,
  passwordHistory,
];
