import { addCustomAttributes } from './addCustomAttributes.ts';
import { adminAddUserToGroup } from './adminAddUserToGroup.ts';
import { adminConfirmSignUp } from './adminConfirmSignUp.ts';
import { adminCreateUser } from './adminCreateUser.ts';
import { adminDeleteUser } from './adminDeleteUser.ts';
import { adminDeleteUserAttributes } from './adminDeleteUserAttributes.ts';
import { adminDisableUser } from './adminDisableUser.ts';
import { adminEnableUser } from './adminEnableUser.ts';
import { adminGetUser } from './adminGetUser.ts';
import { adminLinkProviderForUser } from './adminLinkProviderForUser.ts';
import { adminListGroupsForUser } from './adminListGroupsForUser.ts';
import { adminRemoveUserFromGroup } from './adminRemoveUserFromGroup.ts';
import { adminResetUserPassword } from './adminResetUserPassword.ts';
import { adminSetUserPassword } from './adminSetUserPassword.ts';
import { adminUpdateUserAttributes } from './adminUpdateUserAttributes.ts';
import { confirmSignUp } from './confirmSignUp.ts';
import { createGroup } from './createGroup.ts';
import { createUserPool } from './createUserPool.ts';
import { createUserPoolClient } from './createUserPoolClient.ts';
import { deleteGroup } from './deleteGroup.ts';
import { deleteUser } from './deleteUser.ts';
import { deleteUserAttributes } from './deleteUserAttributes.ts';
import { deleteUserPool } from './deleteUserPool.ts';
import { deleteUserPoolClient } from './deleteUserPoolClient.ts';
import { describeIdentityProvider } from './describeIdentityProvider.ts';
import { describeRiskConfiguration } from './describeRiskConfiguration.ts';
import { describeUserPool } from './describeUserPool.ts';
import { describeUserPoolClient } from './describeUserPoolClient.ts';
import { getGroup } from './getGroup.ts';
import { getUser } from './getUser.ts';
import { getUserAttributeVerificationCode } from './getUserAttributeVerificationCode.ts';
import { getUserPoolMfaConfig } from './getUserPoolMfaConfig.ts';
import { listGroups } from './listGroups.ts';
import { listIdentityProviders } from './listIdentityProviders.ts';
import { listUserPoolClients } from './listUserPoolClients.ts';
import { listUserPools } from './listUserPools.ts';
import { listUsers } from './listUsers.ts';
import { listUsersInGroup } from './listUsersInGroup.ts';
import { resendConfirmationCode } from './resendConfirmationCode.ts';
import { setUserPoolMfaConfig } from './setUserPoolMfaConfig.ts';
import { signUp } from './signUp.ts';
import { updateGroup } from './updateGroup.ts';
import { updateUserAttributes } from './updateUserAttributes.ts';
import { updateUserPool } from './updateUserPool.ts';
import { updateUserPoolClient } from './updateUserPoolClient.ts';
import { verifyUserAttribute } from './verifyUserAttribute.ts';

/** Pools, app clients, users, groups, sign-up and profiles, by the name in `X-Amz-Target`. */
export const poolAndUserOperations = {
  CreateUserPool: createUserPool,
  DescribeUserPool: describeUserPool,
  UpdateUserPool: updateUserPool,
  DeleteUserPool: deleteUserPool,
  ListUserPools: listUserPools,
  SetUserPoolMfaConfig: setUserPoolMfaConfig,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  AddCustomAttributes: addCustomAttributes,
  CreateUserPoolClient: createUserPoolClient,
  DescribeUserPoolClient: describeUserPoolClient,
  UpdateUserPoolClient: updateUserPoolClient,
  DeleteUserPoolClient: deleteUserPoolClient,
  ListUserPoolClients: listUserPoolClients,
  ListIdentityProviders: listIdentityProviders,
  DescribeIdentityProvider: describeIdentityProvider,
  DescribeRiskConfiguration: describeRiskConfiguration,
  AdminCreateUser: adminCreateUser,
  AdminGetUser: adminGetUser,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminDeleteUserAttributes: adminDeleteUserAttributes,
  AdminDeleteUser: adminDeleteUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminLinkProviderForUser: adminLinkProviderForUser,
  AdminSetUserPassword: adminSetUserPassword,
  AdminResetUserPassword: adminResetUserPassword,
  AdminConfirmSignUp: adminConfirmSignUp,
  CreateGroup: createGroup,
  GetGroup: getGroup,
  UpdateGroup: updateGroup,
  DeleteGroup: deleteGroup,
  ListGroups: listGroups,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminListGroupsForUser: adminListGroupsForUser,
  ListUsersInGroup: listUsersInGroup,
  SignUp: signUp,
  ConfirmSignUp: confirmSignUp,
  ResendConfirmationCode: resendConfirmationCode,
  GetUser: getUser,
  UpdateUserAttributes: updateUserAttributes,
  DeleteUserAttributes: deleteUserAttributes,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  VerifyUserAttribute: verifyUserAttribute,
  DeleteUser: deleteUser,
  ListUsers: listUsers,
};
