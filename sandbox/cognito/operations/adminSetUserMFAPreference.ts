import type {
  AdminSetUserMFAPreferenceRequest,
  AdminSetUserMFAPreferenceResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { required } from '../errors.ts';
import { setMfaPreference } from '../mfa-preference.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html */
export const adminSetUserMFAPreference: Operation<
  'clock' | 'pools',
  AdminSetUserMFAPreferenceRequest,
  AdminSetUserMFAPreferenceResponse
> =
  ({ clock, pools }) =>
  async ({ UserPoolId, Username, ...settings }) => {
    const pool = pools.pool(UserPoolId);
    const user = pools.user(pool, required(Username, 'username'));
    setMfaPreference(pool, user, settings, clock.now());
    return {};
  };
