import type {
  AdminDisableUserRequest,
  AdminDisableUserResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html */
export const adminDisableUser: Operation<
  'clock' | 'pools' | 'tokens',
  AdminDisableUserRequest,
  AdminDisableUserResponse
> =
  ({ clock, pools, tokens }) =>
  async (input) => {
    const { user } = namedUser(pools, input);
    user.enabled = false;
    user.modifiedAt = clock.now();
    // "Deactivates a user profile and revokes all access tokens for the user."
    tokens.revokeAll(user);
    return {};
  };
