import { describe, expect, test } from '@jest/globals';
import { NewUserPool } from '../../stacks/new-user-pool.ts';
import { parseSettings } from '../../stacks/settings.ts';
import { propertiesOf, settingsWith, templateOf } from './synthesize.ts';

const templateWith = (newPool: Readonly<Record<string, unknown>> = {}) =>
  templateOf((scope) => {
    new NewUserPool(scope, 'Pool', { newPool: parseSettings(settingsWith({ newPool })).newPool });
  }, 'eu-west-1');

const poolWith = (newPool?: Readonly<Record<string, unknown>>) =>
  propertiesOf(templateWith(newPool), 'AWS::Cognito::UserPool');

describe('the new user pool', () => {
  test('by default signs in by username, e-mail and preferred_username, whatever the case', () => {
    expect(poolWith()).toMatchObject({
      AliasAttributes: ['email', 'preferred_username'],
      UsernameConfiguration: { CaseSensitive: false },
    });
    expect(poolWith()).not.toHaveProperty('UsernameAttributes');
  });

  test('aliases and verified contacts are settings', () => {
    expect(
      poolWith({ aliases: ['email', 'phone_number'], autoVerify: ['email', 'phone_number'] }),
    ).toMatchObject({
      AliasAttributes: ['email', 'phone_number'],
      AutoVerifiedAttributes: ['email', 'phone_number'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email', 'phone_number'] },
    });
  });

  test('without aliases signs in by username only', () => {
    expect(poolWith({ aliases: [] })).not.toHaveProperty('AliasAttributes');
  });

  test('a new e-mail address takes effect only when verified', () => {
    expect(poolWith()).toMatchObject({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
  });

  test('recovers accounts by verified e-mail, then phone, and can send both', () => {
    expect(poolWith()).toMatchObject({
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'verified_email', Priority: 1 },
          { Name: 'verified_phone_number', Priority: 2 },
        ],
      },
      SmsConfiguration: { SnsCallerArn: expect.anything(), ExternalId: expect.any(String) },
    });
  });

  test('that is linkable has no attribute that could never change', () => {
    const schema = poolWith({ linkable: true })['Schema'] as { readonly Mutable: boolean }[];
    expect(schema.filter(({ Mutable }) => !Mutable)).toEqual([]);
  });

  test('knows where people come from, unchangeably, beside the custom attributes of the settings', () => {
    const customAttributes = [
      { name: 'custom:plan', type: 'String', min: 1, max: 20 },
      { name: 'custom:seats', type: 'Number', min: 0, max: 500, mutable: false },
      { name: 'custom:beta', type: 'Boolean' },
      { name: 'custom:since', type: 'DateTime' },
    ];
    expect(poolWith({ customAttributes })['Schema']).toEqual([
      { Name: 'source_sub', AttributeDataType: 'String', Mutable: false },
      { Name: 'source_via', AttributeDataType: 'String', Mutable: false },
      { Name: 'groups_carried', AttributeDataType: 'String', Mutable: true },
      { Name: 'clean_up', AttributeDataType: 'String', Mutable: true },
      {
        Name: 'plan',
        AttributeDataType: 'String',
        Mutable: true,
        StringAttributeConstraints: { MinLength: '1', MaxLength: '20' },
      },
      {
        Name: 'seats',
        AttributeDataType: 'Number',
        Mutable: false,
        NumberAttributeConstraints: { MinValue: '0', MaxValue: '500' },
      },
      { Name: 'beta', AttributeDataType: 'Boolean', Mutable: true },
      { Name: 'since', AttributeDataType: 'DateTime', Mutable: true },
    ]);
  });

  test('lets nobody sign themselves up', () => {
    expect(poolWith()).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
  });

  test('is protected against deletion and outlives the stack, with the role for its text messages', () => {
    const template = templateWith();
    expect(poolWith()).toMatchObject({ DeletionProtection: 'ACTIVE' });
    const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    template.hasResource('AWS::Cognito::UserPool', kept);
    template.hasResource('AWS::IAM::Role', kept);
  });

  test.each([
    ['off', undefined, 'OFF', undefined],
    ['optional', undefined, 'OPTIONAL', ['SOFTWARE_TOKEN_MFA']],
    ['required', ['totp', 'sms'], 'ON', ['SMS_MFA', 'SOFTWARE_TOKEN_MFA']],
  ])('MFA %s with factors %j', (mfa, mfaFactors, mode, enabled) => {
    const properties = poolWith({ mfa, mfaFactors, autoVerify: ['email', 'phone_number'] });
    expect(properties['MfaConfiguration']).toBe(mode);
    expect(properties['EnabledMfas']).toEqual(enabled);
  });

  test('sends through Amazon SES, also second factors, if a sender is given', () => {
    const emailSender = {
      fromAddress: 'no-reply@example.com',
      fromName: 'Us',
      verifiedDomain: 'example.com',
    };
    expect(poolWith({ emailSender, mfaFactors: ['email'] })).toMatchObject({
      EnabledMfas: ['EMAIL_OTP'],
      EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', From: 'Us <no-reply@example.com>' },
    });
  });

  test('applies the password policy of the settings to new passwords', () => {
    const passwordPolicy = { minLength: 14, requireSymbols: false, temporaryPasswordDays: 1 };
    expect(poolWith({ passwordPolicy })).toMatchObject({
      Policies: {
        PasswordPolicy: {
          MinimumLength: 14,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: false,
          TemporaryPasswordValidityDays: 1,
        },
      },
    });
  });

  test.each([
    ['lite', 'LITE'],
    ['essentials', 'ESSENTIALS'],
    ['plus', 'PLUS'],
  ])('feature plan %s', (featurePlan, tier) => {
    expect(poolWith({ featurePlan })).toMatchObject({ UserPoolTier: tier });
  });

  test('speaks of a code, not of a new account: the same text resets passwords', () => {
    expect(JSON.stringify(poolWith())).not.toContain('new account');
  });

  test("only Cognito, for this account and with the pool's external id, can use the role for text messages", () => {
    const role = propertiesOf(templateWith(), 'AWS::IAM::Role');
    const externalId = (poolWith()['SmsConfiguration'] as { ExternalId: string }).ExternalId;
    expect(role).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'cognito-idp.amazonaws.com' },
            Condition: {
              StringEquals: { 'sts:ExternalId': externalId, 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            },
          },
        ],
      },
    });
  });
});
