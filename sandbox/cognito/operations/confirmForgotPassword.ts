import type {
  ConfirmForgotPasswordRequest,
  ConfirmForgotPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, notAuthorized, required, userNotFound } from '../errors.ts';
import { forgetFailures } from '../lockout.ts';
import { checkPassword } from '../password-policy.ts';
import { checkSecretHash } from '../secret-hash.ts';
import type { Operation } from '../services.ts';
import type { AppClient, User } from '../state.ts';
import { invokePostConfirmation } from '../triggers/post-confirmation.ts';

/**
 * Sets a new password with the code that ForgotPassword or AdminResetUserPassword sent. With
 * PreventUserExistenceErrors ENABLED, names that nobody has and disabled users look like a wrong code.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export const confirmForgotPassword: Operation<
  'clock' | 'codes' | 'functions' | 'pools' | 'readings',
  ConfirmForgotPasswordRequest,
  ConfirmForgotPasswordResponse
> = (services) => async (input) => {
  const { pool, client } = services.pools.client(input.ClientId);
  const typed = required(input.Username, 'username');
  const code = required(input.ConfirmationCode, 'confirmationCode');
  const password = required(input.Password, 'password');
  checkSecretHash(client, typed, input.SecretHash);
  checkPassword(pool, password);
  const user = resettable(client, services.pools.find(pool, typed));
  services.codes.redeem(pool, user, 'forgot-password', code);
  user.password = password;
  user.status = 'CONFIRMED';
  user.modifiedAt = services.clock.now();
  forgetFailures(user);
  await invokePostConfirmation(services, {
    pool,
    client,
    user,
    source: 'PostConfirmation_ConfirmForgotPassword',
    clientMetadata: input.ClientMetadata,
  });
  return {};
};

function resettable(client: AppClient, user: User | undefined): User {
  const hidden = client.preventUserExistenceErrors === 'ENABLED';
  if (user === undefined)
    throw hidden ? wrongCode() : userNotFound('Username/client id combination not found.');
  if (!user.enabled) throw hidden ? wrongCode() : notAuthorized('User is disabled.');
  return user;
}

const wrongCode = () =>
  new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.');
