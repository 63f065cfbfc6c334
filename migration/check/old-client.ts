/** The app client of the old pool through which passwords are proven. */

import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { ClientFacts, Survey } from './survey.ts';

/** Both names of the flow; the second is what it was called before 2019. */
export const ADMIN_PASSWORD_FLOWS: readonly string[] = [
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
];

/** The client's id; undefined where the stack has yet to create it. */
export const migrationClientId = ({
  settings,
  deployed,
}: Pick<Survey, 'settings' | 'deployed'>): string | undefined =>
  settings.oldPool.clientId ?? deployed?.oldClientId;

const migrationClient = (survey: Survey): ClientFacts | undefined => {
  const id = migrationClientId(survey);
  return survey.oldPool.clients?.find(({ clientId }) => clientId === id);
};

const called = ({ name, clientId }: ClientFacts): string => `The app client "${name}" (${clientId})`;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html */
const oldClientMissing: Rule = (survey) => {
  const id = migrationClientId(survey);
  const isMissing =
    id !== undefined && survey.oldPool.clients !== undefined && migrationClient(survey) === undefined;
  return findingIf(isMissing, {
    id: 'old-client-missing',
    severity: 'blocker',
    title: 'The old pool has no such app client',
    detail: `The trigger authenticates people through the app client ${id}, which the old pool ${survey.oldPool.userPoolId} does not have: every sign-in fails.`,
    remedy:
      survey.settings.oldPool.clientId === undefined
        ? 'Run "npm run deploy" again, which creates it, or write the id of another one as oldPool.clientId.'
        : 'Correct oldPool.clientId, or remove it where the stack may create a client of its own.',
    link: PAGES.clients,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html */
const oldClientFlow: Rule = (survey) => {
  const client = migrationClient(survey);
  if (client === undefined) return [];
  return findingIf(!client.flows.some((flow) => ADMIN_PASSWORD_FLOWS.includes(flow)), {
    id: 'old-client-flow-missing',
    severity: 'blocker',
    title: "The migration's client on the old pool lacks its flow",
    detail: `${called(client)} does not allow ALLOW_ADMIN_USER_PASSWORD_AUTH, so the trigger can prove no password: every sign-in fails.`,
    remedy:
      'Add ALLOW_ADMIN_USER_PASSWORD_AUTH to its flows, keeping those it has; it can be used with AWS credentials only.',
    link: PAGES.flows,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html */
const oldClientHidesUsers: Rule = (survey) => {
  const client = migrationClient(survey);
  if (client === undefined) return [];
  return findingIf(client.hidesUserExistence, {
    id: 'old-client-hides-users',
    severity: 'blocker',
    title: "The migration's client on the old pool hides who exists",
    detail: `${called(client)} has PreventUserExistenceErrors ENABLED: an unknown name looks like a wrong password, and nobody is found by the look-ups that follow.`,
    remedy:
      'Set its PreventUserExistenceErrors to LEGACY. Strangers cannot use this client: it needs AWS credentials.',
    link: PAGES.errors,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html */
const oldClientSecret: Rule = (survey) => {
  const client = migrationClient(survey);
  const { clientSecretArn } = survey.settings.oldPool;
  if (client === undefined || client.hasSecret === (clientSecretArn !== undefined)) return [];
  return [
    {
      id: 'old-client-secret',
      severity: 'blocker',
      title: "The secret of the migration's client does not fit",
      detail: client.hasSecret
        ? `${called(client)} has a secret, but oldPool.clientSecretArn does not say where it is: every sign-in fails.`
        : `${called(client)} has no secret, but oldPool.clientSecretArn names one: the calls would be refused.`,
      remedy: client.hasSecret
        ? 'Store the secret as plain text in Secrets Manager and write its ARN as oldPool.clientSecretArn, or name a client without secret.'
        : 'Remove oldPool.clientSecretArn.',
      link: PAGES.secretHash,
    },
  ];
};

/** In the order in which `check` tells of them. */
export const oldClientRules: readonly Rule[] = [
  oldClientMissing,
  oldClientFlow,
  oldClientHidesUsers,
  oldClientSecret,
];
