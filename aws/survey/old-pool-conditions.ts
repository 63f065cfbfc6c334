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
import { exceptionOf } from '../pool-call.ts';

/** Undefined where the caller, perhaps a role in the old pool's account, has no permission for this call. */
const unlessForbidden = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call;
  } catch (error) {
    if (['AccessDeniedException', 'AccessDenied'].includes(exceptionOf(error).name)) return undefined;
    throw error;
  }
};

/** Reads what decides the old pool's answers, as far as the caller may. */
export const readOldPoolConditions = async (
  client: CognitoIdentityProviderClient,
  { userPoolId, clientId }: { readonly userPoolId: string; readonly clientId: string },
): Promise<OldPoolConditions> => {
  const UserPoolId = userPoolId;
  const [pool, mfa, appClient] = await Promise.all([
    unlessForbidden(client.send(new DescribeUserPoolCommand({ UserPoolId }))),
    unlessForbidden(client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))),
    unlessForbidden(readClient(client, userPoolId, clientId)),
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
