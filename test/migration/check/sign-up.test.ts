import type { Survey } from '../../../migration/check/survey.ts';
import { describeFaults, withNew } from '../../support/check-cases.ts';
import {
  aNewPool,
  anOldPool,
  aSurvey,
  GUARD_ARN,
  TRIGGER_ARN,
  theDeployment,
  theSettings,
} from '../../support/check-survey.ts';

const settings = theSettings({ selfSignUp: 'guarded' });

const guardedWith = (
  pool: Parameters<typeof aNewPool>[0],
  survey: Partial<Pick<Survey, 'deployed' | 'oldPool'>> = {},
) => aSurvey({ settings, newPool: aNewPool(pool, settings), ...survey });

const triggersWith = (PreSignUp: string) => ({ UserMigration: TRIGGER_ARN, PreSignUp });

const noGuardDeployed = () => {
  const { signUpFunctionName: _, ...deployed } = theDeployment();
  return deployed;
};

describeFaults('a fault about registrations', [
  ['anybody may sign up', 'sign-up-open', 'blocker', withNew({ selfSignUp: true })],
  [
    'the guard is not attached',
    'sign-up-open',
    'blocker',
    guardedWith({ triggers: { UserMigration: TRIGGER_ARN } }),
  ],
  [
    'another function stands where the guard was',
    'sign-up-guard-replaced',
    'blocker',
    guardedWith({ triggers: triggersWith(`${GUARD_ARN}-of-old`) }),
  ],
  [
    'another function stands where no guard ever was',
    'sign-up-guard-replaced',
    'blocker',
    aSurvey({
      newPool: aNewPool({ selfSignUp: true, triggers: triggersWith(GUARD_ARN) }),
      deployed: noGuardDeployed(),
    }),
  ],
  [
    'the old pool minds case',
    'sign-up-spellings',
    'note',
    guardedWith({}, { oldPool: anOldPool({ caseSensitive: true }) }),
  ],
  [
    'the old pool has a function of its own before sign-up',
    'pre-sign-up-taken',
    'warning',
    guardedWith({}, { oldPool: anOldPool({ triggers: { PreSignUp: 'arn' } }) }),
  ],
]);
