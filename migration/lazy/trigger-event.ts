import { member } from '../member.ts';
import type { DeclineReason } from '../reasons.ts';

/** What the User Migration trigger was called for. `userPoolId` is the new pool. */
export type TriggerCall =
  | {
      readonly kind: 'sign-in';
      readonly userPoolId: string;
      readonly typed: string;
      readonly password: string;
    }
  | { readonly kind: 'forgot-password'; readonly userPoolId: string; readonly typed: string }
  | { readonly kind: 'unreadable'; readonly reason: DeclineReason };

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const MALFORMED: TriggerCall = { kind: 'unreadable', reason: 'malformed-event' };

/**
 * Reads the event and nothing more of it than is needed: AWS adds members without notice, and members may be
 * null or missing.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
export const readTriggerEvent = (event: unknown): TriggerCall => {
  const source = member(event, 'triggerSource');
  if (source !== 'UserMigration_Authentication' && source !== 'UserMigration_ForgotPassword') {
    return { kind: 'unreadable', reason: 'unknown-trigger-source' };
  }
  const typed = text(member(event, 'userName'));
  const userPoolId = text(member(event, 'userPoolId'));
  if (typed === undefined || userPoolId === undefined) return MALFORMED;
  switch (source) {
    case 'UserMigration_ForgotPassword':
      return { kind: 'forgot-password', userPoolId, typed };
    case 'UserMigration_Authentication': {
      const password = text(member(event, 'request', 'password'));
      return password === undefined ? MALFORMED : { kind: 'sign-in', userPoolId, typed, password };
    }
  }
};
