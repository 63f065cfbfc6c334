import { describe, expect, test } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { OldPoolClient } from '../../stacks/old-pool-client.ts';
import { migrationStack, migrationTemplate, propertiesOf, templateOf } from './synthesize.ts';

const TYPE = 'AWS::Cognito::UserPoolClient';

/** The properties of the client with this name. */
const clientNamed = (name: string, written: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const clients = migrationTemplate(written).findResources(TYPE, { Properties: { ClientName: name } });
  const [client] = Object.values(clients);
  return client?.['Properties'];
};

describe('an app client of the new pool', () => {
  test('has the flows that reach the trigger, SRP for those who moved, refresh, and no OAuth', () => {
    expect(clientNamed('app', {})).toMatchObject({
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
      SupportedIdentityProviders: ['COGNITO'],
    });
    for (const key of ['AllowedOAuthFlows', 'AllowedOAuthScopes', 'CallbackURLs']) {
      expect(clientNamed('app', {})).not.toHaveProperty(key);
    }
  });

  test('has an explicit list of what people may change', () => {
    expect(clientNamed('app', {})['WriteAttributes']).toEqual([
      'address',
      'birthdate',
      'email',
      'family_name',
      'gender',
      'given_name',
      'locale',
      'middle_name',
      'name',
      'nickname',
      'phone_number',
      'picture',
      'profile',
      'updated_at',
      'website',
      'zoneinfo',
    ]);
  });

  test('a custom attribute is writable only if the settings say so, and readable anyway', () => {
    const customAttributes = [
      { name: 'custom:plan', type: 'String' },
      { name: 'custom:theme', type: 'String' },
    ];
    const client = clientNamed('app', { newPool: { customAttributes }, clientWritable: ['custom:theme'] });
    expect(client['WriteAttributes']).toContain('custom:theme');
    expect(client['WriteAttributes']).not.toContain('custom:plan');
    expect(client['ReadAttributes']).toEqual(
      expect.arrayContaining(['custom:plan', 'custom:theme', 'custom:source_sub', 'email_verified']),
    );
  });

  test('preferred_username is writable once nobody moves in any more', () => {
    expect(clientNamed('app', { trigger: true })['WriteAttributes']).not.toContain('preferred_username');
    expect(clientNamed('app', { trigger: false })['WriteAttributes']).toContain('preferred_username');
  });

  test('each client of the list has its own secret, token lives and OAuth', () => {
    const clients = [
      {
        name: 'backend',
        generateSecret: true,
        accessTokenMinutes: 10,
        idTokenMinutes: 15,
        refreshTokenDays: 1,
      },
      {
        name: 'web',
        oauth: {
          callbackUrls: ['https://example.com/in'],
          logoutUrls: ['https://example.com/out'],
          scopes: ['openid', 'orders/read'],
        },
      },
    ];
    expect(clientNamed('backend', { clients })).toMatchObject({
      GenerateSecret: true,
      AccessTokenValidity: 10,
      IdTokenValidity: 15,
      RefreshTokenValidity: 24 * 60,
      AllowedOAuthFlowsUserPoolClient: false,
    });
    expect(clientNamed('web', { clients })).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'orders/read'],
      CallbackURLs: ['https://example.com/in'],
      LogoutURLs: ['https://example.com/out'],
    });
  });

  test('LEGACY is the choice of the operator, who is warned', () => {
    const newPool = { preventUserExistenceErrors: 'LEGACY' };
    expect(clientNamed('app', { newPool })).toMatchObject({ PreventUserExistenceErrors: 'LEGACY' });
    Annotations.fromStack(migrationStack({ newPool })).hasWarning(
      '*',
      Match.stringLikeRegexp('anybody can find out who has an account'),
    );
  });
});

describe('the client on the old pool', () => {
  const template = templateOf((scope) => {
    new OldPoolClient(scope, 'OldPoolClient', { userPoolId: 'eu-west-1_OldPool01' });
  });

  test('can be used with AWS credentials only, says who is unknown, and its tokens live shortest', () => {
    expect(propertiesOf(template, TYPE)).toEqual({
      UserPoolId: 'eu-west-1_OldPool01',
      ClientName: 'user-migration',
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
      AllowedOAuthFlowsUserPoolClient: false,
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'LEGACY',
      EnableTokenRevocation: true,
      AccessTokenValidity: 5,
      IdTokenValidity: 5,
      RefreshTokenValidity: 60,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    });
  });

  test('goes with the stack', () => {
    template.hasResource(TYPE, { DeletionPolicy: Match.absent() });
  });
});
