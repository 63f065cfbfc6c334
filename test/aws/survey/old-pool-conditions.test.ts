import { describe, expect, test } from '@jest/globals';
import { readOldPoolConditions } from '../../../aws/survey/old-pool-conditions.ts';
import { withCognito } from '../../support/scripted-service.ts';

const USER_POOL_ID = 'eu-west-1_OldPool00';
const DENIED = { exception: 'AccessDeniedException', message: 'User is not authorized' };

describe('the conditions of the old pool', () => {
  const read = (answers: Readonly<Record<string, object>>) =>
    withCognito(
      ({ operation }) => {
        const answer = answers[operation] ?? {};
        return 'exception' in answer ? { exception: String(answer.exception) } : { body: answer };
      },
      (client) => readOldPoolConditions(client, { userPoolId: USER_POOL_ID, clientId: 'client-1' }),
    );

  test('as they are', async () => {
    const conditions = await read({
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
    expect(conditions).toEqual({
      mfa: { configuration: 'OPTIONAL', factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] },
      functions: ['PreAuthentication'],
      threatProtection: 'ENFORCED',
      client: { flowAllowed: true, hidesUserExistence: true, hasSecret: true },
    });
    expect(JSON.stringify(conditions)).not.toContain('very-secret');
  });

  test('as little as they can be', async () => {
    expect(await read({})).toEqual({
      mfa: { configuration: 'OFF', factors: [] },
      functions: [],
      threatProtection: 'OFF',
      client: { flowAllowed: false, hidesUserExistence: false, hasSecret: false },
    });
  });

  test('as far as the caller may read them', async () => {
    const conditions = await read({
      DescribeUserPool: DENIED,
      GetUserPoolMfaConfig: DENIED,
      DescribeUserPoolClient: DENIED,
    });
    expect(conditions).toEqual({
      mfa: undefined,
      functions: undefined,
      threatProtection: undefined,
      client: undefined,
    });
  });

  test('an app client that is gone', async () => {
    const conditions = await read({ DescribeUserPoolClient: { exception: 'ResourceNotFoundException' } });
    expect(conditions.client).toBe('missing');
  });

  test.each(['DescribeUserPool', 'DescribeUserPoolClient'])('%s that fails otherwise', async (operation) => {
    await expect(read({ [operation]: { exception: 'TooManyRequestsException' } })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
  });
});
