import { createHash } from 'node:crypto';
import type {
  CodeDeliveryDetailsType,
  ForgotPasswordRequest,
  ForgotPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { codeDeliveryDetails } from '../code-delivery.ts';
import { type CognitoError, invalidParameter, notAuthorized, required, userNotFound } from '../errors.ts';
import { recoveryDelivery } from '../recovery.ts';
import { checkSecretHash } from '../secret-hash.ts';
import type { Operation, Services } from '../services.ts';
import type { AppClient, User, UserPool } from '../state.ts';
import { migrateUser, type UserMigrationNeeds } from '../triggers/user-migration.ts';

/**
 * Sends a reset code. An unknown name goes to the UserMigration function first. With PreventUserExistenceErrors
 * ENABLED, names that nobody has, disabled users and users without a recovery channel get a simulated answer.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export const forgotPassword: Operation<
  UserMigrationNeeds | 'codes' | 'clock',
  ForgotPasswordRequest,
  ForgotPasswordResponse
> = (services) => async (input) => {
  const { pool, client } = services.pools.client(input.ClientId);
  const typed = required(input.Username, 'username');
  checkSecretHash(client, typed, input.SecretHash);
  const user =
    services.pools.find(pool, typed) ??
    (await migrateUser(services, { pool, client, typed, clientMetadata: input.ClientMetadata }));
  if (user === undefined) {
    return simulatedOr(client, typed, userNotFound('Username/client id combination not found.'));
  }
  if (!user.enabled) return simulatedOr(client, typed, notAuthorized('User is disabled.'));
  refuseWrongState(services, pool, user);
  const delivery = recoveryDelivery(pool, user);
  if (delivery === undefined) return simulatedOr(client, typed, noChannel());
  if (services.readings.codeAskedFor === 'changes-date') user.modifiedAt = services.clock.now();
  return { CodeDeliveryDetails: services.codes.issue(pool, user, { kind: 'forgot-password' }, delivery) };
};

const noChannel = () =>
  invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  );

function simulatedOr(client: AppClient, typed: string, error: CognitoError): ForgotPasswordResponse {
  if (client.preventUserExistenceErrors === 'LEGACY') throw error;
  return { CodeDeliveryDetails: simulatedDelivery(typed) };
}

/** The same masked address each time for the same name. */
function simulatedDelivery(typed: string): CodeDeliveryDetailsType {
  const letters = createHash('sha256')
    .update(typed.toLowerCase())
    .digest()
    .subarray(0, 2)
    .toString('hex')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
  const [local = 'a', , domain = 'e'] = letters;
  return codeDeliveryDetails({ medium: 'EMAIL', destination: `${local}@${domain}` });
}

/** Who has never had a password of their own, or never will, cannot reset it. */
function refuseWrongState(
  { readings }: Pick<Services, 'readings'>,
  pool: UserPool,
  { status, password }: User,
): void {
  switch (status) {
    case 'FORCE_CHANGE_PASSWORD':
    case 'EXTERNAL_PROVIDER':
      throw cannotBeReset();
    case 'CONFIRMED':
      if (
        password === undefined &&
        offersOneTimePasswords(pool) &&
        readings.resetWithoutPassword === 'refused'
      ) {
        throw cannotBeReset();
      }
      return;
    case 'RESET_REQUIRED':
    case 'UNCONFIRMED':
      return;
  }
}

const cannotBeReset = () => notAuthorized('User password cannot be reset in the current state.');

const offersOneTimePasswords = ({ signInPolicy }: UserPool): boolean =>
  signInPolicy?.AllowedFirstAuthFactors?.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP') ??
  false;
