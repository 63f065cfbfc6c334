import {
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  type SchemaAttributeType,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Pool } from './people.ts';

const customAttributes = (...names: string[]): SchemaAttributeType[] =>
  names.map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true }));

/** Old pools, as teams have them. */
const OLD_POOLS = {
  'username and e-mail': {
    AliasAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: true },
  },
  'weak passwords': {
    AliasAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: true },
    Policies: { PasswordPolicy: { MinimumLength: 6 } },
  },
  'e-mail as username': { UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } },
  'username only': {
    UsernameConfiguration: { CaseSensitive: false },
    Schema: customAttributes('plan', 'legacy_id'),
  },
} satisfies Record<string, Partial<CreateUserPoolRequest>>;

export type OldPoolKind = keyof typeof OLD_POOLS;

/** An old pool with the app client of the old app, and another one with a secret. */
export interface OldPool extends Pool {
  readonly clientIdWithSecret: string;
}

export const createOldPool = async (
  cognito: CognitoIdentityProviderClient,
  kind: OldPoolKind,
): Promise<OldPool> => {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: `old users, ${kind}`,
      AutoVerifiedAttributes: ['email'],
      Schema: customAttributes('plan'),
      ...OLD_POOLS[kind],
    }),
  );
  const userPoolId = UserPool?.Id ?? '';
  const old = { cognito, userPoolId };
  await requireMfa(old, 'OPTIONAL');
  const clientId = await createClient(old, false);
  return { ...old, clientId, clientIdWithSecret: await createClient(old, true) };
};

const createClient = async ({ cognito, userPoolId }: Omit<Pool, 'clientId'>, GenerateSecret: boolean) => {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: userPoolId,
      ClientName: GenerateSecret ? 'old back end' : 'old app',
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret,
    }),
  );
  return UserPoolClient?.ClientId ?? '';
};

export const requireMfa = async (
  { cognito, userPoolId }: Omit<Pool, 'clientId'>,
  MfaConfiguration: 'ON' | 'OPTIONAL',
): Promise<void> => {
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: userPoolId,
      MfaConfiguration,
      SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111122223333:role/sms' } },
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: {},
    }),
  );
};
