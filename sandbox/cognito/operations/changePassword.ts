import type {
  ChangePasswordRequest,
  ChangePasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { notAuthorized, required } from '../errors.ts';
import { countFailure, forgetFailures, refuseWhileLockedOut } from '../lockout.ts';
import { checkPassword } from '../password-policy.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html */
export const changePassword: Operation<'clock' | 'tokens', ChangePasswordRequest, ChangePasswordResponse> =
  ({ clock, tokens }) =>
  async (input) => {
    const { pool, user } = await tokens.verifyAccessToken(required(input.AccessToken, 'accessToken'));
    const proposed = required(input.ProposedPassword, 'proposedPassword');
    refuseWhileLockedOut(user, clock.now());
    if (user.password !== input.PreviousPassword) {
      countFailure(user, clock.now());
      throw notAuthorized();
    }
    checkPassword(pool, proposed);
    forgetFailures(user);
    user.password = proposed;
    user.modifiedAt = clock.now();
    return {};
  };
