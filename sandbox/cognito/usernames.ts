import { randomUUID } from 'node:crypto';
import { invalidParameter } from './errors.ts';
import { looksLikeEmail, looksLikePhoneNumber } from './schema.ts';
import type { User, UserPool } from './state.ts';

/**
 * @throws CognitoError InvalidParameterException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export function checkUsername(username: string): void {
  if (username.length < 1 || username.length > 128) {
    throw invalidParameter(
      `1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have length ${username.length < 1 ? 'greater than or equal to 1' : 'less than or equal to 128'}`,
    );
  }
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(username)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    );
  }
}

export interface NewName {
  readonly username: string;
  readonly sub: string;
  readonly attributes: Map<string, string>;
}

/**
 * What a new user is called. Where e-mail addresses or phone numbers are the usernames, the one typed becomes
 * an attribute and the username is the `sub`.
 * @throws CognitoError InvalidParameterException
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-usernames
 */
export function nameNewUser(pool: UserPool, typed: string, attributes: ReadonlyMap<string, string>): NewName {
  checkUsername(typed);
  const sub = randomUUID();
  if (pool.usernameAttributes.length === 0) return { username: typed, sub, attributes: new Map(attributes) };
  const attribute = usernameAttribute(pool, typed);
  return { username: sub, sub, attributes: new Map(attributes).set(attribute, typed) };
}

function usernameAttribute({ usernameAttributes }: UserPool, typed: string): 'email' | 'phone_number' {
  if (usernameAttributes.includes('email') && looksLikeEmail(typed)) return 'email';
  if (usernameAttributes.includes('phone_number') && looksLikePhoneNumber(typed)) return 'phone_number';
  if (usernameAttributes.length > 1) {
    throw invalidParameter('Username should be either an email or a phone number.');
  }
  throw invalidParameter(
    `Username should be ${usernameAttributes[0] === 'email' ? 'an email' : 'a phone number'}.`,
  );
}

/**
 * A username may not look like an alias of its pool, or nobody could tell the two apart.
 * @throws CognitoError InvalidParameterException
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-usernames
 */
export function refuseAliasShapedUsername(pool: UserPool, { username, status }: User): void {
  if (status === 'EXTERNAL_PROVIDER') return;
  if (pool.aliasAttributes.includes('email') && looksLikeEmail(username)) {
    throw invalidParameter(
      'Username cannot be of email format since user pool is configured for email alias.',
    );
  }
  if (pool.aliasAttributes.includes('phone_number') && looksLikePhoneNumber(username)) {
    throw invalidParameter(
      'Username cannot be of phone number format since user pool is configured for phone number alias.',
    );
  }
}
