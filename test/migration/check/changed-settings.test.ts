import { expect, test } from '@jest/globals';
import { changedSettings } from '../../../migration/check/changed-settings.ts';

test.each([
  ['nothing', {}, {}, []],
  ['a member without value', { renames: {} }, { renames: {}, lookups: undefined }, []],
  [
    'the order of members',
    { newPool: { name: 'a', mfa: 'off' } },
    { newPool: { mfa: 'off', name: 'a' } },
    [],
  ],
  ['the order within a list', { clients: [{ a: 1, b: 2 }] }, { clients: [{ b: 2, a: 1 }] }, []],
  ['a setting', { trigger: true }, { trigger: false }, ['trigger']],
  ['a setting that is new', {}, { mfaUsers: 'reset' }, ['mfaUsers']],
  ['a setting that is gone', { mfaUsers: 'reset' }, {}, ['mfaUsers']],
  ['a group that is new', {}, { newPool: { name: 'a' } }, ['newPool']],
  [
    'members of groups',
    { newPool: { name: 'a', mfa: 'off' }, oldPool: { a: 1 } },
    { newPool: { name: 'b', mfa: 'off' }, oldPool: { a: 2 } },
    ['newPool.name', 'oldPool.a'],
  ],
  ['a list', { newPool: { aliases: ['email'] } }, { newPool: { aliases: [] } }, ['newPool.aliases']],
  ['a group that is no group of settings', { renames: { a: 'b' } }, { renames: { a: 'c' } }, ['renames']],
])('two settings differ in the keys that say something else: %s', (_, deployed, planned, keys) => {
  expect(changedSettings(deployed, planned)).toEqual(keys);
});
