import {
  AddCustomAttributesCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, createPool, type Rig, startRig } from '../support/real-client.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const describePool = async (UserPoolId: string) =>
  (await rig.client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool!;

describe('user pools', () => {
  test('without settings have AWS’s defaults', async () => {
    const id = await createPool(rig, { Policies: undefined, AutoVerifiedAttributes: undefined });
    const pool = await describePool(id);
    expect(id).toMatch(/^eu-west-1_[A-Za-z0-9]{9}$/);
    expect(pool).toMatchObject({
      Arn: `arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${id}`,
      Policies: {
        PasswordPolicy: { MinimumLength: 8, RequireSymbols: true, TemporaryPasswordValidityDays: 7 },
      },
      MfaConfiguration: 'OFF',
      DeletionProtection: 'INACTIVE',
      UserPoolTier: 'ESSENTIALS',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      CreationDate: new Date(rig.clock.now()),
    });
    expect(pool.UsernameConfiguration).toBeUndefined();
    expect(pool.SchemaAttributes!.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['sub', 'email', 'email_verified', 'preferred_username', 'updated_at']),
    );
  });

  test.each(['V2_0', 'V3_0'] as const)(
    'on the feature plan lite cannot have access tokens changed (%s)',
    async (LambdaVersion) => {
      const LambdaArn = 'arn:aws:lambda:eu-west-1:111122223333:function:tokens';
      const settings = (version: 'V1_0' | 'V2_0' | 'V3_0'): Partial<CreateUserPoolRequest> => ({
        UserPoolTier: 'LITE',
        LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: version } },
      });
      await expect(createPool(rig, settings(LambdaVersion))).rejects.toMatchObject({
        name: 'FeatureUnavailableInTierException',
      });
      await expect(createPool(rig, settings('V1_0'))).resolves.toEqual(expect.any(String));
    },
  );

  test('show the settings they were made with', async () => {
    const settings: Partial<CreateUserPoolRequest> = {
      AliasAttributes: ['email', 'preferred_username'],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [
        { Name: 'email', Required: true, Mutable: true },
        {
          Name: 'plan',
          AttributeDataType: 'String',
          Mutable: false,
          StringAttributeConstraints: { MaxLength: '9' },
        },
        { Name: 'age', AttributeDataType: 'Number' },
      ],
      LambdaConfig: { UserMigration: 'arn:aws:lambda:eu-west-1:111122223333:function:move' },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    };
    const { SchemaAttributes, ...pool } = await describePool(await createPool(rig, settings));
    const { Schema, ...rest } = settings;
    expect(pool).toMatchObject(rest);
    const byName = new Map(SchemaAttributes!.map((attribute) => [attribute.Name, attribute]));
    expect(byName.get('email')).toMatchObject({ Required: true, AttributeDataType: 'String' });
    expect(byName.get('custom:plan')).toMatchObject({
      Mutable: false,
      StringAttributeConstraints: { MaxLength: '9' },
    });
    expect(byName.get('custom:age')).toMatchObject({ AttributeDataType: 'Number', Mutable: true });
  });

  test.each<[string, Partial<CreateUserPoolRequest>, string]>([
    [
      'aliases and username attributes together',
      { AliasAttributes: ['email'], UsernameAttributes: ['email'] },
      'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
    ],
    [
      'preferred_username as alias and required',
      { AliasAttributes: ['preferred_username'], Schema: [{ Name: 'preferred_username', Required: true }] },
      'preferred_username cannot be both required and an alias.',
    ],
    [
      'a required custom attribute',
      { Schema: [{ Name: 'plan', AttributeDataType: 'String', Required: true }] },
      'Required custom attributes are not supported currently.',
    ],
    [
      'a standard attribute of another type',
      { Schema: [{ Name: 'name', AttributeDataType: 'Number' }] },
      'You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute name',
    ],
    [
      'a custom attribute name of more than 20 characters',
      { Schema: [{ Name: 'x'.repeat(21) }] },
      'less than or equal to 20',
    ],
    [
      'verification before update of an attribute that is not verified',
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['phone_number'] } },
      'not auto-verified',
    ],
    [
      'a password of five characters',
      { Policies: { PasswordPolicy: { MinimumLength: 5 } } },
      'between 6 and 99',
    ],
    ['an empty name', { PoolName: '' }, 'poolName'],
  ])('are refused with %s', async (_, settings, message) => {
    await expect(createPool(rig, settings)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  test('lose with UpdateUserPool what it does not repeat', async () => {
    const UserPoolId = await createPool(rig, {
      LambdaConfig: { UserMigration: 'arn:aws:lambda:eu-west-1:111122223333:function:move' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
    });
    await rig.client.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'ACTIVE' }));
    expect(await describePool(UserPoolId)).toMatchObject({
      LambdaConfig: {},
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireUppercase: true } },
    });
    expect((await describePool(UserPoolId)).AutoVerifiedAttributes).toBeUndefined();
  });

  test('with deletion protection stay', async () => {
    const UserPoolId = await createPool(rig, { DeletionProtection: 'ACTIVE' });
    await expect(rig.client.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await rig.client.send(new UpdateUserPoolCommand({ UserPoolId }));
    await rig.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(describePool(UserPoolId)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool ${UserPoolId} does not exist.`,
    });
  });

  test('are listed page by page', async () => {
    const ids = [await createPool(rig), await createPool(rig)];
    const listed: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await rig.client.send(new ListUserPoolsCommand({ MaxResults: 1, NextToken }));
      listed.push(...page.UserPools!.map(({ Id }) => Id));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(listed).toEqual(expect.arrayContaining(ids));
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('take custom attributes later, but not twice', async () => {
    const UserPoolId = await createPool(rig);
    const add = new AddCustomAttributesCommand({
      UserPoolId,
      CustomAttributes: [{ Name: 'plan', AttributeDataType: 'String' }],
    });
    await rig.client.send(add);
    await expect(rig.client.send(add)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('switch second factors on and off', async () => {
    const UserPoolId = await createPool(rig);
    await rig.client.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    expect(await rig.client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    await expect(
      rig.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'ON' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('app clients', () => {
  let UserPoolId: string;
  beforeAll(async () => {
    UserPoolId = await createPool(rig, { Schema: [{ Name: 'email', Required: true }] });
  });

  const create = async (settings: Partial<CreateUserPoolClientRequest> = {}) =>
    (await rig.client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'app', ...settings })))
      .UserPoolClient!;

  test('without settings have AWS’s defaults', async () => {
    const client = await create();
    expect(client).toMatchObject({
      UserPoolId,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
      PreventUserExistenceErrors: 'LEGACY',
      EnableTokenRevocation: true,
      RefreshTokenValidity: 30,
      AccessTokenValidity: 1,
    });
    expect(client.ClientId).toMatch(/^[a-z0-9]{26}$/);
    expect(client.ClientSecret).toBeUndefined();
  });

  test('have a secret if asked for one', async () => {
    expect((await create({ GenerateSecret: true })).ClientSecret).toMatch(/^[a-z0-9]{51}$/);
  });

  test('show token lives in the units asked for', async () => {
    const units = { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' } as const;
    const lives = { AccessTokenValidity: 5, IdTokenValidity: 10, RefreshTokenValidity: 1 };
    expect(await create({ TokenValidityUnits: units, ...lives })).toMatchObject(lives);
  });

  test.each<[string, Partial<CreateUserPoolClientRequest>]>([
    [
      'an access token of four minutes',
      { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
    ],
    [
      'an access token that outlives the refresh token',
      { AccessTokenValidity: 24, RefreshTokenValidity: 1, TokenValidityUnits: { RefreshToken: 'hours' } },
    ],
    ['a verified flag to write', { WriteAttributes: ['email', 'email_verified'] }],
    ['a required attribute that it cannot write', { WriteAttributes: ['name'] }],
    ['an unknown attribute to read', { ReadAttributes: ['custom:none'] }],
  ])('are refused with %s', async (_, settings) => {
    await expect(create(settings)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('lose with UpdateUserPoolClient what it does not repeat', async () => {
    const { ClientId } = await create({ WriteAttributes: ['email'], PreventUserExistenceErrors: 'ENABLED' });
    await rig.client.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: 'other' }));
    const { UserPoolClient } = await rig.client.send(
      new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
    );
    expect(UserPoolClient).toMatchObject({ ClientName: 'other', PreventUserExistenceErrors: 'LEGACY' });
    expect(UserPoolClient!.WriteAttributes).toBeUndefined();
  });

  test('are listed, and deleted', async () => {
    const { ClientId } = await createClient(rig, UserPoolId);
    const listed = async () => {
      const page = await rig.client.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }));
      return page.UserPoolClients!.map((client) => client.ClientId);
    };
    expect(await listed()).toContain(ClientId);
    await rig.client.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(await listed()).not.toContain(ClientId);
    await expect(
      rig.client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('settings that the sandbox cannot act on are refused by name', () => {
  const refused = (what: string) => ({
    name: 'UnsupportedOperationException',
    message: expect.stringContaining(`does not support ${what}.`),
  });

  test.each([
    [24, false],
    [1, false],
    [0, true],
    [undefined, true],
  ])('PasswordHistorySize %p', async (PasswordHistorySize, accepted) => {
    const Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize } };
    const UserPoolId = await createPool(rig);
    const calls = [
      () => createPool(rig, { Policies }),
      () => rig.client.send(new UpdateUserPoolCommand({ UserPoolId, Policies })),
    ];
    for (const call of calls) {
      if (accepted) await call();
      else await expect(call()).rejects.toMatchObject(refused('PasswordHistorySize'));
    }
  });

  test.each([
    ['ENABLED', false],
    ['DISABLED', true],
  ] as const)('RefreshTokenRotation %s', async (Feature, accepted) => {
    const RefreshTokenRotation = { Feature };
    const UserPoolId = await createPool(rig);
    const { ClientId } = await createClient(rig, UserPoolId);
    const calls = [
      () => createClient(rig, UserPoolId, { RefreshTokenRotation }),
      () => rig.client.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, RefreshTokenRotation })),
    ];
    for (const call of calls) {
      if (accepted) await call();
      else await expect(call()).rejects.toMatchObject(refused('RefreshTokenRotation'));
    }
  });
});
