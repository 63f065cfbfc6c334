import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { readOldPoolConditions } from '../../aws/survey/old-pool-conditions.ts';
import { createUserDirectory } from '../../aws/user-directory.ts';
import type { Script, SeenRequest } from '../support/scripted-service.ts';
import { withService } from '../support/scripted-service.ts';

const USER_POOL_ID = 'eu-west-1_OldPool00';
const DENIED = { exception: 'AccessDeniedException', message: 'User is not authorized' };

const called = <T>(script: Script, use: (client: CognitoIdentityProviderClient) => Promise<T>) =>
  withService(script, async ({ endpoint, requests }) => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
    const config = { endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
    const client = new CognitoIdentityProviderClient(config);
    try {
      return { answer: await use(client), requests: [...requests] as readonly SeenRequest[] };
    } finally {
      client.destroy();
    }
  });

describe('the users of a pool', () => {
  const directory = (client: CognitoIdentityProviderClient) => createUserDirectory(client, USER_POOL_ID);

  test('nobody has the name', async () => {
    const { answer } = await called(
      () => ({ exception: 'UserNotFoundException' }),
      (client) => directory(client).find('ann'),
    );
    expect(answer).toBeUndefined();
  });

  test.each(['AccessDeniedException', 'TooManyRequestsException'])(
    '%s is nobody’s absence',
    async (exception) => {
      const find = called(
        () => ({ exception }),
        (client) => directory(client).find('ann'),
      );
      await expect(find).rejects.toMatchObject({ name: exception });
    },
  );

  test('a value is searched in ListUsers’ own language', async () => {
    const { answer, requests } = await called(
      () => ({ body: { Users: [{ Username: 'ann', Attributes: [{ Name: 'sub', Value: 'sub-1' }] }] } }),
      (client) => directory(client).list('preferred_username', 'a "b"'),
    );
    expect(answer).toMatchObject([{ username: 'ann', sub: 'sub-1' }]);
    expect(requests[0]?.input).toMatchObject({ Filter: 'preferred_username = "a \\"b\\""' });
  });

  test('a value that is longer than any filter is not searched', async () => {
    const { answer, requests } = await called(
      () => ({ body: {} }),
      (client) => directory(client).list('email', `${'a'.repeat(250)}@example.com`),
    );
    expect({ answer, requests }).toEqual({ answer: [], requests: [] });
  });

  test('groups of all pages are counted', async () => {
    const { answer } = await called(
      (_, number) =>
        number === 1
          ? { body: { Groups: [{ GroupName: 'a' }, { GroupName: 'b' }], NextToken: 'next' } }
          : { body: { Groups: [{ GroupName: 'c' }] } },
      (client) => directory(client).countGroups('ann'),
    );
    expect(answer).toBe(3);
  });

  test('groups that may not be read are not counted', async () => {
    const { answer } = await called(
      () => DENIED,
      (client) => directory(client).countGroups('ann'),
    );
    expect(answer).toBeUndefined();
  });
});

describe('the conditions of the old pool', () => {
  const read = (answers: Readonly<Record<string, object>>) =>
    called(
      ({ operation }) => {
        const answer = answers[operation] ?? {};
        return 'exception' in answer ? { exception: String(answer.exception) } : { body: answer };
      },
      (client) => readOldPoolConditions(client, { userPoolId: USER_POOL_ID, clientId: 'client-1' }),
    );

  test('as they are', async () => {
    const { answer } = await read({
      DescribeUserPool: {
        UserPool: {
          LambdaConfig: { PreAuthentication: 'arn:aws:lambda:a', PostConfirmation: '' },
          UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
        },
      },
      GetUserPoolMfaConfig: {
        MfaConfiguration: 'OPTIONAL',
        SmsMfaConfiguration: {},
        SoftwareTokenMfaConfiguration: { Enabled: true },
        EmailMfaConfiguration: {},
      },
      DescribeUserPoolClient: {
        UserPoolClient: {
          ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
          PreventUserExistenceErrors: 'ENABLED',
          ClientSecret: 'very-secret',
        },
      },
    });
    expect(answer).toEqual({
      mfa: { configuration: 'OPTIONAL', factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] },
      functions: ['PreAuthentication'],
      threatProtection: 'ENFORCED',
      client: { flowAllowed: true, hidesUserExistence: true, hasSecret: true },
    });
    expect(JSON.stringify(answer)).not.toContain('very-secret');
  });

  test('as little as they can be', async () => {
    expect((await read({})).answer).toEqual({
      mfa: { configuration: 'OFF', factors: [] },
      functions: [],
      threatProtection: 'OFF',
      client: { flowAllowed: false, hidesUserExistence: false, hasSecret: false },
    });
  });

  test('as far as the caller may read them', async () => {
    const { answer } = await read({
      DescribeUserPool: DENIED,
      GetUserPoolMfaConfig: DENIED,
      DescribeUserPoolClient: DENIED,
    });
    expect(answer).toEqual({
      mfa: undefined,
      functions: undefined,
      threatProtection: undefined,
      client: undefined,
    });
  });

  test('an app client that is gone', async () => {
    const { answer } = await read({ DescribeUserPoolClient: { exception: 'ResourceNotFoundException' } });
    expect(answer.client).toBe('missing');
  });

  test.each(['DescribeUserPool', 'DescribeUserPoolClient'])('%s that fails otherwise', async (operation) => {
    await expect(read({ [operation]: { exception: 'TooManyRequestsException' } })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
  });
});
