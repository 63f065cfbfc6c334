import type { AdminGetUserRequest, AdminGetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import { describedMfa, describedUser } from '../descriptions.ts';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html */
export const adminGetUser: Operation<'pools', AdminGetUserRequest, AdminGetUserResponse> =
  ({ pools }) =>
  async (input) => {
    const { user } = namedUser(pools, input);
    const { Attributes, ...rest } = describedUser(user);
    return { ...rest, Username: user.username, UserAttributes: Attributes, ...describedMfa(user) };
  };
