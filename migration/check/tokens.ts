/**
 * What tokens of the new pool say: groups, and the old `sub`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */

import { groupFindings } from '../groups/group-findings.ts';
import { needsTokenFunction } from '../tokens/token-function.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { isFunction } from './function-arn.ts';
import { PAGES } from './pages.ts';

const tokenFunctionAttached: Rule = ({ settings, newPool, deployed }) => {
  const wanted = needsTokenFunction(settings) ? deployed?.tokenFunctionName : undefined;
  if (wanted === undefined || deployed?.isRead !== true) return [];
  const arn = newPool.triggers['PreTokenGeneration'];
  return findingIf(arn === undefined || !isFunction(arn, wanted), {
    id: 'token-function-not-attached',
    severity: 'blocker',
    title: 'Tokens lack what the settings promise',
    detail: `Before its tokens the new pool calls ${arn ?? 'no function'}, and not ${wanted}: the tokens of people who move have neither their groups nor their old sub.`,
    remedy:
      'Run "npm run deploy" after a change of a setting of the pool, which attaches the function again; accept this finding if yours calls ours.',
    link: PAGES.tokens,
  });
};

/** A pool has one function before its tokens. */
const ownTokenFunction: Rule = ({ settings, oldPool }) =>
  findingIf(needsTokenFunction(settings) && oldPool.triggers['PreTokenGeneration'] !== undefined, {
    id: 'pre-token-generation-taken',
    severity: 'warning',
    title: 'The old pool changes its tokens by a function',
    detail:
      'A pool has one function before its tokens, and in the new pool it is the one that writes groups and the old sub: what yours adds to tokens is not there.',
    remedy:
      'Set groups.mode to drop, remove oldSubClaim and attach yours, or let yours do both: it may call ours with its event and go on with the answer.',
    link: PAGES.tokens,
  });

const groupsOfBothPools: Rule = ({ settings, oldPool, newPool }) => {
  const { mode, ...rules } = settings.groups;
  if (oldPool.groups === undefined) return [];
  return groupFindings({
    mode,
    rules: { ...rules, oldUserPoolId: settings.oldPool.userPoolId },
    oldGroups: oldPool.groups,
    ...(newPool.groups === undefined ? {} : { newGroups: newPool.groups }),
  });
};

/** In the order in which `check` tells of them. */
export const tokenRules: readonly Rule[] = [tokenFunctionAttached, ownTokenFunction, groupsOfBothPools];
