import { describe, expect, test } from '@jest/globals';
import { refuseSettingsOutsideContext, settingsFromContext } from '../../../stacks/settings/from-context.ts';
import { settingsSchema } from '../../../stacks/settings.ts';
import { contextOfRepository } from '../synthesize.ts';

const read = (context: Readonly<Record<string, unknown>>) => settingsFromContext(context, settingsSchema);
const at = (path: string, value: unknown): unknown =>
  path.split('.').reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);

describe('settings in the CDK context', () => {
  test('an object in cdk.json', () => {
    expect(read({ migration: { mfaUsers: 'reset' } })).toEqual({ mfaUsers: 'reset' });
  });

  test('JSON from the command line', () => {
    expect(read({ migration: '{"mfaUsers": "reset"}' })).toEqual({ mfaUsers: 'reset' });
  });

  test('single settings go over the others and leave them alone', () => {
    const migration = { mfaUsers: 'reset', oldPool: { userPoolId: 'eu-west-1_A', caseSensitive: false } };
    const context = {
      migration,
      'migration.oldPool.userPoolId': 'eu-west-1_B',
      'migration.newPool.name': 'people',
    };
    expect(read(context)).toEqual({
      mfaUsers: 'reset',
      oldPool: { userPoolId: 'eu-west-1_B', caseSensitive: false },
      newPool: { name: 'people' },
    });
    expect(migration.oldPool.userPoolId).toBe('eu-west-1_A');
  });

  test('single settings are enough', () => {
    expect(read({ 'migration.oldPool.userPoolId': 'eu-west-1_B' })).toEqual({
      oldPool: { userPoolId: 'eu-west-1_B' },
    });
  });

  test.each([
    ['trigger', 'true', true],
    ['backfill.enabled', 'false', false],
    ['logRetentionDays', '90', 90],
    ['newPool.passwordPolicy.minLength', '5', 5],
    ['newPool.passwordPolicy.minLength', '8.5', 8.5],
    ['lookups', '["direct"]', ['direct']],
    ['renames', '{"custom:a":"custom:b"}', { 'custom:a': 'custom:b' }],
    ['mfaUsers', 'reset', 'reset'],
    ['oldPool.userPoolId', 'eu-west-1_123', 'eu-west-1_123'],
  ])('a single setting becomes what it is: %s=%s', (path, written, value) => {
    expect(read({ [`migration.${path}`]: written })).toEqual(at(path, value));
  });

  test.each([
    ['oldPool.externalId', '12345'],
    ['newPool.name', '2026'],
    ['newPool.name', 'true'],
    ['failureSentence', '42'],
    ['failureSentence', '[Sorry] Please try again'],
    ['failureSentence', '{"Sorry"'],
    ['failureSentence', '"Sorry"'],
    ['renames.custom:a', '7'],
  ])('a text stays a text: %s=%s', (path, written) => {
    expect(read({ [`migration.${path}`]: written })).toEqual(at(path, written));
  });

  test.each([
    ['a setting that does not exist', 'nothing.here', '5'],
    ['a word for a number', 'logRetentionDays', 'long'],
    ['a word for true', 'trigger', 'yes'],
    ['a word for a list', 'lookups', 'direct'],
    ['a word for a group', 'newPool', 'users'],
  ])('%s stays as written, for the schema to complain about', (_, path, written) => {
    expect(read({ [`migration.${path}`]: written })).toEqual(at(path, written));
  });

  test('a key like __proto__ is a setting like any other', () => {
    const settings = read({ 'migration.__proto__.polluted': 'true' });
    expect(Object.keys(settings as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each([
    ['no settings', {}, 'migration: There are no settings. Write them in cdk.json'],
    ['malformed JSON', { migration: '{"mfaUsers"' }, 'migration: is not JSON'],
    ['a list', { migration: '[]' }, 'migration: is not an object of settings.'],
    ['a malformed list', { 'migration.lookups': '[direct]' }, 'migration.lookups: is not JSON'],
    [
      'a misspelled prefix',
      { migration: {}, 'migraton.mfaUsers': 'reset' },
      'migraton.mfaUsers: is not read. Did you mean migration.mfaUsers?',
    ],
    ['a misspelled key', { Migration: {} }, 'Migration: is not read. Did you mean migration?'],
    [
      'a setting without its prefix',
      { migration: {}, mfaUsers: 'reset' },
      'mfaUsers: is read only as a member of migration. Write migration.mfaUsers.',
    ],
    [
      'a member of a group without its prefix',
      { migration: {}, 'oldPool.userPoolId': 'eu-west-1_A' },
      'oldPool.userPoolId: is read only as a member of migration. Write migration.oldPool.userPoolId.',
    ],
  ])('%s: one clear error', (_, context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});

describe('settings outside of the context', () => {
  test.each([['migration'], ['migration.mfaUsers']])('%s at the top of cdk.json: one clear error', (key) => {
    expect(() => refuseSettingsOutsideContext({ app: 'x', context: {}, [key]: {} })).toThrow(
      `${key}: stands outside of "context" in cdk.json, where nobody reads it. Move it into "context".`,
    );
  });

  test.each([[{ app: 'x', context: contextOfRepository }], [{}], [null]])('not there: fine', (cdkJson) => {
    expect(() => refuseSettingsOutsideContext(cdkJson)).not.toThrow();
  });
});

test('context of others is left alone', () => {
  const context = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true, stage: 'x' };
  expect(read({ ...context, migration: { trigger: false } })).toEqual({ trigger: false });
});
