import type { LeftOutReason } from '../backfill/classes.ts';
import type { ReasonText } from '../backfill/reason-texts.ts';

/** What can be found where two pools are compared person by person; what is off comes first. */
export const DIFFERENCE_KINDS = [
  'missing',
  'left-behind',
  'invented',
  'doubled',
  'username',
  'attribute',
  'verified-flag-invented',
  'verified-flag-lost',
  'enabled',
  'status',
  'no-recovery-channel',
  'left-out',
  'came-meanwhile',
  'verified-since',
  'changed-since',
  'old-changed-since',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

const FINE: readonly DifferenceKind[] = [
  'left-out',
  'came-meanwhile',
  'verified-since',
  'changed-since',
  'old-changed-since',
];

/** Whether somebody has to look at it. */
export const isOff = (kind: DifferenceKind): boolean => !FINE.includes(kind);

/** Whether it is about somebody who should be in the new pool, and is not. */
export const isAbsence = (kind: DifferenceKind): boolean => kind === 'missing' || kind === 'left-behind';

/** A user, as an operator finds them in a pool. */
export interface Identity {
  readonly sub: string;
  readonly username: string;
}

/** One thing that is not as the move should have left it. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** What differs: the name of an attribute, or `enabled` or `status`. */
  readonly attribute?: string;
  /** Why somebody is not in the new pool. */
  readonly reason?: LeftOutReason;
  /** In the old pool. */
  readonly old?: Identity;
  /** In the new pool. */
  readonly new?: Identity;
  /** What the move should have written; personal data. */
  readonly expected?: string;
  /** What the new pool has; personal data. */
  readonly found?: string;
}

/**
 * Reasons for which somebody may stay behind without anybody having to look: they never had a password of the old
 * pool, never signed in, or are shut out. (`disabled` is a reason only where the setting `backfill.disabledUsers`
 * excludes them.)
 */
export const ACCEPTED_REASONS: readonly LeftOutReason[] = ['federated', 'unconfirmed', 'disabled'];

/** Reasons that an operator may accept too: somebody who could sign in stays behind. */
export const ACCEPTABLE_REASONS: readonly LeftOutReason[] = [
  'unknown-status',
  'second-factor',
  'no-verified-contact',
  'no-recovery-channel',
  'contact-taken',
  'duplicate-contact',
  'case-conflict',
  'name-taken',
  'required-attribute-missing',
  'unrepresentable',
];

/** Each with what to do, as operators read it. */
export const DIFFERENCE_TEXTS: Readonly<Record<DifferenceKind, ReasonText>> = {
  missing: {
    title: 'Not in the new pool, though nothing speaks against it',
    advice: 'Let them sign in while the trigger is attached, or run a backfill.',
  },
  'left-behind': {
    title: 'Not in the new pool, and a backfill cannot bring them',
    advice: 'Mend what the reason names, or accept the reason with --accept.',
  },
  invented: {
    title: 'Linked to a sub that the old pool does not have',
    advice: 'Find out whether the old user was deleted after the move; if not, nobody should have this link.',
  },
  doubled: {
    title: 'A second user for one person of the old pool',
    advice: 'Find out which of the two the person uses, and delete the other.',
  },
  username: {
    title: 'A username that the rules do not give',
    advice: 'Compare both profiles: this link may belong to somebody else.',
  },
  attribute: {
    title: 'An attribute is not what the move should have written',
    advice: 'Correct it with AdminUpdateUserAttributes; --csv lists them, --values shows both values.',
  },
  'verified-flag-invented': {
    title: 'A contact is verified that was not in the old pool',
    advice: 'Set the flag to false: whoever reads mail at that address could reset the password.',
  },
  'verified-flag-lost': {
    title: 'A contact is no longer verified',
    advice: 'Set the flag to true if the old profile still has it, or let the person verify it.',
  },
  enabled: {
    title: 'Enabled in one pool, disabled in the other',
    advice: 'Disable them in the new pool too, or enable them there, as the old pool has it.',
  },
  status: {
    title: 'A status in which no move leaves anybody',
    advice: 'Look at the profile; reset the password of a real person with AdminResetUserPassword.',
  },
  'no-recovery-channel': {
    title: 'Must reset the password, and no code can reach them',
    advice: 'Give them a verified e-mail address or phone number that account recovery may use.',
  },
  'left-out': {
    title: 'Not in the new pool, and need not be',
    advice: 'Nothing.',
  },
  'came-meanwhile': {
    title: 'Moved while the pools were compared',
    advice: 'Nothing; verify again when it is quiet to see them too.',
  },
  'verified-since': {
    title: 'A contact is verified that was not in the old pool, and the profile was changed after the move',
    advice: 'Nothing if the person verified it in the new pool; if nobody could, find out who set the flag.',
  },
  'changed-since': {
    title: 'Changed in the new pool after the move',
    advice: 'Nothing: the new profile is the one that counts.',
  },
  'old-changed-since': {
    title: 'Changed in the old pool after the move',
    advice: 'Find out who still writes there: these changes do not reach the new pool.',
  },
};
