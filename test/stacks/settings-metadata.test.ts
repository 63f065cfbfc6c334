import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { MigrationStack } from '../../stacks/migration-stack.ts';
import { parseSettings, SETTINGS_METADATA } from '../../stacks/settings.ts';
import { appWithoutBundling, settingsWith } from './synthesize.ts';

const VARIANTS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['the defaults', {}],
  [
    'empty lists and false',
    { trigger: false, newPool: { aliases: [], customAttributes: [] }, clientWritable: [] },
  ],
  [
    'every sort of value',
    {
      oldPool: {
        userPoolId: 'eu-west-1_OldPool01',
        caseSensitive: false,
        clientId: 'abc',
        clientSecretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:old-AbCdEf',
        roleArn: 'arn:aws:iam::123456789012:role/user-migration',
        externalId: 'shared',
      },
      newPool: {
        region: 'eu-central-1',
        name: 'people, old+new',
        mfa: 'required',
        mfaFactors: ['totp', 'sms'],
        featurePlan: 'plus',
        aliases: ['email', 'phone_number', 'preferred_username'],
        autoVerify: ['email', 'phone_number'],
        customAttributes: [
          { name: 'custom:plan', type: 'String', max: 20 },
          { name: 'custom:visits', type: 'Number', min: 0, mutable: false },
        ],
        passwordPolicy: { minLength: 12, requireSymbols: false },
      },
      clients: [{ name: 'web' }, { name: 'backend', generateSecret: true }],
      clientWritable: ['custom:plan'],
      backfill: { enabled: false, disabledUsers: 'import-then-disable', notify: ['operator@example.com'] },
    },
  ],
];

test.each(VARIANTS)('the parsed settings are settings again: %s', (_, written) => {
  const settings = parseSettings(settingsWith(written));
  expect(parseSettings(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
});

test.each(VARIANTS)('the template’s Metadata has the settings as they were parsed: %s', (_, written) => {
  const settings = parseSettings(settingsWith({ backfill: { enabled: false }, ...written }));
  const stack = new MigrationStack(appWithoutBundling(), 'UserMigration', { settings });
  const metadata: unknown = Template.fromStack(stack).toJSON()['Metadata'][SETTINGS_METADATA];
  expect(typeof metadata).toBe('string');
  expect(parseSettings(JSON.parse(String(metadata)))).toEqual(settings);
});
