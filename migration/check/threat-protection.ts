import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html */
const threatProtectionOnMoves: Rule = ({ oldPool, oldRisk }) => {
  if (oldPool.threatProtection !== 'ENFORCED' || oldRisk === undefined) return [];
  const { blocksLeakedPasswords, stopsOddSignIns } = oldRisk;
  return findingIf(blocksLeakedPasswords || stopsOddSignIns, {
    id: 'threat-protection-on-moves',
    severity: 'warning',
    title: 'Threat protection of the old pool may refuse moves',
    detail: [
      'Every move reaches the old pool from the addresses of AWS Lambda, without a device.',
      ...(stopsOddSignIns ? ['Adaptive authentication may block it or ask for a second factor.'] : []),
      ...(blocksLeakedPasswords
        ? ['A password known from elsewhere leaves the old user with a reset pending.']
        : []),
    ].join(' '),
    remedy:
      "Give the migration's client a risk configuration of its own that takes no action (it overrides the pool's), and keep the pool's for the apps.",
    link: PAGES.threatProtection,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html */
const threatProtectionMissing: Rule = ({ oldPool, newPool }) =>
  findingIf(oldPool.threatProtection !== 'OFF' && newPool.threatProtection === 'OFF', {
    id: 'threat-protection-missing',
    severity: 'warning',
    title: 'The new pool has no threat protection',
    detail: `Threat protection is ${oldPool.threatProtection} in the old pool and OFF in the new one.`,
    remedy:
      'Set newPool.featurePlan to "plus" and turn threat protection on in stacks/new-user-pool.ts, with auditing only while people are moving.',
    link: PAGES.threatProtection,
  });

/** In the order in which `check` tells of them. */
export const threatProtectionRules: readonly Rule[] = [threatProtectionOnMoves, threatProtectionMissing];
