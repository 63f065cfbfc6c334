/**
 * What a user pool demands of a password.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export interface PasswordPolicy {
  /** In characters. */
  readonly minLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireDigits: boolean;
  readonly requireSymbols: boolean;
}

/** The characters that Cognito counts as symbols; spaces count too, except at either end. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S +\S/;

/** Whether a user pool with this policy would take the password of somebody who chooses a new one. */
export const satisfies = (password: string, policy: PasswordPolicy): boolean =>
  [...password].length >= policy.minLength &&
  (!policy.requireLowercase || /[a-z]/.test(password)) &&
  (!policy.requireUppercase || /[A-Z]/.test(password)) &&
  (!policy.requireDigits || /[0-9]/.test(password)) &&
  (!policy.requireSymbols || SYMBOL.test(password));
