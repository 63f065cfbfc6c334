import { describe, expect, test } from '@jest/globals';
import { parseUserMigrationEnvironment } from '../../handlers/runtime/user-migration-environment.ts';
import { functionEnvironment } from '../../stacks/function-environment.ts';
import { newPoolForRules } from '../../stacks/settings/new-pool.ts';
import { parseSettings } from '../../stacks/settings.ts';
import { settingsWith } from './synthesize.ts';

/** What the function reads from the variables that the stack writes. */
const readBack = (written: Readonly<Record<string, unknown>> = {}) => {
  const settings = parseSettings(settingsWith(written));
  return parseUserMigrationEnvironment({
    ...functionEnvironment(settings, newPoolForRules(settings.newPool), 'created'),
    // As `grantOldPoolActions` adds it.
    OLD_ROLE_ACTIONS: 'cognito-idp:AdminGetUser',
  });
};

describe('the function reads what the stack writes', () => {
  test('the defaults', () => {
    expect(readBack()).toEqual({
      oldPool: { userPoolId: 'eu-west-1_OldPool01', region: 'eu-west-1', clientId: 'created' },
      rules: {
        oldPool: { caseSensitive: true, mfaRequired: false },
        newPool: {
          aliases: ['email', 'preferred_username'],
          caseSensitive: false,
          recovery: ['email', 'phone_number'],
          customAttributes: [],
        },
        lookups: ['direct', 'preferred_username'],
        preferredUsernameSources: ['preferred_username'],
        mfaUsers: 'decline',
        forgotPassword: 'migrate',
        contactVerification: 'copy',
        oldPasswords: 'keep',
        renames: {},
      },
      failureSentence: 'Please try again in a few minutes',
    });
  });

  test('everything set', () => {
    const read = readBack({
      oldPool: {
        userPoolId: 'eu-west-1_OldPool01',
        caseSensitive: false,
        mfaRequired: true,
        clientId: 'given',
        clientSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:old-AbCdEf',
        roleArn: 'arn:aws:iam::123456789012:role/user-migration',
        externalId: 'shared',
      },
      newPool: { customAttributes: [{ name: 'custom:plan', type: 'String', min: 1, max: 20 }] },
      lookups: ['direct'],
      preferredUsername: ['custom:handle', 'email-local-part'],
      mfaUsers: 'reset',
      forgotPassword: 'decline',
      contactVerification: 'trust',
      renames: { 'custom:tier, old': 'custom:plan' },
      failureSentence: 'Später, bitte: "gleich"',
    });
    expect(read).toMatchObject({
      oldPool: {
        clientSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:old-AbCdEf',
        role: { arn: 'arn:aws:iam::123456789012:role/user-migration', externalId: 'shared' },
      },
      rules: {
        oldPool: { caseSensitive: false, mfaRequired: true },
        newPool: { customAttributes: [{ name: 'custom:plan', type: 'String', min: 1, max: 20 }] },
        lookups: ['direct'],
        preferredUsernameSources: ['custom:handle', 'email-local-part'],
        mfaUsers: 'reset',
        forgotPassword: 'decline',
        contactVerification: 'trust',
        renames: { 'custom:tier, old': 'custom:plan' },
      },
      failureSentence: 'Später, bitte: "gleich"',
    });
  });

  test('the password policy goes along where old passwords are held against it', () => {
    expect(readBack({ oldPasswords: 'reset-if-weaker' }).rules).toMatchObject({
      oldPasswords: 'reset-if-weaker',
      newPool: {
        passwordPolicy: {
          minLength: 8,
          requireLowercase: true,
          requireUppercase: true,
          requireDigits: true,
          requireSymbols: true,
        },
      },
    });
  });

  test('nobody is looked up by a name that signs nobody in', () => {
    expect(readBack({ newPool: { aliases: ['email'] } }).rules.lookups).toEqual(['direct']);
  });
});
