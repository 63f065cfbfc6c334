/** Every user of the old pool ends in exactly one of these classes. */

import type { Shape } from './jsonl.ts';
import { fits, isOneOf, isText, readLine, writeLine } from './jsonl.ts';

/** Why a user is not in the import files, or in none that was imported. */
export const LEFT_OUT_REASONS = [
  'federated',
  'disabled',
  'deleted',
  'unconfirmed',
  'unknown-status',
  'status-excluded',
  'second-factor',
  'no-verified-contact',
  'no-recovery-channel',
  'contact-taken',
  'duplicate-contact',
  'case-conflict',
  'name-taken',
  'required-attribute-missing',
  'unrepresentable',
  'dry-run',
  'import-by-hand',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** How it ended for one user. */
export type UserClass =
  | { readonly kind: 'alreadyMoved' }
  | { readonly kind: 'imported' }
  /** Signed in while the job was on its way: same `custom:source_sub`, and the password was kept. */
  | { readonly kind: 'skipped' }
  /** The reason is Cognito's, from the job's log. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'leftOut'; readonly reason: LeftOutReason };

/** One user of the old pool and what became of them. */
export interface ClassifiedUser {
  /** Of the old pool. */
  readonly sub: string;
  /** In the old pool. */
  readonly username: string;
  readonly userClass: UserClass;
}

const ANY_CLASS: Shape<{ kind: string }> = {
  kind: isOneOf(['alreadyMoved', 'imported', 'skipped', 'failed', 'leftOut']),
};
const FAILED: Shape<{ reason: string }> = { reason: isText };
const LEFT_OUT: Shape<{ reason: string }> = { reason: isOneOf(LEFT_OUT_REASONS) };

const isUserClass = (value: unknown): boolean => {
  if (!fits(value, ANY_CLASS)) return false;
  if (value.kind === 'failed') return fits(value, FAILED);
  return value.kind !== 'leftOut' || fits(value, LEFT_OUT);
};

/** One line of JSON, with its line feed. */
export const writeClassifiedUser = (user: ClassifiedUser): string => writeLine(user);

/** @throws SyntaxError if the line is not what `writeClassifiedUser` wrote. */
export const readClassifiedUser = (line: string): ClassifiedUser =>
  readLine<ClassifiedUser>(line, { sub: isText, username: isText, userClass: isUserClass });
