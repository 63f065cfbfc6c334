import { expect, test } from '@jest/globals';
import { checkPools } from '../../../migration/check/check-pools.ts';
import { describeFaults, withDeployment, withNew } from '../../support/check-cases.ts';
import {
  aNewPool,
  anOldPool,
  aSurvey,
  TRIGGER_ARN,
  theDeployment,
  theSettings,
} from '../../support/check-survey.ts';

describeFaults('a fault of the deployment', [
  ['the trigger is not attached', 'trigger-not-attached', 'blocker', withNew({ triggers: {} })],
  [
    'the trigger calls another function',
    'trigger-attached-elsewhere',
    'blocker',
    withNew({ triggers: { UserMigration: `${TRIGGER_ARN}-of-old` } }),
  ],
  [
    'the trigger should be off and is not',
    'trigger-still-attached',
    'warning',
    (() => {
      const settings = theSettings({ trigger: false });
      return aSurvey({ settings, newPool: aNewPool({ triggers: { UserMigration: TRIGGER_ARN } }, settings) });
    })(),
  ],
  [
    'a changed setting would replace the pool',
    'settings-replace-pool',
    'blocker',
    withDeployment({ changedSettings: ['newPool.aliases'] }),
  ],
  [
    'settings are not deployed',
    'settings-not-deployed',
    'warning',
    withDeployment({ changedSettings: ['mfaUsers', 'clients'] }),
  ],
  [
    'somebody changed the MFA mode by hand',
    'pool-drifted',
    'warning',
    aSurvey({
      oldPool: anOldPool({ mfa: 'OFF' }),
      newPool: aNewPool({ passwordPolicy: { ...anOldPool().passwordPolicy, temporaryPasswordDays: 30 } }),
    }),
  ],
  [
    'somebody changed the factors by hand',
    'pool-drifted',
    'warning',
    withNew({ factors: ['SOFTWARE_TOKEN_MFA'] }),
  ],
  [
    'somebody closed self sign-up by hand',
    'pool-drifted',
    'warning',
    (() => {
      const settings = theSettings({ selfSignUp: 'guarded' });
      return aSurvey({ settings, newPool: aNewPool({ selfSignUp: false }, settings) });
    })(),
  ],
  [
    'the new pool may be deleted by one call',
    'deletion-protection-off',
    'warning',
    withNew({ deletionProtected: false }),
  ],
  [
    'somebody changed the feature plan by hand, and cdk.json is another',
    'pool-drifted',
    'warning',
    aSurvey({
      newPool: aNewPool({ featurePlan: 'PLUS' }),
      deployed: theDeployment({ changedSettings: ['mfaUsers'] }),
    }),
  ],
  ['somebody changed the feature plan by hand', 'pool-drifted', 'warning', withNew({ featurePlan: 'PLUS' })],
]);

test('a pool is not held against settings that are not deployed yet', () => {
  const survey = aSurvey({
    newPool: aNewPool({ featurePlan: 'PLUS' }),
    deployed: theDeployment({ isJudged: false, changedSettings: ['newPool.featurePlan'] }),
  });
  expect(checkPools(survey).map(({ id }) => id)).toEqual(['settings-not-deployed']);
});
