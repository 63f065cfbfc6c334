import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Outcome } from '../../migration/lazy/migrate-user.ts';
import { DIMENSIONS, METRICS } from '../../migration/metrics.ts';
import { isConfigurationReason } from '../../migration/reasons.ts';

/** Reasons that mean: the old pool's quota is used up. */
const THROTTLED: readonly string[] = ['throttled', 'lookup-throttled'];

type Count = (name: string, dimension: string, value: string) => void;

const counter =
  (metrics: Metrics): Count =>
  (name, dimension, value) =>
    metrics.singleMetric().addDimension(dimension, value).addMetric(name, MetricUnit.Count, 1);

const needsOperator = (outcome: Outcome): boolean =>
  outcome.kind === 'failed' && isConfigurationReason(outcome.reason);

/** Without a dimension, so that an alarm needs no list of reasons. */
const countTotals = (outcome: Outcome, metrics: Metrics): void => {
  metrics.addMetric(METRICS[outcome.kind], MetricUnit.Count, 1);
  if (needsOperator(outcome)) metrics.addMetric(METRICS.configurationFault, MetricUnit.Count, 1);
  if (outcome.kind !== 'migrated' && THROTTLED.includes(outcome.reason)) {
    metrics.addMetric(METRICS.throttled, MetricUnit.Count, 1);
  }
};

/** Logs and counts an outcome: reasons and attribute names, never a value. The totals wait for `logMetrics`. */
export const reportOutcome = (outcome: Outcome, logger: Logger, metrics: Metrics): void => {
  const count = counter(metrics);
  countTotals(outcome, metrics);
  switch (outcome.kind) {
    case 'migrated': {
      const { via, linkLost = false } = outcome;
      const { status, dropped, preferredUsername, contactsHeldByOthers } = outcome.profile;
      const facts = { via, status, dropped, preferredUsername, contactsHeldByOthers };
      logger.info('Migrated', { ...facts, ...(linkLost ? { linkLost } : {}) });
      if (linkLost) metrics.addMetric(METRICS.linksLost, MetricUnit.Count, 1);
      count(METRICS.migrated, DIMENSIONS.via, outcome.via);
      for (const attribute of dropped) count(METRICS.attributeDropped, DIMENSIONS.attribute, attribute);
      for (const contact of contactsHeldByOthers)
        count(METRICS.contactHeldByOther, DIMENSIONS.contact, contact);
      if (preferredUsername !== 'given' && preferredUsername !== 'none') {
        count(METRICS.preferredUsernameWithheld, DIMENSIONS.reason, preferredUsername);
      }
      return;
    }
    case 'declined':
      logger.info('Declined', { reason: outcome.reason });
      count(METRICS.declined, DIMENSIONS.reason, outcome.reason);
      return;
    case 'failed': {
      const fault = needsOperator(outcome);
      logger[fault ? 'error' : 'warn']('Failed', { reason: outcome.reason, needsOperator: fault });
      count(METRICS.failed, DIMENSIONS.reason, outcome.reason);
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
      .addDimension(DIMENSIONS.operation, operation)
      .addMetric(METRICS.oldPoolLatency, MetricUnit.Milliseconds, milliseconds);
  };
