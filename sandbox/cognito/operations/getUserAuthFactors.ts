import type {
  GetUserAuthFactorsRequest,
  GetUserAuthFactorsResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { required } from '../errors.ts';
import type { Operation } from '../services.ts';

/** A password is the only first factor that the sandbox has. */
export const getUserAuthFactors: Operation<'tokens', GetUserAuthFactorsRequest, GetUserAuthFactorsResponse> =
  ({ tokens }) =>
  async (input) => {
    const { user } = await tokens.verifyAccessToken(required(input.AccessToken, 'accessToken'));
    return {
      Username: user.username,
      ...(user.preferredMfa && { PreferredMfaSetting: user.preferredMfa }),
      ...(user.mfaMethods.size > 0 && { UserMFASettingList: [...user.mfaMethods] }),
      ConfiguredUserAuthFactors: user.password === undefined ? [] : ['PASSWORD'],
    };
  };
