/**
 * Second factors: none of them travels.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */

import type { MfaUsers } from '../rules.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';

const mfaSetting: Rule = ({ settings, oldPool }) => {
  const isRequired = oldPool.mfa === 'ON';
  if (settings.oldPool.mfaRequired === isRequired) return [];
  return [
    {
      id: 'mfa-setting',
      severity: isRequired ? 'blocker' : 'warning',
      title: 'oldPool.mfaRequired disagrees with the old pool',
      detail: isRequired
        ? "MFA is required in the old pool, but oldPool.mfaRequired is false: a reset code could go to the very phone or address that is somebody's second factor."
        : `MFA is ${oldPool.mfa} in the old pool, but oldPool.mfaRequired is true: contacts are taken for second factors that they are not, and people do not move.`,
      remedy: `Set oldPool.mfaRequired to ${isRequired}.`,
      link: PAGES.mfa,
    },
  ];
};

const STRICTNESS: readonly string[] = ['OFF', 'OPTIONAL', 'ON'];
const strictness = (mfa: string): number => STRICTNESS.indexOf(mfa);

const mfaMode: Rule = ({ oldPool, newPool }) => {
  const difference = strictness(newPool.mfa) - strictness(oldPool.mfa);
  if (difference === 0) return [];
  const sentence = `MFA is ${oldPool.mfa} in the old pool and ${newPool.mfa} in the new one`;
  return [
    difference < 0
      ? {
          id: 'mfa-weaker',
          severity: 'warning',
          title: 'The new pool asks for less than the old one',
          detail: `${sentence}: people sign in with the password alone who needed more before.`,
          remedy: 'Set newPool.mfa to what the old pool has, and help people to enrol again.',
          link: PAGES.mfa,
        }
      : {
          id: 'mfa-stricter',
          severity: 'note',
          title: 'The new pool asks for more than the old one',
          detail: `${sentence}: apps must handle the challenges MFA_SETUP and those of the factors.`,
          remedy: 'Try a sign-in of somebody without a factor in each app before people move.',
          link: PAGES.mfa,
        },
  ];
};

const mfaFactorsMissing: Rule = ({ oldPool, newPool }) => {
  const { factors } = newPool;
  const missing =
    factors === undefined || oldPool.mfa === 'OFF'
      ? []
      : (oldPool.factors ?? []).filter((factor) => !factors.includes(factor));
  return findingIf(missing.length > 0, {
    id: 'mfa-factors-missing',
    severity: 'note',
    title: 'The new pool lacks a kind of second factor',
    detail: `The old pool offers ${inWords(missing)}, the new one does not: people who prefer that must choose another when they enrol again.`,
    remedy: 'Add it to newPool.mfaFactors, or tell people.',
    link: PAGES.mfa,
  });
};

const FATES: Readonly<Record<MfaUsers, string>> = {
  decline:
    'They do not move (mfaUsers is "decline") until they switch the factor off in the old pool, or you decide otherwise.',
  reset: 'They prove their contact by a code, and lose the factor (mfaUsers is "reset").',
  confirm: 'They lose the factor without any further proof (mfaUsers is "confirm").',
};

const secondFactorsStay: Rule = ({ settings, oldPool }) =>
  findingIf(oldPool.mfa !== 'OFF', {
    id: 'second-factors-stay',
    severity: 'note',
    title: 'Second factors cannot move',
    detail: `MFA is ${oldPool.mfa} in the old pool, and ListUsers does not show who has a factor. ${FATES[settings.mfaUsers]}`,
    remedy: 'Decide by the setting mfaUsers; start the backfill with "mfaLookup" or "acceptMfaLoss".',
    link: PAGES.mfa,
  });

/** In the order in which `check` tells of them. */
export const secondFactorRules: readonly Rule[] = [mfaSetting, mfaMode, mfaFactorsMissing, secondFactorsStay];
