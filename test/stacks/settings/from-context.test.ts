import { describe, expect, test } from '@jest/globals';
import { settingsFromContext } from '../../../stacks/settings/from-context.ts';

describe('settings in the CDK context', () => {
  test('an object in cdk.json', () => {
    expect(settingsFromContext({ migration: { mfaUsers: 'reset' } })).toEqual({ mfaUsers: 'reset' });
  });

  test('JSON from the command line', () => {
    expect(settingsFromContext({ migration: '{"mfaUsers": "reset"}' })).toEqual({ mfaUsers: 'reset' });
  });

  test('single settings go over the others and leave them alone', () => {
    const migration = { mfaUsers: 'reset', oldPool: { userPoolId: 'eu-west-1_A', caseSensitive: false } };
    const context = {
      migration,
      'migration.oldPool.userPoolId': 'eu-west-1_B',
      'migration.newPool.name': 'people',
    };
    expect(settingsFromContext(context)).toEqual({
      mfaUsers: 'reset',
      oldPool: { userPoolId: 'eu-west-1_B', caseSensitive: false },
      newPool: { name: 'people' },
    });
    expect(migration.oldPool.userPoolId).toBe('eu-west-1_A');
  });

  test('single settings are enough', () => {
    expect(settingsFromContext({ 'migration.oldPool.userPoolId': 'eu-west-1_B' })).toEqual({
      oldPool: { userPoolId: 'eu-west-1_B' },
    });
  });

  test.each([
    ['true', true],
    ['false', false],
    ['90', 90],
    ['["direct"]', ['direct']],
    ['{"a":"b"}', { a: 'b' }],
    ['"90"', '90'],
    ['reset', 'reset'],
    ['eu-west-1_123', 'eu-west-1_123'],
  ])('a single setting written as %s', (written, value) => {
    expect(settingsFromContext({ 'migration.x': written })).toEqual({ x: value });
  });

  test('a key like __proto__ is a setting like any other', () => {
    const settings = settingsFromContext({ 'migration.__proto__.polluted': 'true' });
    expect(Object.keys(settings as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each([
    ['no settings', {}, 'migration: There are no settings. Write them in cdk.json'],
    ['malformed JSON', { migration: '{"mfaUsers"' }, 'migration: is not JSON'],
    ['a list', { migration: '[]' }, 'migration: is not an object of settings.'],
    ['a malformed list', { 'migration.lookups': '[direct]' }, 'migration.lookups: is not JSON'],
  ])('%s: one clear error', (_, context, message) => {
    expect(() => settingsFromContext(context)).toThrow(message);
  });
});
