import type { LeftOutReason } from './classes.ts';

/** What a reason is called in a report, and the one thing to do about it. */
export interface ReasonText {
  readonly title: string;
  readonly advice: string;
}

/** Why somebody was left out, as operators read it in the report, in `check` and in `status`. */
export const LEFT_OUT_TEXTS: Readonly<Record<LeftOutReason, ReasonText>> = {
  federated: {
    title: 'Sign in with an identity provider',
    advice: 'Set the provider up in the new pool: they are created there when they next sign in.',
  },
  disabled: {
    title: 'Disabled in the old pool',
    advice: 'Nothing, if they are to stay out; else set backfill.disabledUsers to "import-then-disable".',
  },
  deleted: {
    title: 'Were deleted in the old pool during the run',
    advice: 'Nothing: they are gone.',
  },
  unconfirmed: {
    title: 'Never confirmed their sign-up',
    advice: 'Nothing: they never signed in, and can sign up in the new pool.',
  },
  'unknown-status': {
    title: 'Have an unknown status',
    advice: 'Look at them one by one in the old pool; reset the password of those who are real.',
  },
  'status-excluded': {
    title: 'Kept out by include or exclude',
    advice: 'Start another run without include and exclude when it is their turn.',
  },
  'second-factor': {
    title: 'Have a second factor',
    advice: 'Have them switch it off in the old pool and sign in, or set mfaUsers to "reset" and run again.',
  },
  'no-verified-contact': {
    title: 'Have no verified contact',
    advice:
      'Verify an e-mail address or phone number in the old pool, or decide to trust unverified ones ' +
      '(contactVerification).',
  },
  'no-recovery-channel': {
    title: 'Could not receive a reset code',
    advice: 'Allow account recovery by their verified contact in the new pool, or give them another one.',
  },
  'contact-taken': {
    title: 'Somebody of the new pool has their contact',
    advice: 'Find out whose the address is; give one of the two another, then run again.',
  },
  'duplicate-contact': {
    title: 'Share a contact with another user',
    advice: 'Decide who keeps the address in the old pool; the other needs one of their own.',
  },
  'case-conflict': {
    title: 'Differ from another user by case only',
    advice: 'Usernames cannot be changed: decide who keeps the name, and create the other under a new one.',
  },
  'name-taken': {
    title: 'Somebody of the new pool has their name',
    advice: 'Find out who holds the name in the new pool, free it there, then run again.',
  },
  'required-attribute-missing': {
    title: 'Lack an attribute that the new pool requires',
    advice: 'Fill the required attributes in the old pool, then run again.',
  },
  unrepresentable: {
    title: 'Cannot be written in an import file',
    advice: 'Let them sign in while the migration is on, or create them with AdminCreateUser.',
  },
  'dry-run': {
    title: 'Would be imported',
    advice: 'Run again without dryRun to import them.',
  },
  'import-by-hand': {
    title: 'Wait in the import files',
    advice: 'Import the files in the order of their names, in the console or by the API, before they expire.',
  },
};

/** What to do about rows that an import job refused. */
export const FAILED_ADVICE =
  'Mend the cause that Cognito names, then run again: who is in is not imported twice.';

/** Users whom this run prepared and, as it was told, did not import. */
export const READY_REASONS: readonly LeftOutReason[] = ['dry-run', 'import-by-hand'];

/** What became of the `preferred_username` of those who go in. */
export const WITHHELD_TEXTS = {
  given: 'Keep or get one',
  none: 'Had none to give',
  'equals-username': 'Without: it equals their username; whoever keeps that signs in with it anyway',
  'contact-shaped': 'Without: it looks like an e-mail address or phone number',
  malformed: 'Without: it is no valid name',
  'held-in-new-pool': 'Without: somebody of the new pool has it',
  'claimed-in-old-pool': 'Without: others of the old pool claim it, or a pilot could not rule that out',
} as const;
