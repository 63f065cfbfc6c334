import { notAuthorized } from './errors.ts';
import type { User } from './state.ts';

/**
 * "After five failed sign-in attempts with a user's password ... locks out your user for one second. The lockout
 * duration then doubles after each additional one failed attempt, with a maximum of approximately 15 minutes."
 * Attempts during the lockout neither count nor extend it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 */
const FREE_FAILURES = 5;
const LONGEST_LOCKOUT_MS = 15 * 60 * 1000;
const FORGOTTEN_AFTER_MS = 15 * 60 * 1000;

/** Throws NotAuthorizedException "Password attempts exceeded" while the user is locked out. */
export function refuseWhileLockedOut(user: User, now: number): void {
  if (now < user.lockout.lockedUntil) throw notAuthorized('Password attempts exceeded');
}

export function countFailure(user: User, now: number): void {
  const { lockout } = user;
  if (now - lockout.lastFailureAt >= FORGOTTEN_AFTER_MS && now >= lockout.lockedUntil) lockout.failures = 0;
  lockout.failures += 1;
  lockout.lastFailureAt = now;
  if (lockout.failures >= FREE_FAILURES) lockout.lockedUntil = now + lockoutMs(lockout.failures);
}

export function forgetFailures(user: User): void {
  user.lockout.failures = 0;
  user.lockout.lockedUntil = 0;
}

const lockoutMs = (failures: number): number =>
  Math.min(1000 * 2 ** (failures - FREE_FAILURES), LONGEST_LOCKOUT_MS);
