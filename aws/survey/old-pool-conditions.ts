import type {
  CognitoIdentityProviderClient,
  GetUserPoolMfaConfigResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ADMIN_PASSWORD_FLOWS } from '../../migration/check/old-client.ts';
import type { OldClient, OldPoolConditions, PoolMfa } from '../../migration/explain/old-pool-conditions.ts';
import { exceptionOf, unlessNotPermitted } from '../pool-call.ts';

/** Reads what decides the old pool's answers, as far as the caller may. */
export const readOldPoolConditions = async (
  client: CognitoIdentityProviderClient,
  { userPoolId, clientId }: { readonly userPoolId: string; readonly clientId: string },
): Promise<OldPoolConditions> => {
  const UserPoolId = userPoolId;
  const [pool, mfa, appClient] = await Promise.all([
    unlessNotPermitted(client.send(new DescribeUserPoolCommand({ UserPoolId }))),
    unlessNotPermitted(client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))),
    unlessNotPermitted(readClient(client, userPoolId, clientId)),
  ]);
  return {
    mfa: mfa && readMfa(mfa),
    functions: pool && namesOfFunctions(pool.UserPool?.LambdaConfig),
    threatProtection: pool && (pool.UserPool?.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF'),
    client: appClient,
  };
};

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html */
export const readMfa = (mfa: GetUserPoolMfaConfigResponse): PoolMfa => ({
  configuration: mfa.MfaConfiguration ?? 'OFF',
  factors: [
    ...(mfa.SmsMfaConfiguration === undefined ? [] : ['SMS_MFA']),
    ...(mfa.SoftwareTokenMfaConfiguration?.Enabled === true ? ['SOFTWARE_TOKEN_MFA'] : []),
    ...(mfa.EmailMfaConfiguration === undefined ? [] : ['EMAIL_OTP']),
  ],
});

const namesOfFunctions = (functions: object = {}): readonly string[] =>
  Object.entries(functions).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [name]));

/** Of the client's secret it only says that there is one. */
const readClient = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  ClientId: string,
): Promise<OldClient | 'missing'> => {
  try {
    const request = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
    const { UserPoolClient: found } = await client.send(request);
    return {
      flowAllowed: found?.ExplicitAuthFlows?.some((flow) => ADMIN_PASSWORD_FLOWS.includes(flow)) ?? false,
      hidesUserExistence: found?.PreventUserExistenceErrors === 'ENABLED',
      hasSecret: (found?.ClientSecret ?? '') !== '',
    };
  } catch (error) {
    if (exceptionOf(error).name === 'ResourceNotFoundException') return 'missing';
    throw error;
  }
};
