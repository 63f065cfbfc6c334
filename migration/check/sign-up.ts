/**
 * Who may register while people are still to come. The migration trigger never fires for a name that somebody has.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-admin-create-user-policy.html
 */

import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { isFunction } from './function-arn.ts';
import { PAGES } from './pages.ts';

const signUpOpen: Rule = ({ settings, newPool }) =>
  findingIf(settings.trigger && newPool.selfSignUp && newPool.triggers['PreSignUp'] === undefined, {
    id: 'sign-up-open',
    severity: 'blocker',
    title: 'Strangers can take the names of people who have not moved',
    detail:
      'Anybody may sign up in the new pool, and no PreSignUp function guards the names of the old one. The trigger never fires for a name that somebody has.',
    remedy:
      'Run "npm run deploy" after a change of a setting of the pool: with selfSignUp "closed" nobody signs up until everybody has moved, with "guarded" nobody does under their names.',
    link: PAGES.signUp,
  });

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html */
const signUpGuardReplaced: Rule = ({ settings, newPool, deployed }) => {
  const arn = newPool.triggers['PreSignUp'];
  if (deployed?.isRead !== true || !settings.trigger || !newPool.selfSignUp || arn === undefined) return [];
  return findingIf(!isFunction(arn, deployed.signUpFunctionName), {
    id: 'sign-up-guard-replaced',
    severity: 'blocker',
    title: 'Another function judges who may sign up',
    detail: `Whoever ${arn} lets through may sign up in the new pool. It is not the guard of this stack: the names of people who have not moved yet may be taken.`,
    remedy:
      'Set selfSignUp to "guarded" and run "npm run deploy", which attaches the guard again; accept this finding if your function asks the guard.',
    link: PAGES.preSignUp,
  });
};

/** The guard searches in the usual spellings: Cognito cannot search usernames regardless of case. */
const guardMissesSpellings: Rule = ({ settings, oldPool, newPool }) => {
  const isGuarded = settings.selfSignUp === 'guarded' && newPool.triggers['PreSignUp'] !== undefined;
  return findingIf(isGuarded && settings.trigger && oldPool.caseSensitive, {
    id: 'sign-up-spellings',
    severity: 'note',
    title: 'The guard misses usernames in unusual spellings',
    detail:
      'The old pool minds case and the new one does not. The guard finds usernames as they are registered, in small letters, in capitals, and with one capital at the front. Whose username is written otherwise ("McDonald") can lose it to a stranger who registers "mcdonald", and is not moved then.',
    remedy:
      'Leave selfSignUp "closed" if many usernames are written so; else let your support look for it with "npm run migrate -- explain".',
    link: PAGES.caseSensitivity,
  });
};

/** A pool has one PreSignUp function. */
const ownPreSignUp: Rule = ({ settings, oldPool }) =>
  findingIf(settings.selfSignUp === 'guarded' && oldPool.triggers['PreSignUp'] !== undefined, {
    id: 'pre-sign-up-taken',
    severity: 'warning',
    title: 'The old pool judges registrations by a function',
    detail:
      'A pool has one function before sign-up, and in the new pool it is the one that guards names: what yours refuses, confirms or verifies no longer happens.',
    remedy:
      'Leave selfSignUp "closed" and attach yours when everybody has moved, or let yours do both: it may call ours with its event and go on with the answer.',
    link: PAGES.preSignUp,
  });

/** In the order in which `check` tells of them. */
export const signUpRules: readonly Rule[] = [
  signUpOpen,
  signUpGuardReplaced,
  guardMissesSpellings,
  ownPreSignUp,
];
