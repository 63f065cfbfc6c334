import { describe, expect, test } from '@jest/globals';
import { keysOf } from '../../../handlers/backfill/run/run-objects.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { anotherUser, aUser, theTerms } from '../../migration/backfill/builders.ts';
import { stepsOf } from '../../support/backfill-steps.ts';
import { MemoryObjects } from '../../support/memory-objects.ts';
import { theRules } from '../../support/person-builders.ts';

describe('settings that are deployed between the listing and the decisions', () => {
  const old = [
    aUser({ attributes: { email: 'a@example.com', email_verified: 'false', nickname: 'boss' } }),
    anotherUser({ attributes: { email: 'a@example.com', email_verified: 'false', nickname: 'boss' } }),
  ];

  /** Lists under the default rules, and goes on under others. */
  const goOn = async (rules: MigrationRules) => {
    const store = new MemoryObjects();
    const before = stepsOf({ old, terms: theTerms() }, store);
    await before.listNewPool();
    await before.listOldPool();
    const plan = store.json<object>(before.keys.plan);
    const after = stepsOf({ old, terms: theTerms({ rules }) }, store);
    store.put(keysOf('run').plan, plan);
    return after.settle();
  };

  test.each<[string, MigrationRules]>([
    ['contactVerification', theRules({ contactVerification: 'trust' })],
    ['preferredUsername', theRules({ preferredUsernameSources: ['preferred_username', 'nickname'] })],
  ])('decide about nobody: %s', async (name, rules) => {
    await expect(goOn(rules)).rejects.toMatchObject({
      name: 'SettingsChanged',
      message: expect.stringContaining(`${name} changed since`),
    });
  });

  test('are no others if they concern sign-ins alone', async () => {
    expect((await goOn(theRules({ forgotPassword: 'decline', lookups: ['direct'] }))).size).toBe(2);
  });
});
