import type { Case } from '../../support/check-cases.ts';
import {
  describeFaults,
  withDeployment,
  withMigrationClient,
  withNew,
  withNewClient,
  withOld,
} from '../../support/check-cases.ts';
import {
  aClient,
  aNewPool,
  anOldPool,
  aSurvey,
  theMigrationClient,
  theSettings,
} from '../../support/check-survey.ts';

describeFaults('a fault of an app client', [
  ['the stack’s old client is gone', 'old-client-missing', 'blocker', withOld({ clients: [aClient()] })],
  [
    'the given old client is not there',
    'old-client-missing',
    'blocker',
    aSurvey({ settings: theSettings({ oldPool: { clientId: 'other' } }) }),
  ],
  [
    'the old client lacks its flow',
    'old-client-flow-missing',
    'blocker',
    withMigrationClient({ flows: ['ALLOW_USER_PASSWORD_AUTH'] }),
  ],
  [
    'the old client hides who exists',
    'old-client-hides-users',
    'blocker',
    withMigrationClient({ hidesUserExistence: true }),
  ],
  [
    'the old client has a secret that nobody gave',
    'old-client-secret',
    'blocker',
    withMigrationClient({ hasSecret: true }),
  ],
  [
    'a secret was given that the old client lacks',
    'old-client-secret',
    'blocker',
    aSurvey({ settings: theSettings({ oldPool: { clientSecretArn: 'arn' } }) }),
  ],
  [
    'a new client of ours allows SRP alone',
    'new-client-srp-only',
    'blocker',
    withNewClient({ flows: ['ALLOW_USER_SRP_AUTH'] }),
  ],
  [
    'a new client of ours has no password flow',
    'new-client-flow-missing',
    'blocker',
    withNewClient({ flows: ['ALLOW_CUSTOM_AUTH'] }),
  ],
  [
    'a new client without secret has the flow for administrators alone',
    'new-client-flow-missing',
    'blocker',
    withNewClient({ flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] }),
  ],
  [
    'a new client that is not ours allows SRP alone',
    'new-client-srp-only',
    'warning',
    withNew({
      clients: [
        ...(aNewPool().clients ?? []),
        aClient({ clientId: 'other', flows: ['ALLOW_USER_SRP_AUTH'], writeAttributes: [] }),
      ],
    }),
  ],
  [
    'a new client of ours is gone',
    'new-client-missing',
    'blocker',
    withDeployment({ clientIds: ['web-id', 'gone'] }),
  ],
  [
    'a new client of ours tells who exists',
    'new-client-existence',
    'warning',
    withNewClient({ hidesUserExistence: false }),
  ],
  [
    'old apps use SRP',
    'old-apps-use-srp',
    'note',
    withOld({ clients: [aClient({ flows: ['ALLOW_USER_SRP_AUTH'] }), theMigrationClient()] }),
  ],
  [
    'managed login is left behind',
    'managed-login-missing',
    'warning',
    withOld({ clients: [aClient({ usesManagedLogin: true }), theMigrationClient()] }),
  ],
  [
    'a new client can write the link between the pools',
    'source-attributes-writable',
    'blocker',
    withNewClient({ writeAttributes: ['custom:source_sub', 'custom:plan'] }),
  ],
  ...['custom:source_via', 'custom:groups_carried', 'custom:clean_up'].map(
    (name): Case => [
      `a new client can write ${name}`,
      'source-attributes-writable',
      'blocker',
      withNewClient({ writeAttributes: [name, 'custom:plan'] }),
    ],
  ),
  [
    'a new client can write names',
    'preferred-username-writable',
    'blocker',
    withNewClient({ writeAttributes: ['preferred_username', 'custom:plan'] }),
  ],
  [
    'apps lose a write permission',
    'write-permissions-lost',
    'warning',
    aSurvey({
      settings: theSettings({ clientWritable: [] }),
      oldPool: anOldPool({
        clients: [
          aClient({
            writeAttributes: [
              'custom:plan',
              'custom:gone',
              ...(aNewPool().clients?.[0]?.writeAttributes ?? []),
            ],
          }),
          theMigrationClient(),
        ],
      }),
    }),
  ],
  [
    'apps gain a write permission',
    'write-permissions-gained',
    'warning',
    withOld({
      clients: [aClient({ writeAttributes: ['name'] }), theMigrationClient({ writeAttributes: [] })],
    }),
  ],
]);
