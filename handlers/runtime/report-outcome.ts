import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Outcome } from '../../migration/migrate-user.ts';
import { CONFIGURATION_REASONS } from '../../migration/reasons.ts';

/**
 * The metrics of the trigger. Each outcome is counted twice: alone, for alarms on the whole, and with its reason
 * as a dimension, because CloudWatch adds up no dimensions by itself.
 */
export const METRICS = {
  migrated: 'Migrated',
  declined: 'Declined',
  failed: 'Failed',
  attributeDropped: 'AttributeDropped',
  preferredUsernameWithheld: 'PreferredUsernameWithheld',
  contactHeldByOther: 'ContactHeldByOther',
  oldPoolLatency: 'OldPoolLatency',
} as const;

type Count = (name: string, dimension: string, value: string) => void;

const counter =
  (metrics: Metrics): Count =>
  (name, dimension, value) =>
    metrics.singleMetric().addDimension(dimension, value).addMetric(name, MetricUnit.Count, 1);

/** Logs and counts an outcome: reasons and attribute names, never a value. The total waits for `logMetrics`. */
export const reportOutcome = (outcome: Outcome, logger: Logger, metrics: Metrics): void => {
  const count = counter(metrics);
  metrics.addMetric(METRICS[outcome.kind], MetricUnit.Count, 1);
  switch (outcome.kind) {
    case 'migrated': {
      const { status, dropped, preferredUsername, contactsHeldByOthers } = outcome.profile;
      logger.info('Migrated', { via: outcome.via, status, dropped, preferredUsername, contactsHeldByOthers });
      count(METRICS.migrated, 'Via', outcome.via);
      for (const attribute of dropped) count(METRICS.attributeDropped, 'Attribute', attribute);
      for (const contact of contactsHeldByOthers) count(METRICS.contactHeldByOther, 'Contact', contact);
      if (preferredUsername !== 'given' && preferredUsername !== 'none') {
        count(METRICS.preferredUsernameWithheld, 'Reason', preferredUsername);
      }
      return;
    }
    case 'declined':
      logger.info('Declined', { reason: outcome.reason });
      count(METRICS.declined, 'Reason', outcome.reason);
      return;
    case 'failed': {
      const needsOperator = CONFIGURATION_REASONS.some((reason) => reason === outcome.reason);
      logger[needsOperator ? 'error' : 'warn']('Failed', { reason: outcome.reason, needsOperator });
      count(METRICS.failed, 'Reason', outcome.reason);
      return;
    }
  }
};

/** Counts how long the old pool took, and for which call. */
export const reportOldPoolLatency =
  (metrics: Metrics) =>
  (operation: string, milliseconds: number): void => {
    metrics
      .singleMetric()
      .addDimension('Operation', operation)
      .addMetric(METRICS.oldPoolLatency, MetricUnit.Milliseconds, milliseconds);
  };
