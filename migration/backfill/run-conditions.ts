import type { Contact } from '../rules.ts';
import type { DisabledUsers } from './admission.ts';
import type { RunOptions } from './run-options.ts';

/** What DescribeUserPool and DescribeUserPoolClient say, as far as it can forbid a run. */
export interface RunConditions {
  readonly options: Pick<RunOptions, 'acceptMfaLoss' | 'mfaLookup'>;
  readonly disabledUsers: DisabledUsers;
  /** `MfaConfiguration` of the old pool: `OFF`, `OPTIONAL` or `ON`. */
  readonly oldPoolMfa: string;
  /** `AutoVerifiedAttributes` of the new pool; without one, no import job starts. */
  readonly autoVerified: readonly Contact[];
  /** Whether the new pool signs in by e-mail or SMS code alone (`AllowedFirstAuthFactors` has `EMAIL_OTP` or `SMS_OTP`). */
  readonly passwordless: boolean;
}

/**
 * Why the run must not begin; empty if it may. Each is a full sentence with a remedy.
 */
export const objectionsToRun = (conditions: RunConditions): readonly string[] =>
  [aboutSecondFactors(conditions), aboutContacts(conditions), aboutDisabledUsers(conditions)].filter(
    (objection) => objection !== undefined,
  );

/** ListUsers does not show who has a second factor, and an import file cannot carry it. */
const aboutSecondFactors = ({ options, oldPoolMfa }: RunConditions): string | undefined =>
  oldPoolMfa === 'OFF' || options.acceptMfaLoss || options.mfaLookup
    ? undefined
    : `The old pool has MFA ${oldPoolMfa}, and an import loses second factors. Start with "mfaLookup": true ` +
      '(--mfa-lookup; asks AdminGetUser for each user, which the old pool bills as active; the setting mfaUsers decides) or ' +
      'with "acceptMfaLoss": true (--accept-mfa-loss).';

/**
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
const aboutContacts = ({ autoVerified }: RunConditions): string | undefined =>
  autoVerified.length > 0
    ? undefined
    : 'The new pool verifies neither e-mail addresses nor phone numbers by itself, and then Cognito starts no ' +
      'import job. Turn on automatic verification of the contact that your people have.';

/** Where a code is enough to sign in, an import leaves people CONFIRMED: disabled ones could get in at once. */
const aboutDisabledUsers = ({ disabledUsers, passwordless }: RunConditions): string | undefined =>
  disabledUsers === 'import-then-disable' && passwordless
    ? 'The new pool signs people in by a code alone, so disabled users could sign in between their import and ' +
      'their disabling. Set backfill.disabledUsers to "exclude", or turn passwordless sign-in off for the import.'
    : undefined;
