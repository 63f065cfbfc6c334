/**
 * Why a person was not moved. Each is a dimension of a metric and a word in a log line, so none may hold
 * anything of the person.
 */

/** The old pool knows who this is, and says no, or nobody would be helped: Cognito answers as for an unknown user. */
export const DECLINE_REASONS = [
  'unknown-trigger-source',
  'malformed-event',
  'malformed-name',
  'unknown-user',
  'ambiguous-preferred-username',
  'lookup-throttled',
  'wrong-password',
  'locked-out',
  'disabled',
  'temporary-password-expired',
  'unconfirmed',
  'federated',
  'unknown-status',
  'refused-by-old-trigger',
  'refused-by-threat-protection',
  'refused-other',
  'second-factor',
  'forgot-password-off',
  'no-recovery-channel',
  'already-moved',
  'case-conflict',
  'not-a-sign-in-name',
  'preferred-username-withheld',
  'contact-taken',
  'name-taken',
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** The old pool could not be asked; it may work the next time. */
export const TRANSIENT_REASONS = [
  'throttled',
  'timed-out',
  'internal-error',
  'network',
  'old-trigger-error',
  'code-delivery',
] as const;
export type TransientReason = (typeof TRANSIENT_REASONS)[number];

/** It will not work for anybody until somebody mends the configuration. */
export const CONFIGURATION_REASONS = [
  'flow-not-enabled',
  'client-secret',
  'no-permission',
  'no-such-pool-or-client',
  'old-pool-configuration',
  'function-environment',
] as const;
export type ConfigurationReason = (typeof CONFIGURATION_REASONS)[number];

/** Whether it takes somebody to mend the configuration. */
export const isConfigurationReason = (reason: FailReason): reason is ConfigurationReason =>
  CONFIGURATION_REASONS.some((known) => known === reason);

/** Why nobody could tell whether the person may move. */
export type FailReason = TransientReason | ConfigurationReason;
