import type { Person } from '../person.ts';
import { hasRecoveryChannel, objectionToState } from '../person.ts';
import type { DeclineReason } from '../reasons.ts';
import type { NewPool } from '../rules.ts';
import type { Hypothesis } from './predicted-answer.ts';

/**
 * What the new pool itself says to somebody who is in it; Cognito does not call the trigger for them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html
 */
export type NewPoolAnswer =
  | 'signs-in'
  | 'asks-for-factor'
  | 'asks-for-new-password'
  | 'reset-required'
  | 'sends-code'
  | 'cannot-be-reset'
  | Extract<
      DeclineReason,
      'disabled' | 'unconfirmed' | 'federated' | 'unknown-status' | 'wrong-password' | 'no-recovery-channel'
    >;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html */
export const answerToSignIn = (user: Person, hypothesis: Hypothesis): NewPoolAnswer => {
  const objection = objectionToState(user);
  if (objection !== undefined) return objection;
  if (user.status === 'RESET_REQUIRED') return 'reset-required';
  if (hypothesis === 'wrong-password') return 'wrong-password';
  if (user.status === 'FORCE_CHANGE_PASSWORD') return 'asks-for-new-password';
  return user.factors.length > 0 ? 'asks-for-factor' : 'signs-in';
};

/**
 * Somebody with a temporary password, or with none, has nothing to reset.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const answerToForgotPassword = (
  user: Person,
  { recovery }: Pick<NewPool, 'recovery'>,
): NewPoolAnswer => {
  if (!user.enabled) return 'disabled';
  if (user.status === 'FORCE_CHANGE_PASSWORD') return 'cannot-be-reset';
  if (user.status === 'EXTERNAL_PROVIDER') return 'federated';
  return hasRecoveryChannel(user.attributes, user.factors, recovery) ? 'sends-code' : 'no-recovery-channel';
};
