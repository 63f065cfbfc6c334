/** Whether what is deployed is what the settings say, and nobody changed it by hand. */

import { travels } from '../attribute-mapping.ts';
import { CONTACTS } from '../rules.ts';
import { inWords } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { isFunction } from './function-arn.ts';
import { PAGES } from './pages.ts';
import type { PoolFacts } from './survey.ts';

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html */
const triggerAttached: Rule = ({ settings, newPool, deployed }) => {
  if (deployed?.isRead !== true) return [];
  const arn = newPool.triggers['UserMigration'];
  const remedy = 'Run "npm run deploy", which attaches the function again.';
  if (!settings.trigger) {
    return findingIf(arn !== undefined, {
      id: 'trigger-still-attached',
      severity: 'warning',
      title: 'The trigger is still attached',
      detail: `The setting trigger is false, but the new pool still calls ${arn}.`,
      remedy: 'Run "npm run deploy", which detaches it.',
      link: PAGES.migrateTrigger,
    });
  }
  if (arn === undefined) {
    return [
      {
        id: 'trigger-not-attached',
        severity: 'blocker',
        title: 'The trigger is not attached',
        detail: 'The new pool asks no function about people whom it does not know: nobody moves.',
        remedy,
        link: PAGES.migrateTrigger,
      },
    ];
  }
  return findingIf(!isFunction(arn, deployed.functionName), {
    id: 'trigger-attached-elsewhere',
    severity: 'blocker',
    title: 'The trigger calls another function',
    detail: `The new pool asks ${arn} about people whom it does not know, and not ${deployed.functionName}.`,
    remedy,
    link: PAGES.migrateTrigger,
  });
};

/** A change of these makes CloudFormation create another, empty pool. */
const REPLACING: readonly string[] = ['newPool.aliases', 'newPool.region'];

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html */
const settingsDeployed: Rule = ({ deployed }) => {
  const changed = deployed?.changedSettings ?? [];
  const replacing = changed.filter((key) => REPLACING.includes(key));
  return [
    ...findingIf(replacing.length > 0, {
      id: 'settings-replace-pool',
      severity: 'blocker',
      title: 'The next deployment would create another pool',
      detail: `${inWords(replacing)} differs from what is deployed. It cannot change on a pool that exists: CloudFormation would create a new, empty one, and whoever has moved would be in the other.`,
      remedy: `Set ${inWords(replacing)} back to what is deployed, or deploy under another --stack on purpose.`,
      link: PAGES.schemaInTemplates,
    }),
    ...findingIf(changed.length > replacing.length, {
      id: 'settings-not-deployed',
      severity: 'warning',
      title: 'The settings in cdk.json are not what is deployed',
      detail: `These differ from the deployment: ${inWords(changed.filter((key) => !replacing.includes(key)))}.`,
      remedy: 'Run "npm run deploy", or set them back.',
      link: PAGES.schemaInTemplates,
    }),
  ];
};

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name) => b.includes(name));

const attributesOf = ({ schema }: PoolFacts): readonly string[] =>
  schema
    .filter(({ name }) => name.startsWith('custom:') && travels(name))
    .map(({ name, type, mutable }) => `${name} ${type} ${mutable}`);

const comparedPolicy = ({ passwordPolicy: { historySize: _, ...policy } }: PoolFacts): readonly string[] =>
  Object.entries(policy).map(([name, value]) => `${name} ${value}`);

/** What of a pool must be as the settings make it, by the setting. */
const COMPARED: Readonly<Record<string, (pool: PoolFacts) => readonly string[]>> = {
  'newPool.aliases': ({ aliases }) => aliases,
  'newPool.autoVerify': ({ autoVerified }) => autoVerified,
  'newPool.customAttributes': attributesOf,
  'newPool.emailSender': ({ sendsByCognito }) => [String(sendsByCognito)],
  'newPool.featurePlan': ({ featurePlan }) => [featurePlan],
  'newPool.mfa': ({ mfa }) => [mfa],
  'newPool.mfaFactors': ({ factors = [] }) => factors,
  'newPool.passwordPolicy': comparedPolicy,
  selfSignUp: ({ selfSignUp }) => [String(selfSignUp)],
  'case sensitivity (always off)': ({ caseSensitive }) => [String(caseSensitive)],
  'account recovery (always e-mail and phone)': ({ recovery }) =>
    CONTACTS.filter((contact) => recovery.includes(`verified_${contact}`)),
};

/** Somebody changed the pool beside the stack; bare `update-user-pool` calls do, they reset what they do not repeat. */
const poolDrifted: Rule = ({ newPool, planned, deployed }) => {
  if (deployed?.isRead !== true || !deployed.isJudged) return [];
  const readable = { ...planned, ...newPool };
  const differing = Object.entries(COMPARED)
    .filter(([, read]) => !sameNames(read(readable), read(planned)))
    .map(([setting]) => setting);
  return findingIf(differing.length > 0, {
    id: 'pool-drifted',
    severity: 'warning',
    title: 'Somebody changed the new pool beside the stack',
    detail: `The new pool is not what was deployed, as to ${inWords(differing)}. The function goes by the settings.`,
    remedy:
      'Find out who did it (CloudTrail: UpdateUserPool), and run "npm run deploy" after a change of any setting of the pool, which writes all of them again.',
    link: PAGES.schemaInTemplates,
  });
};

/**
 * The stack turns it on, and nothing else guards a pool against one call.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
 */
const deletionProtectionOff: Rule = ({ newPool }) =>
  findingIf(!newPool.deletionProtected, {
    id: 'deletion-protection-off',
    severity: 'warning',
    title: 'One call would delete the new pool',
    detail:
      'Its deletion protection is INACTIVE; the stack deploys it ACTIVE. With the pool everybody in it would be gone, with passwords that are nowhere else.',
    remedy:
      'Turn it on in the console (Settings, Deletion protection), and find out who turned it off (CloudTrail: UpdateUserPool).',
    link: PAGES.deletionProtection,
  });

/** In the order in which `check` tells of them. */
export const deploymentRules: readonly Rule[] = [
  triggerAttached,
  settingsDeployed,
  poolDrifted,
  deletionProtectionOff,
];
