/** The app clients of both pools: what apps sign in through. */

import { inWords, plural } from '../text/wording.ts';
import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';
import type { ClientFacts, Survey } from './survey.ts';

const PASSWORD = 'ALLOW_USER_PASSWORD_AUTH';
const ADMIN = 'ALLOW_ADMIN_USER_PASSWORD_AUTH';
const SRP = 'ALLOW_USER_SRP_AUTH';

/**
 * Whether the trigger sees the passwords that come through it. A browser or an app has no AWS credentials for the
 * administrator's flow; managed login hands the password over whatever the flows.
 */
const showsPasswords = ({ flows, hasSecret, usesManagedLogin }: ClientFacts): boolean =>
  usesManagedLogin || flows.includes(PASSWORD) || (hasSecret && flows.includes(ADMIN));

const quoted = (clients: readonly ClientFacts[]): string =>
  inWords(clients.map(({ name, clientId }) => `"${name}" (${clientId})`));

const isOurs = ({ deployed }: Survey, { clientId }: ClientFacts): boolean =>
  deployed?.clientIds.includes(clientId) ?? true;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html */
const newClientFlows: Rule = (survey) => {
  const blind = (survey.newPool.clients ?? []).filter((client) => !showsPasswords(client));
  const isSrpOnly = ({ flows }: ClientFacts) => flows.includes(SRP);
  const faults = [
    {
      id: 'new-client-srp-only',
      clients: blind.filter(isSrpOnly),
      but: 'allow SRP, which hides the password,',
    },
    {
      id: 'new-client-flow-missing',
      clients: blind.filter((client) => !isSrpOnly(client)),
      but: `lack ${PASSWORD}`,
    },
  ] as const;
  return faults.flatMap(({ id, clients, but }) =>
    findingIf(clients.length > 0, {
      id,
      severity: clients.some((client) => isOurs(survey, client)) ? 'blocker' : 'warning',
      title: `Nobody moves through ${clients.length} ${plural(clients.length, 'app client')} of the new pool`,
      detail: `Of the new pool ${quoted(clients)} ${but} so that the trigger is not called: people who have not moved are refused there.`,
      remedy: `Allow ${PASSWORD} there while people are moving (${ADMIN} is enough for a back end with a secret). What the stack made comes back with "npm run deploy".`,
      link: PAGES.importTrigger,
    }),
  );
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html */
const newClientMissing: Rule = ({ newPool, deployed }) => {
  const present = newPool.clients?.map(({ clientId }) => clientId);
  const gone =
    deployed?.isRead === true ? deployed.clientIds.filter((id) => present?.includes(id) === false) : [];
  return findingIf(gone.length > 0, {
    id: 'new-client-missing',
    severity: 'blocker',
    title: 'An app client of the new pool is gone',
    detail: `The stack made ${inWords(gone)}, which the new pool no longer has: apps with ${plural(gone.length, 'this id', 'these ids')} cannot sign anybody in.`,
    remedy:
      'Give the client another name in the setting clients and run "npm run deploy"; the apps need its new id.',
    link: PAGES.clients,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html */
const newClientExistence: Rule = (survey) => {
  const { settings, newPool } = survey;
  const wanted = settings.newPool.preventUserExistenceErrors;
  const others = (newPool.clients ?? []).filter(
    (client) => isOurs(survey, client) && client.hidesUserExistence !== (wanted === 'ENABLED'),
  );
  return findingIf(others.length > 0, {
    id: 'new-client-existence',
    severity: 'warning',
    title: 'Somebody changed what strangers learn about accounts',
    detail: `newPool.preventUserExistenceErrors is ${wanted}, but not on ${quoted(others)} of the new pool.`,
    remedy: 'Run "npm run deploy", or change the setting.',
    link: PAGES.errors,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html */
const oldAppsUseSrp: Rule = ({ oldPool }) => {
  const srp = (oldPool.clients ?? []).filter(
    (client) => client.flows.includes(SRP) && !showsPasswords(client) && !client.flows.includes(ADMIN),
  );
  return findingIf(srp.length > 0, {
    id: 'old-apps-use-srp',
    severity: 'note',
    title: 'Apps sign in by SRP today',
    detail: `${quoted(srp)} of the old pool ${plural(srp.length, 'allows', 'allow')} SRP and no other password flow, which the apps therefore use. SRP never shows the password to the trigger, so it moves nobody.`,
    remedy: 'Switch these apps to USER_PASSWORD_AUTH in the release that points them to the new pool.',
    link: PAGES.importTrigger,
  });
};

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html */
const managedLogin: Rule = ({ oldPool, newPool }) => {
  const old = (oldPool.clients ?? []).filter(({ usesManagedLogin }) => usesManagedLogin);
  const isMissing =
    newPool.clients !== undefined && !newPool.clients.some(({ usesManagedLogin }) => usesManagedLogin);
  return findingIf(old.length > 0 && isMissing, {
    id: 'managed-login-missing',
    severity: 'warning',
    title: 'Managed login is left behind',
    detail: `People sign in at managed login through ${quoted(old)} of the old pool, but no app client of the new pool allows it.`,
    remedy: 'Write oauth for the client in the setting clients, and give the new pool a domain.',
    link: PAGES.managedLogin,
  });
};

/** In the order in which `check` tells of them. */
export const appClientRules: readonly Rule[] = [
  newClientFlows,
  newClientMissing,
  newClientExistence,
  oldAppsUseSrp,
  managedLogin,
];
