import { expect, test } from '@jest/globals';
import { changedSettings, runSettingsOf } from '../../../migration/backfill/run-settings.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { theRules } from '../../support/person-builders.ts';

const PLAN = { name: 'custom:plan', type: 'String' } as const;
const SIZE = { name: 'custom:size', type: 'Number' } as const;

test.each<[string, MigrationRules, MigrationRules, readonly string[]]>([
  ['nothing', theRules(), theRules(), []],
  [
    'an order that means nothing',
    theRules({
      renames: { a: 'b', c: 'd' },
      newPool: { aliases: ['email', 'phone_number'], customAttributes: [PLAN, SIZE] },
    }),
    theRules({
      renames: { c: 'd', a: 'b' },
      newPool: { aliases: ['phone_number', 'email'], customAttributes: [SIZE, PLAN] },
    }),
    [],
  ],
  [
    'the order of sources',
    theRules({ preferredUsernameSources: ['nickname', 'name'] }),
    theRules({ preferredUsernameSources: ['name', 'nickname'] }),
    ['preferredUsername'],
  ],
  [
    'several',
    theRules(),
    theRules({
      contactVerification: 'trust',
      mfaUsers: 'reset',
      renames: { a: 'b' },
      oldPool: { caseSensitive: true, mfaRequired: true },
      newPool: { caseSensitive: true, aliases: [], recovery: ['email'], customAttributes: [] },
    }),
    [
      'contactVerification',
      'mfaUsers',
      'renames',
      'oldPool.caseSensitive',
      'oldPool.mfaRequired',
      'newPool.aliases',
      'newPool.caseSensitive',
      'newPool.recovery',
      'newPool.customAttributes',
    ],
  ],
  ['a setting of the sign-in alone', theRules(), theRules({ oldPasswords: 'reset-if-weaker' }), []],
])('what changed: %s', (_, saved, now, expected) => {
  expect(changedSettings(runSettingsOf(saved), runSettingsOf(now))).toEqual(expected);
});
