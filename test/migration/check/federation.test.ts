import { describe, expect, test } from '@jest/globals';
import { checkPools } from '../../../migration/check/check-pools.ts';
import { describeFaults, withNew } from '../../support/check-cases.ts';
import { aNewPool, aSurvey, theSettings } from '../../support/check-survey.ts';

const writing = (...attributes: string[]) => ({ providerMappings: [{ provider: 'Google', attributes }] });

/** The trigger is off: everybody has moved. */
const afterwards = (pool: ReturnType<typeof writing>) => {
  const settings = theSettings({ trigger: false });
  return aSurvey({ settings, newPool: aNewPool(pool, settings) });
};

describeFaults('a fault about what identity providers write', [
  ['a name', 'providers-write-names', 'blocker', withNew(writing('username', 'preferred_username'))],
  ['a verified address', 'providers-vouch-for-contacts', 'warning', withNew(writing('email_verified'))],
  ['a verified number', 'providers-vouch-for-contacts', 'warning', withNew(writing('phone_number_verified'))],
  ...['custom:source_sub', 'custom:source_via', 'custom:groups_carried', 'custom:clean_up'].map(
    (name) =>
      [
        `${name}, even when everybody has moved`,
        'providers-write-links',
        'blocker',
        afterwards(writing(name)),
      ] as const,
  ),
]);

describe('no fault about what identity providers write', () => {
  test.each([
    ['ordinary attributes', withNew(writing('username', 'email', 'name', 'custom:plan'))],
    ['nothing', withNew({ providerMappings: [] })],
    ['names and flags when everybody has moved', afterwards(writing('preferred_username', 'email_verified'))],
  ])('%s', (_, survey) => {
    const ids = checkPools(survey).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('providers-'))).toEqual([]);
  });

  test('the finding names the provider and what it writes', () => {
    const [finding] = checkPools(withNew(writing('custom:source_sub', 'custom:clean_up')));
    expect(finding?.detail).toContain('Google (custom:source_sub and custom:clean_up)');
  });
});
