import { CognitoError, notAuthorized, userNotFound } from '../errors.ts';
import { refuseWhileLockedOut } from '../lockout.ts';
import type { Services } from '../services.ts';
import type { AppClient, User } from '../state.ts';

type Needs = Pick<Services, 'clock' | 'readings'>;

/**
 * What an app is told about a name that nobody has: with PreventUserExistenceErrors ENABLED the same as about a
 * wrong password.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export const unknownUser = ({ preventUserExistenceErrors }: AppClient): CognitoError =>
  preventUserExistenceErrors === 'ENABLED' ? notAuthorized() : userNotFound();

/**
 * Refuses users whom no password lets in, before it is looked at. An unconfirmed user is told so even for a wrong
 * password (github.com/amazon-archives/amazon-cognito-identity-js/issues/288), and so is one whose password has to
 * be reset: documentation tells apps to provoke that with a random password. Under ENABLED only UNCONFIRMED shows.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export function refuseBeforePassword({ clock, readings }: Needs, client: AppClient, user: User): void {
  const legacy = client.preventUserExistenceErrors === 'LEGACY';
  if (legacy && readings.disabledUser === 'before-password') refuseDisabled(user);
  switch (user.status) {
    case 'UNCONFIRMED':
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    case 'RESET_REQUIRED':
      throw legacy
        ? new CognitoError('PasswordResetRequiredException', 'Password reset required for the user')
        : notAuthorized();
    case 'FORCE_CHANGE_PASSWORD':
      if (legacy) refuseExpiredTemporaryPassword(user, clock.now());
      break;
    case 'CONFIRMED':
    case 'EXTERNAL_PROVIDER':
      break;
  }
  refuseWhileLockedOut(user, clock.now());
}

/** What only the person who knows the password may learn. */
export function refuseAfterPassword({ clock }: Needs, user: User): void {
  refuseDisabled(user);
  refuseExpiredTemporaryPassword(user, clock.now());
}

function refuseDisabled(user: User): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-create-user-accounts.html */
function refuseExpiredTemporaryPassword(user: User, now: number): void {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') return;
  if (user.temporaryPasswordExpiresAt !== undefined && user.temporaryPasswordExpiresAt <= now) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}
