import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { surveyPool } from '../../../aws/survey/pool-survey.ts';
import { countImportJobs } from '../../../aws/survey/pool-survey-jobs.ts';
import { createCarefulReader } from '../../../aws/survey/pool-survey-reader.ts';
import { describeRisk } from '../../../aws/survey/pool-survey-risk.ts';
import { addIdentityProvider } from '../../../sandbox/cognito/fixtures.ts';
import { type TestSandbox, withSandbox } from '../../support/sandbox.ts';

const createPool = async ({ administrator }: TestSandbox, request: Partial<CreateUserPoolRequest> = {}) => {
  const { UserPool } = await administrator.send(
    new CreateUserPoolCommand({ PoolName: 'people', ...request }),
  );
  return UserPool?.Id ?? '';
};

const survey = async (world: TestSandbox, userPoolId: string) => {
  const reader = createCarefulReader();
  const pool = await surveyPool(world.administrator, reader, 'old')(userPoolId);
  return { pool, unread: reader.unread() };
};

describe('a pool says of itself', () => {
  test('what nobody chose', () =>
    withSandbox(async (world) => {
      const { pool, unread } = await survey(world, await createPool(world));
      expect(unread).toEqual([]);
      expect(pool).toMatchObject({
        name: 'people',
        caseSensitive: true,
        aliases: [],
        usernameAttributes: [],
        autoVerified: [],
        recovery: [],
        mfa: 'OFF',
        factors: [],
        firstFactors: [],
        triggers: {},
        sendsByCognito: true,
        canSendSms: false,
        threatProtection: 'OFF',
        featurePlan: 'ESSENTIALS',
        selfSignUp: true,
        remembersDevices: false,
        deletionProtected: false,
        clients: [],
        identityProviders: [],
        groups: [],
        email: {},
      });
    }));

  test('what somebody chose', () =>
    withSandbox(async (world) => {
      const id = await createPool(world, {
        DeletionProtection: 'ACTIVE',
        AliasAttributes: ['email', 'preferred_username'],
        AutoVerifiedAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        UserPoolTier: 'PLUS',
        UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
        EmailConfiguration: {
          EmailSendingAccount: 'DEVELOPER',
          From: 'no-reply@example.com',
          SourceArn: 'arn:aws:ses:eu-west-1:111122223333:identity/example.com',
        },
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Name: 'verified_phone_number', Priority: 2 },
            { Name: 'verified_email', Priority: 1 },
          ],
        },
        Policies: {
          PasswordPolicy: { MinimumLength: 12, RequireNumbers: true, TemporaryPasswordValidityDays: 3 },
          SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
        },
        LambdaConfig: {
          PreSignUp: 'arn:pre-sign-up',
          PreTokenGenerationConfig: { LambdaArn: 'arn:token', LambdaVersion: 'V2_0' },
          CustomSMSSender: { LambdaArn: 'arn:sms', LambdaVersion: 'V1_0' },
          KMSKeyID: 'arn:key',
        },
        Schema: [
          { Name: 'plan', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '20' } },
          {
            Name: 'points',
            AttributeDataType: 'Number',
            Mutable: false,
            NumberAttributeConstraints: { MinValue: '1' },
          },
          { Name: 'family_name', Required: true },
        ],
      });
      await world.administrator.send(
        new SetUserPoolMfaConfigCommand({
          UserPoolId: id,
          MfaConfiguration: 'OPTIONAL',
          SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111122223333:role/sms' } },
          SoftwareTokenMfaConfiguration: { Enabled: true },
        }),
      );
      const { pool } = await survey(world, id);
      expect(pool).toMatchObject({
        caseSensitive: false,
        aliases: ['email', 'preferred_username'],
        autoVerified: ['email'],
        recovery: ['verified_email', 'verified_phone_number'],
        mfa: 'OPTIONAL',
        factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
        passwordPolicy: {
          minLength: 12,
          requireDigits: true,
          requireSymbols: false,
          temporaryPasswordDays: 3,
          historySize: 0,
        },
        firstFactors: ['PASSWORD', 'EMAIL_OTP'],
        triggers: {
          PreSignUp: 'arn:pre-sign-up',
          PreTokenGeneration: 'arn:token',
          CustomSMSSender: 'arn:sms',
        },
        sendsByCognito: false,
        canSendSms: true,
        threatProtection: 'ENFORCED',
        featurePlan: 'PLUS',
        selfSignUp: false,
        remembersDevices: true,
        deletionProtected: true,
        email: {
          from: 'no-reply@example.com',
          arn: 'arn:aws:ses:eu-west-1:111122223333:identity/example.com',
        },
      });
      expect(pool.schema).toEqual(
        expect.arrayContaining([
          { name: 'custom:plan', type: 'String', required: false, mutable: true, max: 20 },
          { name: 'custom:points', type: 'Number', required: false, mutable: false, min: 1 },
          expect.objectContaining({ name: 'family_name', required: true }),
        ]),
      );
      expect(await describeRisk(world.administrator, id, undefined)).toEqual({
        blocksLeakedPasswords: false,
        stopsOddSignIns: false,
      });
      expect(await countImportJobs(world.administrator, id)).toEqual({ count: 0, isActive: false });
    }));

  test('what its identity providers write, asked of the new pool alone', () =>
    withSandbox(async (world) => {
      const id = await createPool(world);
      const pool = world.sandbox.services.pools.pool(id);
      addIdentityProvider(pool, 'Google', { email: 'email', preferred_username: 'nickname' });
      addIdentityProvider(pool, 'Corporate');
      const reader = createCarefulReader();
      const surveyed = await surveyPool(world.administrator, reader, 'new')(id);
      expect(surveyed.providerMappings).toEqual([
        { provider: 'Google', attributes: ['email', 'preferred_username'] },
        { provider: 'Corporate', attributes: [] },
      ]);
      expect((await survey(world, id)).pool).not.toHaveProperty('providerMappings');
    }));

  test('its app clients, on more than one page', () =>
    withSandbox(async (world) => {
      const UserPoolId = await createPool(world);
      for (let n = 0; n < 61; n += 1) {
        await world.administrator.send(
          new CreateUserPoolClientCommand({ UserPoolId, ClientName: `client ${n}` }),
        );
      }
      const { UserPoolClient: web } = await world.administrator.send(
        new CreateUserPoolClientCommand({
          UserPoolId,
          ClientName: 'web',
          GenerateSecret: true,
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
          PreventUserExistenceErrors: 'ENABLED',
          WriteAttributes: ['name'],
          AccessTokenValidity: 10,
          RefreshTokenValidity: 12,
          TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'hours' },
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthScopes: ['openid'],
          CallbackURLs: ['https://example.com/in'],
        }),
      );
      const { pool } = await survey(world, UserPoolId);
      expect(pool.clients).toHaveLength(62);
      expect(pool.clients?.[0]).toMatchObject({
        name: 'client 0',
        hasSecret: false,
        hidesUserExistence: false,
        usesManagedLogin: false,
        accessTokenMinutes: 60,
        idTokenMinutes: 60,
        refreshTokenDays: 30,
      });
      expect(pool.clients?.[0]).not.toHaveProperty('writeAttributes');
      expect(pool.clients?.at(-1)).toMatchObject({
        name: 'web',
        hasSecret: true,
        flows: ['ALLOW_USER_PASSWORD_AUTH'],
        hidesUserExistence: true,
        writeAttributes: ['name'],
        usesManagedLogin: true,
        accessTokenMinutes: 10,
        refreshTokenDays: 0.5,
        oauth: {
          flows: ['code'],
          scopes: ['openid'],
          callbackUrls: ['https://example.com/in'],
          logoutUrls: [],
        },
      });
      expect(JSON.stringify(pool).includes(web?.ClientSecret ?? 'secret')).toBe(false);
    }));
});
