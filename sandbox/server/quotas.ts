/**
 * Requests per second that an account may make in a Region, by category of operation.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations
 */
export const DEFAULT_QUOTAS = {
  UserAuthentication: 120,
  UserCreation: 50,
  UserAccountRecovery: 30,
  UserRead: 120,
  UserUpdate: 25,
  UserResourceRead: 50,
  UserResourceUpdate: 25,
  UserList: 30,
  UserToken: 120,
  UserPoolRead: 15,
  UserPoolUpdate: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  UserPoolClientRead: 15,
  UserPoolClientUpdate: 15,
} as const;

export type QuotaCategory = keyof typeof DEFAULT_QUOTAS;

const OPERATIONS: Readonly<Record<QuotaCategory, readonly string[]>> = {
  UserAuthentication: [
    'InitiateAuth',
    'AdminInitiateAuth',
    'RespondToAuthChallenge',
    'AdminRespondToAuthChallenge',
    'GetTokensFromRefreshToken',
  ],
  UserCreation: ['SignUp', 'ConfirmSignUp', 'AdminCreateUser', 'AdminConfirmSignUp'],
  UserAccountRecovery: [
    'ForgotPassword',
    'ConfirmForgotPassword',
    'ChangePassword',
    'AdminResetUserPassword',
    'AdminSetUserPassword',
  ],
  UserRead: ['AdminGetUser', 'GetUser', 'AdminGetUserAuthFactors'],
  UserUpdate: [
    'AdminAddUserToGroup',
    'AdminRemoveUserFromGroup',
    'AdminUpdateUserAttributes',
    'AdminDeleteUserAttributes',
    'AdminDeleteUser',
    'AdminDisableUser',
    'AdminEnableUser',
    'AdminLinkProviderForUser',
    'AdminDisableProviderForUser',
    'UpdateUserAttributes',
    'DeleteUserAttributes',
    'DeleteUser',
    'VerifyUserAttribute',
  ],
  UserResourceRead: [
    'AdminListGroupsForUser',
    'AdminListDevices',
    'AdminGetDevice',
    'GetDevice',
    'ListDevices',
    'GetUserAttributeVerificationCode',
    'ResendConfirmationCode',
  ],
  UserResourceUpdate: [
    'AdminSetUserMFAPreference',
    'SetUserMFAPreference',
    'AssociateSoftwareToken',
    'VerifySoftwareToken',
    'AdminUserGlobalSignOut',
    'GlobalSignOut',
    'AdminDeleteSoftwareToken',
  ],
  UserList: ['ListUsers', 'ListUsersInGroup'],
  UserToken: ['RevokeToken'],
  UserPoolRead: ['DescribeUserPool', 'ListUserPools'],
  UserPoolUpdate: ['CreateUserPool', 'UpdateUserPool', 'DeleteUserPool'],
  UserPoolResourceRead: [
    'ListGroups',
    'GetGroup',
    'GetUserPoolMfaConfig',
    'DescribeUserImportJob',
    'GetCSVHeader',
    'ListUserImportJobs',
    'ListIdentityProviders',
    'DescribeIdentityProvider',
    'DescribeRiskConfiguration',
  ],
  UserPoolResourceUpdate: [
    'CreateGroup',
    'UpdateGroup',
    'DeleteGroup',
    'AddCustomAttributes',
    'SetUserPoolMfaConfig',
    'CreateUserImportJob',
    'StartUserImportJob',
    'StopUserImportJob',
  ],
  UserPoolClientRead: ['DescribeUserPoolClient', 'ListUserPoolClients'],
  UserPoolClientUpdate: ['CreateUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'],
};

export const QUOTA_CATEGORIES = Object.keys(DEFAULT_QUOTAS).filter(isCategory);

function isCategory(name: string): name is QuotaCategory {
  return Object.hasOwn(DEFAULT_QUOTAS, name);
}

const CATEGORY_OF = new Map(
  QUOTA_CATEGORIES.flatMap((category) =>
    OPERATIONS[category].map((operation) => [operation, category] as const),
  ),
);

/** Undefined for an operation that no category counts. */
export const categoryOf = (operation: string): QuotaCategory | undefined => CATEGORY_OF.get(operation);
