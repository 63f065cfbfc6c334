import type {
  AttributeType,
  GroupType,
  UserPoolClientType,
  UserPoolType,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AppClient, Group, User, UserPool } from './state.ts';

/** How the API shows what the sandbox holds. Dates become epoch seconds on the wire. */

export const describedPool = (pool: UserPool): UserPoolType => ({
  ...pool.otherSettings,
  Id: pool.id,
  Name: pool.name,
  Arn: pool.arn,
  Policies: { PasswordPolicy: pool.passwordPolicy, SignInPolicy: pool.signInPolicy },
  DeletionProtection: pool.deletionProtection,
  LambdaConfig: pool.lambdaConfig,
  LastModifiedDate: new Date(pool.modifiedAt),
  CreationDate: new Date(pool.createdAt),
  SchemaAttributes: [...pool.schema.values()],
  AutoVerifiedAttributes: unlessEmpty(pool.autoVerifiedAttributes),
  AliasAttributes: unlessEmpty(pool.aliasAttributes),
  UsernameAttributes: unlessEmpty(pool.usernameAttributes),
  UserAttributeUpdateSettings: pool.userAttributeUpdateSettings,
  MfaConfiguration: pool.mfaConfiguration,
  EstimatedNumberOfUsers: pool.users.size,
  AdminCreateUserConfig: pool.adminCreateUserConfig,
  // The API leaves the member out where it was not asked for, which means case-sensitive.
  ...(!pool.caseSensitive && { UsernameConfiguration: { CaseSensitive: false } }),
  AccountRecoverySetting: pool.accountRecovery.RecoveryMechanisms ? pool.accountRecovery : undefined,
  UserPoolTier: pool.tier,
});

const unlessEmpty = <T>(list: readonly T[]): T[] | undefined => (list.length > 0 ? [...list] : undefined);

/** Token lives are shown in the units in which they were asked for. */
export const describedClient = (pool: UserPool, client: AppClient): UserPoolClientType => {
  const units = client.otherSettings?.TokenValidityUnits;
  return {
    ...client.otherSettings,
    UserPoolId: pool.id,
    ClientName: client.clientName,
    ClientId: client.clientId,
    ClientSecret: client.clientSecret,
    LastModifiedDate: new Date(client.modifiedAt ?? client.createdAt),
    CreationDate: new Date(client.createdAt),
    RefreshTokenValidity: client.refreshTokenValidity / SECONDS[units?.RefreshToken ?? 'days'],
    AccessTokenValidity: client.accessTokenValidity / SECONDS[units?.AccessToken ?? 'hours'],
    IdTokenValidity: client.idTokenValidity / SECONDS[units?.IdToken ?? 'hours'],
    ReadAttributes: client.readAttributes && [...client.readAttributes],
    WriteAttributes: client.writeAttributes && [...client.writeAttributes],
    ExplicitAuthFlows: [...client.explicitAuthFlows],
    PreventUserExistenceErrors: client.preventUserExistenceErrors,
    EnableTokenRevocation: client.enableTokenRevocation,
  };
};

/** Seconds in each unit of token life. */
export const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** `sub` first, as Cognito does, then the rest in the order in which they were set. */
export const describedAttributes = (user: User): AttributeType[] => [
  { Name: 'sub', Value: user.sub },
  ...Array.from(user.attributes, ([Name, Value]) => ({ Name, Value })),
];

export const describedUser = (user: User): UserType => ({
  Username: user.username,
  Attributes: describedAttributes(user),
  UserCreateDate: new Date(user.createdAt),
  UserLastModifiedDate: new Date(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});

/** The second factors as AdminGetUser and GetUser show them; absent where a user has none. */
export const describedMfa = ({ mfaMethods, preferredMfa }: User) => ({
  ...(mfaMethods.size > 0 && { UserMFASettingList: [...mfaMethods] }),
  ...(preferredMfa && { PreferredMfaSetting: preferredMfa }),
});

export const describedGroup = (pool: UserPool, group: Group): GroupType => ({
  GroupName: group.name,
  UserPoolId: pool.id,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  LastModifiedDate: new Date(group.modifiedAt),
  CreationDate: new Date(group.createdAt),
});
