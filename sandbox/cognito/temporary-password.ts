import { randomInt } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { User, UserPool } from './state.ts';

const ALPHABETS = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%&*+-?@'];
const DAY = 86_400_000;

/** A random password that every policy accepts. */
export function newTemporaryPassword({ passwordPolicy }: UserPool): string {
  const length = Math.max(passwordPolicy.MinimumLength ?? 8, 12);
  return Array.from({ length }, (_, place) => {
    const alphabet = ALPHABETS[place % ALPHABETS.length] ?? '';
    return alphabet.charAt(randomInt(alphabet.length));
  }).join('');
}

/**
 * Gives a user a password that must be changed at the first sign-in.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export function setTemporaryPassword(clock: Clock, pool: UserPool, user: User, password: string): void {
  const days = pool.passwordPolicy.TemporaryPasswordValidityDays ?? 7;
  user.password = password;
  user.status = 'FORCE_CHANGE_PASSWORD';
  user.temporaryPasswordExpiresAt = clock.now() + days * DAY;
  user.modifiedAt = clock.now();
}
