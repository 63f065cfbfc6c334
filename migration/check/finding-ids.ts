import type { LeftOutReason } from '../backfill/classes.ts';
import { LEFT_OUT_REASONS } from '../backfill/classes.ts';
import type { ClashKind } from './clashes.ts';
import { CLASH_KINDS } from './clashes.ts';
import type { Unread } from './survey.ts';
import { READ_WITH_CARE } from './survey.ts';

/** Of findings that are always the same. */
const IDS = [
  'authentication-quota',
  'authentication-quota-exceeded',
  'auto-verify-missing',
  'auto-verify-narrower',
  'case-conflicts',
  'case-setting',
  'custom-attributes-immutable',
  'custom-attributes-missing',
  'custom-attributes-tighter',
  'custom-attributes-type',
  'custom-challenges',
  'default-email-sender',
  'deletion-protection-off',
  'developer-attributes',
  'group-roles-left-out',
  'group-settings-unused',
  'groups-differ',
  'groups-dropped',
  'groups-merged',
  'groups-missing',
  'groups-not-needed',
  'identity-providers-missing',
  'import-job-active',
  'import-job-quota',
  'linked-users',
  'listing-takes-a-while',
  'managed-login-missing',
  'mfa-factors-missing',
  'mfa-setting',
  'mfa-stricter',
  'mfa-weaker',
  'new-client-existence',
  'new-client-flow-missing',
  'new-client-missing',
  'new-client-srp-only',
  'new-pool-passwordless',
  'old-apps-use-srp',
  'old-client-flow-missing',
  'old-client-hides-users',
  'old-client-missing',
  'old-client-secret',
  'old-code-senders',
  'old-pool-passwordless',
  'old-triggers-in-five-seconds',
  'password-history',
  'password-policy-stricter',
  'password-policy-weaker',
  'pool-drifted',
  'post-confirmation',
  'pre-sign-up-taken',
  'pre-token-generation-taken',
  'preferred-username-writable',
  'preferred-usernames-not-unique',
  'providers-vouch-for-contacts',
  'providers-write-links',
  'providers-write-names',
  'recovery-missing',
  'recovery-narrower',
  'remembered-devices',
  'required-attributes',
  'second-factors-stay',
  'settings-not-deployed',
  'settings-replace-pool',
  'sign-in-names-missing',
  'sign-up-guard-replaced',
  'sign-up-open',
  'sign-up-spellings',
  'sms-account',
  'sms-role-missing',
  'source-attributes-missing',
  'source-attributes-writable',
  'threat-protection-missing',
  'threat-protection-on-moves',
  'token-function-not-attached',
  'trigger-attached-elsewhere',
  'trigger-not-attached',
  'trigger-still-attached',
  'triggers-left-behind',
  'usernames-shaped-like-aliases',
  'usernames-unverified',
  'users-weak-passwords-without-contact',
  'weak-passwords-without-contact',
  'write-permissions-gained',
  'write-permissions-lost',
] as const;

/** What `check --accept` takes; it stays the same from version to version. */
export type FindingId = (typeof IDS)[number] | `users-${string}` | `could-not-check-${string}`;

/** Of people whom a backfill leaves out. */
export const leftOutId = (reason: LeftOutReason): FindingId => `users-${reason}`;

/** Of people whose names clash. */
export const clashId = (kind: ClashKind): FindingId => `users-clash-${kind.replaceAll('_', '-')}`;

/** Of what could not be read. */
export const unreadId = ({ pool, what }: Pick<Unread, 'pool' | 'what'>): FindingId =>
  `could-not-check-${pool}-${what.replaceAll(' ', '-')}`;

/** The id of every finding that there is. */
export const FINDING_IDS: readonly string[] = [
  ...IDS,
  ...LEFT_OUT_REASONS.map(leftOutId),
  ...CLASH_KINDS.map(clashId),
  ...READ_WITH_CARE.flatMap((what) => [unreadId({ pool: 'old', what }), unreadId({ pool: 'new', what })]),
];
