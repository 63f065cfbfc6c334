/**
 * Functions that Cognito calls: those of the old pool run while ours waits for it, and none of them moves along.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */

import { inWords, plural } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { PoolFacts } from './survey.ts';

/** What AdminInitiateAuth with a password runs. The two names of the last one are one trigger. */
const RUN_AT_SIGN_IN = [
  'PreAuthentication',
  'UserMigration',
  'PostAuthentication',
  'PreTokenGeneration',
] as const;
/** What it runs where a second factor has to be sent. */
const RUN_FOR_CODES = ['CustomMessage', 'CustomSMSSender', 'CustomEmailSender'] as const;
/** What a pool of its own needs again; PostConfirmation and the custom challenges are findings of their own. */
const WORTH_KEEPING = [
  'PreSignUp',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'CustomMessage',
  'CustomSMSSender',
  'CustomEmailSender',
  'InboundFederation',
] as const;

const among = ({ triggers }: PoolFacts, names: readonly string[]): readonly string[] =>
  names.filter((name) => Object.hasOwn(triggers, name));

const triggersInFiveSeconds: Rule = ({ oldPool }) => {
  const names = among(oldPool, RUN_AT_SIGN_IN);
  return findingIf(names.length > 0, {
    id: 'old-triggers-in-five-seconds',
    severity: 'warning',
    title: 'Functions of the old pool run at every move',
    detail: `${inWords(names)} of the old pool ${plural(names.length, 'runs', 'run')} when the trigger proves a password there. Cognito gives the whole move five seconds; a refusal counts as declined (refused-by-old-trigger).`,
    remedy: `See how long they take, cold starts too. PreAuthentication and UserMigration get validationData {"migration": "true"}, all of them the id of the migration's client: let them return early for it.`,
    link: PAGES.triggers,
  });
};

const codeSenders: Rule = ({ oldPool }) => {
  const names = oldPool.mfa === 'OFF' ? [] : among(oldPool, RUN_FOR_CODES);
  return findingIf(names.length > 0, {
    id: 'old-code-senders',
    severity: 'note',
    title: 'The old pool sends codes during a move',
    detail: `Whoever has a second factor in the old pool gets its code when the trigger proves their password, and ${inWords(names)} of the old pool ${plural(names.length, 'runs', 'run')} for it.`,
    remedy: 'Tell your support: such a code belongs to no sign-in that asks for it.',
    link: PAGES.triggers,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html */
const provisioning: Rule = ({ oldPool, newPool }) =>
  findingIf(
    [oldPool, newPool].some((pool) => among(pool, ['PostConfirmation']).length > 0),
    {
      id: 'post-confirmation',
      severity: 'warning',
      title: 'PostConfirmation does not run for people who move',
      detail:
        'People who move are not confirmed anew, and imported ones call no trigger: what your PostConfirmation function provisions (rows, groups, welcome messages) is not there for their new sub. It runs when one of them resets a password.',
      remedy:
        'Provision by custom:source_sub, or at the first sign-in (PostAuthentication, PreTokenGeneration) where something is missing, and let the function pass people who have custom:source_sub.',
      link: PAGES.postConfirmation,
    },
  );

const triggersLeftBehind: Rule = ({ oldPool, newPool }) => {
  const names = among(oldPool, WORTH_KEEPING).filter((name) => among(newPool, [name]).length === 0);
  return findingIf(names.length > 0, {
    id: 'triggers-left-behind',
    severity: 'warning',
    title: 'Functions of the old pool are not attached to the new one',
    detail: `The old pool has ${inWords(names)}, the new one has not: what ${plural(names.length, 'it does', 'they do')} at sign-in, sign-up or in messages no longer happens.`,
    remedy:
      'Attach what you need to the new pool in the stack (never with a bare update-user-pool, which resets what is not repeated), and allow Cognito to call it for that pool.',
    link: PAGES.triggers,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html */
const customChallenges: Rule = ({ oldPool }) =>
  findingIf(among(oldPool, ['DefineAuthChallenge']).length > 0, {
    id: 'custom-challenges',
    severity: 'warning',
    title: 'People may sign in without a password',
    detail:
      'The old pool has custom challenges (CUSTOM_AUTH). Such a sign-in shows the trigger no password, so it moves nobody.',
    remedy:
      'Whoever uses them moves by "Forgot password?" or in the backfill; attach the three functions of the challenge to the new pool for afterwards.',
    link: PAGES.customChallenges,
  });

/** In the order in which `check` tells of them. */
export const triggerRules: readonly Rule[] = [
  triggersInFiveSeconds,
  codeSenders,
  provisioning,
  triggersLeftBehind,
  customChallenges,
];
