import type {
  AdminConfirmSignUpRequest,
  AdminConfirmSignUpResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { confirm, refuseUnlessUnconfirmed } from '../confirmation.ts';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';
import { invokePostConfirmation } from '../triggers/post-confirmation.ts';

/**
 * Confirms without a code, and verifies no contact.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html
 */
export const adminConfirmSignUp: Operation<
  'clock' | 'pools' | 'functions' | 'readings',
  AdminConfirmSignUpRequest,
  AdminConfirmSignUpResponse
> = (services) => async (input) => {
  const { pool, user } = namedUser(services.pools, input);
  refuseUnlessUnconfirmed(user);
  confirm(services.clock, user);
  await invokePostConfirmation(services, {
    pool,
    user,
    source: 'PostConfirmation_ConfirmSignUp',
    clientMetadata: input.ClientMetadata,
  });
  return {};
};
