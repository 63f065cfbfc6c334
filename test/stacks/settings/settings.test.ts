import { describe, expect, test } from '@jest/globals';
import { newPoolForRules } from '../../../stacks/settings/new-pool.ts';
import { newRegion, parseMoveSettings, parseSettings } from '../../../stacks/settings.ts';
import { contextOfRepository, settingsWith } from '../synthesize.ts';

describe('settings', () => {
  test('all but the id of the old pool have defaults', () => {
    expect(parseSettings(settingsWith())).toEqual({
      alarms: { enabled: true, notify: [] },
      backfill: { enabled: true, disabledUsers: 'exclude', expireAfterDays: 30, notify: [] },
      cleanUp: { enabled: true, afterHours: 24 },
      groups: { mode: 'carry', renames: {}, except: [], roles: {} },
      oldPool: { userPoolId: 'eu-west-1_OldPool01', caseSensitive: true, mfaRequired: false },
      newPool: {
        name: 'users',
        aliases: ['email', 'preferred_username'],
        autoVerify: ['email'],
        customAttributes: [],
        linkable: false,
        mfa: 'optional',
        passwordPolicy: {
          minLength: 8,
          requireLowercase: true,
          requireUppercase: true,
          requireDigits: true,
          requireSymbols: true,
          temporaryPasswordDays: 7,
        },
        preventUserExistenceErrors: 'ENABLED',
        featurePlan: 'essentials',
      },
      clients: [
        {
          name: 'app',
          generateSecret: false,
          accessTokenMinutes: 60,
          idTokenMinutes: 60,
          refreshTokenDays: 30,
        },
      ],
      clientWritable: [],
      selfSignUp: 'closed',
      signUpRefusal: 'You cannot register with these details. If you have been here before, please sign in',
      trigger: true,
      preferredUsername: ['preferred_username'],
      mfaUsers: 'decline',
      forgotPassword: 'migrate',
      contactVerification: 'copy',
      oldPasswords: 'keep',
      renames: {},
      failureSentence: 'Please try again in a few minutes',
      logRetentionDays: 30,
    });
  });

  test('what was read can be read again', () => {
    const settings = parseSettings(contextOfRepository['migration']);
    expect(parseSettings(settings)).toEqual(settings);
  });

  test('the new pool is created in the Region of the old one, unless told otherwise', () => {
    expect(newRegion(parseSettings(settingsWith()))).toBe('eu-west-1');
    const elsewhere = settingsWith({
      oldPool: { userPoolId: 'eu-west-1_OldPool01', clientId: 'abc' },
      newPool: { region: 'eu-central-1' },
    });
    expect(newRegion(parseSettings(elsewhere))).toBe('eu-central-1');
  });

  test('a stack that leaves its Region open creates the client on the old pool', () => {
    const newPool = newPoolForRules(parseSettings(settingsWith()).newPool);
    expect(() => parseMoveSettings(settingsWith(), newPool, undefined)).not.toThrow();
  });

  test.each([
    ['preferred_username renamed away', { renames: { preferred_username: 'nickname' } }],
    ['several sources for preferred_username', { preferredUsername: ['custom:handle', 'email-local-part'] }],
    ['no preferred_username for anybody', { preferredUsername: [] }],
    ['sign-in by username only', { newPool: { aliases: [] } }],
    [
      'the old sub in ID tokens of a lite pool',
      { newPool: { featurePlan: 'lite' }, oldSubClaim: { name: 'x', tokens: ['id'] } },
    ],
    [
      'roles of groups whose members stay behind',
      { groups: { mode: 'drop', roles: { old: 'arn:aws:iam::111122223333:role/new' } } },
    ],
    [
      'SMS where phone numbers are verified',
      { newPool: { mfaFactors: ['sms'], autoVerify: ['email', 'phone_number'] } },
    ],
    [
      'required MFA with an app beside SMS',
      { newPool: { mfa: 'required', mfaFactors: ['totp', 'sms'], autoVerify: ['email', 'phone_number'] } },
    ],
    ['the app of a phone', { clients: [{ name: 'app', oauth: { callbackUrls: ['myapp://signed-in'] } }] }],
    [
      '46 custom attributes',
      {
        newPool: {
          customAttributes: Array.from({ length: 46 }, (_, n) => ({ name: `custom:a${n}`, type: 'String' })),
        },
      },
    ],
  ])('are accepted with %s', (_, written) => {
    expect(() => parseSettings(settingsWith(written))).not.toThrow();
  });
});
