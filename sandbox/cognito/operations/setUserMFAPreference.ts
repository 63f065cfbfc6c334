import type {
  SetUserMFAPreferenceRequest,
  SetUserMFAPreferenceResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { required } from '../errors.ts';
import { setMfaPreference } from '../mfa-preference.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html */
export const setUserMFAPreference: Operation<
  'clock' | 'tokens',
  SetUserMFAPreferenceRequest,
  SetUserMFAPreferenceResponse
> =
  ({ clock, tokens }) =>
  async ({ AccessToken, ...settings }) => {
    const { pool, user } = await tokens.verifyAccessToken(required(AccessToken, 'accessToken'));
    setMfaPreference(pool, user, settings, clock.now());
    return {};
  };
