import { expect, test } from '@jest/globals';
import { checkPools } from '../../../migration/check/check-pools.ts';
import { describeFaults } from '../../support/check-cases.ts';
import {
  aNewPool,
  anOldPool,
  aSurvey,
  aSurveyBefore,
  CARRIED,
  TOKEN_ARN,
  TRIGGER_ARN,
  theSettings,
} from '../../support/check-survey.ts';

const groups = [{ name: 'admins' }];
const settings = theSettings({ groups: CARRIED });
const carriedWith = (
  newPool: Parameters<typeof aNewPool>[0],
  oldPool: Parameters<typeof anOldPool>[0] = {},
) =>
  aSurvey({
    settings,
    oldPool: anOldPool({ groups, ...oldPool }),
    newPool: aNewPool({ groups, ...newPool }, settings),
  });

describeFaults('a fault about tokens', [
  [
    'the function before tokens is not attached',
    'token-function-not-attached',
    'blocker',
    carriedWith({ triggers: { UserMigration: TRIGGER_ARN } }),
  ],
  [
    'another function is before tokens',
    'token-function-not-attached',
    'blocker',
    carriedWith({ triggers: { UserMigration: TRIGGER_ARN, PreTokenGeneration: `${TOKEN_ARN}-of-old` } }),
  ],
  [
    'the old pool has a function of its own before tokens',
    'pre-token-generation-taken',
    'warning',
    carriedWith({}, { triggers: { PreTokenGeneration: 'arn' } }),
  ],
  ['the new pool lacks a group', 'groups-missing', 'blocker', carriedWith({ groups: [] })],
  [
    'groups stay behind',
    'groups-dropped',
    'warning',
    aSurvey({ oldPool: anOldPool({ groups }), newPool: aNewPool({ groups }) }),
  ],
]);

test('a function of the old pool is told of once, before the deploy too', () => {
  const oldPool = anOldPool({ groups, triggers: { PreTokenGeneration: 'arn' } });
  expect(checkPools(aSurveyBefore({ settings, oldPool })).map(({ id }) => id)).toEqual([
    'old-triggers-in-five-seconds',
    'pre-token-generation-taken',
  ]);
});

test('settings of the groups count by their names in the old pool', () => {
  const renaming = theSettings({ groups: { ...CARRIED, renames: { admins: 'owners' } } });
  const survey = aSurvey({
    settings: renaming,
    oldPool: anOldPool({ groups }),
    newPool: aNewPool({ groups: [{ name: 'owners' }] }, renaming),
  });
  expect(checkPools(survey)).toEqual([]);
});
