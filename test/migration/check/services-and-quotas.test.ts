import { describeFaults, withOld } from '../../support/check-cases.ts';
import { aNewPool, anOldPool, aSurvey } from '../../support/check-survey.ts';

describeFaults('a fault about threats, providers and quotas', [
  [
    'threat protection stops odd sign-ins',
    'threat-protection-on-moves',
    'warning',
    aSurvey({
      oldPool: anOldPool({ threatProtection: 'ENFORCED' }),
      oldRisk: { blocksLeakedPasswords: false, stopsOddSignIns: true },
    }),
  ],
  [
    'threat protection blocks leaked passwords',
    'threat-protection-on-moves',
    'warning',
    aSurvey({
      oldPool: anOldPool({ threatProtection: 'ENFORCED' }),
      oldRisk: { blocksLeakedPasswords: true, stopsOddSignIns: false },
    }),
  ],
  [
    'the new pool has no threat protection',
    'threat-protection-missing',
    'warning',
    withOld({ threatProtection: 'AUDIT' }),
  ],
  [
    'a provider is missing',
    'identity-providers-missing',
    'warning',
    withOld({ identityProviders: ['Google'] }),
  ],
  [
    'links to providers stay behind',
    'linked-users',
    'note',
    aSurvey({
      oldPool: anOldPool({ identityProviders: ['Google'] }),
      newPool: aNewPool({ identityProviders: ['Google'] }),
    }),
  ],
  [
    'more sign-ins than the quota',
    'authentication-quota-exceeded',
    'warning',
    aSurvey({ expectedSignIns: 61 }),
  ],
  [
    'import jobs run out',
    'import-job-quota',
    'warning',
    aSurvey({ importJobs: { count: 999, isActive: false }, oldPool: anOldPool({ estimatedUsers: 500_001 }) }),
  ],
  [
    'an import job is going',
    'import-job-active',
    'warning',
    aSurvey({ importJobs: { count: 1, isActive: true } }),
  ],
  ['listing takes a while', 'listing-takes-a-while', 'note', withOld({ estimatedUsers: 1_000_000 })],
  [
    'something could not be read',
    'could-not-check-old-app-clients',
    'warning',
    aSurvey({
      unread: [
        {
          pool: 'old',
          what: 'app clients',
          action: 'cognito-idp:ListUserPoolClients',
          reason: 'not authorized',
        },
      ],
    }),
  ],
]);
