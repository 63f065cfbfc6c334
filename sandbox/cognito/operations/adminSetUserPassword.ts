import type {
  AdminSetUserPasswordRequest,
  AdminSetUserPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required } from '../errors.ts';
import { namedUser } from '../named-user.ts';
import { checkPassword } from '../password-policy.ts';
import type { Operation } from '../services.ts';
import { setTemporaryPassword } from '../temporary-password.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html */
export const adminSetUserPassword: Operation<
  'clock' | 'pools',
  AdminSetUserPasswordRequest,
  AdminSetUserPasswordResponse
> =
  ({ clock, pools }) =>
  async (input) => {
    const { pool, user } = namedUser(pools, input);
    const password = required(input.Password, 'password');
    checkPassword(pool, password);
    if (user.status === 'EXTERNAL_PROVIDER') {
      throw invalidParameter('A federated user has no password in the user pool.');
    }
    if (!input.Permanent) {
      setTemporaryPassword(clock, pool, user, password);
      return {};
    }
    user.password = password;
    user.status = 'CONFIRMED';
    delete user.temporaryPasswordExpiresAt;
    user.modifiedAt = clock.now();
    return {};
  };
