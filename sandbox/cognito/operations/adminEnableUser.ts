import type {
  AdminEnableUserRequest,
  AdminEnableUserResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html */
export const adminEnableUser: Operation<'clock' | 'pools', AdminEnableUserRequest, AdminEnableUserResponse> =
  ({ clock, pools }) =>
  async (input) => {
    const { user } = namedUser(pools, input);
    user.enabled = true;
    user.modifiedAt = clock.now();
    return {};
  };
