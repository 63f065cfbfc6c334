import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CarryOutcome } from '../../migration/groups/carry-groups.ts';
import { DIMENSIONS, METRICS } from '../../migration/metrics.ts';
import type { ConfigurationReason, FailReason } from '../../migration/reasons.ts';
import { CONFIGURATION_REASONS } from '../../migration/reasons.ts';

/** The reason where no call failed: the new pool lacks a group. */
const UNKNOWN_GROUP = 'unknown-group';

type NotCarried = Extract<CarryOutcome, { kind: 'unfinished' | 'failed' | 'ambiguous-username' }>;

const reasonOf = (outcome: NotCarried): FailReason | typeof UNKNOWN_GROUP | 'ambiguous-username' =>
  outcome.kind === 'ambiguous-username' ? outcome.kind : (outcome.reason ?? UNKNOWN_GROUP);

/** What does not settle by itself. */
const FOR_THE_OPERATOR: readonly string[] = [UNKNOWN_GROUP, 'ambiguous-username', ...CONFIGURATION_REASONS];

const reportNotCarried = (outcome: NotCarried, logger: Logger, metrics: Metrics): void => {
  const reason = reasonOf(outcome);
  const numbers =
    outcome.kind === 'unfinished'
      ? { unknownGroups: outcome.unknownGroups, postponed: outcome.postponed }
      : {};
  const needsOperator = FOR_THE_OPERATOR.includes(reason);
  logger[needsOperator ? 'error' : 'warn']('Groups not carried', { reason, needsOperator, ...numbers });
  metrics.addMetric(METRICS.groupsNotCarried, MetricUnit.Count, 1);
  countReason(reason, metrics);
};

const countReason = (reason: string, metrics: Metrics): void => {
  metrics
    .singleMetric()
    .addDimension(DIMENSIONS.reason, reason)
    .addMetric(METRICS.groupsNotCarried, MetricUnit.Count, 1);
};

/**
 * The groups are there, and so is no alarm, but each person is asked for by a call that the old pool bills. It counts
 * as a reason only, beside whatever else came of it.
 */
const reportListingFault = (reason: ConfigurationReason, logger: Logger, metrics: Metrics): void => {
  logger.error(
    'ListUsers of the old pool does not answer: people are looked up by AdminGetUser, which bills them as active',
    { reason, needsOperator: true },
  );
  countReason(reason, metrics);
};

/** Logs and counts what came of carrying groups: numbers and reasons, never the name of a group or a person. */
export const reportCarrying = (outcome: CarryOutcome, logger: Logger, metrics: Metrics): void => {
  if ('listingFault' in outcome && outcome.listingFault !== undefined) {
    reportListingFault(outcome.listingFault, logger, metrics);
  }
  switch (outcome.kind) {
    case 'carried':
    case 'nobody': {
      const added = outcome.kind === 'carried' ? outcome.added : 0;
      logger.info('Groups carried', { added, knownToOldPool: outcome.kind === 'carried' });
      metrics.addMetric(METRICS.groupsCarried, MetricUnit.Count, 1);
      return;
    }
    case 'unfinished':
    case 'ambiguous-username':
    case 'failed':
      reportNotCarried(outcome, logger, metrics);
      return;
  }
};
