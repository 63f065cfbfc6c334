import type { SourceVia } from './rules.ts';

/**
 * The metrics of a migration: what the functions count, and what dashboard, alarms and command line read. Each
 * outcome is counted twice: alone, for alarms on the whole, and with its reason as a dimension, because CloudWatch
 * adds up no dimensions by itself.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
export const METRICS = {
  /** People whom the trigger moved; also by `Via`. */
  migrated: 'Migrated',
  /** Answers without a profile; also by `Reason`. */
  declined: 'Declined',
  /** Answers with the neutral sentence; also by `Reason`. */
  failed: 'Failed',
  /** Those of the failures that nobody gets past until somebody mends the configuration. */
  configurationFault: 'ConfigurationFault',
  /** Failures and declines because the old pool's quota was used up. */
  throttled: 'Throttled',
  /** Milliseconds that were left of Cognito's five seconds, cold start included; one for each answer. */
  timeLeft: 'TimeLeft',
  /** By `Attribute`. */
  attributeDropped: 'AttributeDropped',
  /** By `Reason`. */
  preferredUsernameWithheld: 'PreferredUsernameWithheld',
  /** By `Contact`. */
  contactHeldByOther: 'ContactHeldByOther',
  /** People who signed in with an identity provider too, and do not in the new pool until they are linked again. */
  linksLost: 'LinksLost',
  /** People whose group memberships are in the new pool now. */
  groupsCarried: 'GroupsCarried',
  /** Tokens with which memberships could not all be carried; tried again with the next. Also by `Reason`. */
  groupsNotCarried: 'GroupsNotCarried',
  /** Milliseconds of a call to the old pool, by `Operation`. */
  oldPoolLatency: 'OldPoolLatency',
  /** Registrations in the new pool that the guard let through, refused, and could not judge (these also by `Reason`). */
  signUpAllowed: 'SignUpAllowed',
  signUpRefused: 'SignUpRefused',
  signUpFailed: 'SignUpFailed',
  /** Profiles of "forgot password" that nobody completed and that were removed. */
  cleanUpRemoved: 'CleanUpRemoved',
  /** Profiles that the clean-up could not deal with; it tries again. */
  cleanUpFailed: 'CleanUpFailed',
  /** Disabled profiles of which nobody knows whether a removal that broke off or an administrator did it. */
  cleanUpUnclear: 'CleanUpUnclear',
  /** Profiles that nobody completed and that stay for good, because something changed them since they were made. */
  cleanUpChanged: 'CleanUpChanged',
  /** Those of them whose time ran out in the last full hour. */
  cleanUpNewlyChanged: 'CleanUpNewlyChanged',
  /** Profiles that a run of the clean-up left for later runs. */
  cleanUpBacklog: 'CleanUpBacklog',
  /** Cognito's estimate of a pool's size. */
  oldPoolUsers: 'OldPoolUsers',
  newPoolUsers: 'NewPoolUsers',
  /** Users whom the run has listed so far. */
  backfillListed: 'BackfillListed',
  /** Rows for the import files. */
  backfillRows: 'BackfillRows',
  /** Rows that import jobs are done with. */
  backfillImported: 'BackfillImported',
  backfillSkipped: 'BackfillSkipped',
  backfillFailed: 'BackfillFailed',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** Names of dimensions. Their values are words of ours, never anything of a person: each value is billed as a metric. */
export const DIMENSIONS = {
  /** On every metric, always `METRIC_SERVICE`. */
  service: 'service',
  /** One of `TRIGGER_VIAS`. */
  via: 'Via',
  reason: 'Reason',
  attribute: 'Attribute',
  contact: 'Contact',
  operation: 'Operation',
} as const;

/** How the trigger moves people: the values of `Via`. */
export const TRIGGER_VIAS = ['sign-in', 'forgot-password'] as const satisfies readonly SourceVia[];
export type TriggerVia = (typeof TRIGGER_VIAS)[number];

/** Who counts: the functions of this project. */
export const METRIC_SERVICE = 'user-migration';

/** Each stack has a namespace of its own, so that two migrations in one account do not add up. */
export const metricsNamespace = (stackName: string): string => `CognitoUserMigration/${stackName}`;
