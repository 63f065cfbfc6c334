import type {
  AdminResetUserPasswordRequest,
  AdminResetUserPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { namedUser } from '../named-user.ts';
import { recoveryDelivery } from '../recovery.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html */
export const adminResetUserPassword: Operation<
  'clock' | 'pools' | 'codes',
  AdminResetUserPasswordRequest,
  AdminResetUserPasswordResponse
> =
  ({ clock, pools, codes }) =>
  async (input) => {
    const { pool, user } = namedUser(pools, input);
    if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    const delivery = recoveryDelivery(pool, user);
    if (!delivery) {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    user.status = 'RESET_REQUIRED';
    user.modifiedAt = clock.now();
    codes.issue(pool, user, { kind: 'forgot-password' }, delivery);
    return {};
  };
