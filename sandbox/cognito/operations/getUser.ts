import type { GetUserRequest, GetUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import { describedAttributes, describedMfa } from '../descriptions.ts';
import { mayRead } from '../schema.ts';
import type { Operation } from '../services.ts';

/**
 * Shows the attributes that the app client may read.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 */
export const getUser: Operation<'tokens', GetUserRequest, GetUserResponse> =
  ({ tokens }) =>
  async ({ AccessToken }) => {
    const { user, client } = await tokens.verifyAccessToken(AccessToken);
    return {
      Username: user.username,
      UserAttributes: describedAttributes(user).filter(({ Name = '' }) => mayRead(client, Name)),
      ...describedMfa(user),
    };
  };
