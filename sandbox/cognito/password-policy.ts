import { CognitoError, invalidParameter } from './errors.ts';
import type { UserPool } from './state.ts';

type Policy = UserPool['passwordPolicy'];

/**
 * What Cognito does where a pool names no policy.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const DEFAULT_PASSWORD_POLICY: Policy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

/** The characters that count as symbols; a space inside the password counts too, but none is accepted here. */
const SYMBOLS = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/;

const RULES: readonly {
  readonly broken: (policy: Policy, password: string) => boolean;
  readonly says: string;
}[] = [
  {
    broken: ({ MinimumLength = 8 }, password) => password.length < MinimumLength,
    says: 'Password not long enough',
  },
  {
    broken: ({ RequireLowercase }, password) => RequireLowercase === true && !/[a-z]/.test(password),
    says: 'Password must have lowercase characters',
  },
  {
    broken: ({ RequireUppercase }, password) => RequireUppercase === true && !/[A-Z]/.test(password),
    says: 'Password must have uppercase characters',
  },
  {
    broken: ({ RequireNumbers }, password) => RequireNumbers === true && !/[0-9]/.test(password),
    says: 'Password must have numeric characters',
  },
  {
    broken: ({ RequireSymbols }, password) => RequireSymbols === true && !SYMBOLS.test(password),
    says: 'Password must have symbol characters',
  },
];

/**
 * @throws CognitoError InvalidParameterException for what the API refuses whatever the policy (white space, more
 * than 256 characters), InvalidPasswordException for the first rule of the pool's policy that is broken
 */
export function checkPassword(pool: UserPool, password: string): void {
  if (password.length > 256) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length less than or equal to 256",
    );
  }
  if (!/^\S+$/.test(password)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+",
    );
  }
  const broken = RULES.find((rule) => rule.broken(pool.passwordPolicy, password));
  if (broken) {
    throw new CognitoError(
      'InvalidPasswordException',
      `Password did not conform with policy: ${broken.says}`,
    );
  }
}
