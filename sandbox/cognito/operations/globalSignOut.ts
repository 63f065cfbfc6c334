import type { GlobalSignOutRequest, GlobalSignOutResponse } from '@aws-sdk/client-cognito-identity-provider';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
export const globalSignOut: Operation<'tokens', GlobalSignOutRequest, GlobalSignOutResponse> =
  ({ tokens }) =>
  async (input) => {
    const { user } = await tokens.verifyAccessToken(required(input.AccessToken, 'accessToken'));
    tokens.revokeAll(user);
    return {};
  };
