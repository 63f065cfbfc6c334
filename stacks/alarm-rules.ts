import type { TriggerVia } from '../migration/metrics.ts';
import { DIMENSIONS, METRICS } from '../migration/metrics.ts';
import { FAILURE_RATE } from '../migration/status/attention.ts';
import type { MetricOf, MetricSources } from './metric-sources.ts';
import { lambdaMetric, ownMetric, workflowMetric } from './metric-sources.ts';

/** When somebody is needed, and where they read what to do. */
export interface AlarmRule {
  /** Part of the alarm's name. */
  readonly name: string;
  /** What happened, as the message says it. */
  readonly happened: string;
  /** The heading about it in `docs/runbook.md`. */
  readonly heading: string;
  /** The metrics of the expression, by their names in it. */
  readonly metrics: Readonly<Record<string, MetricOf>>;
  /**
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   * @default - the only metric, as it is
   */
  readonly expression?: string;
  /** The alarm goes off from this value on. */
  readonly threshold: number;
  /** Length of a period, in minutes; windows slide. */
  readonly minutes: number;
  /** How many of how many periods must be over the threshold. */
  readonly periods: { readonly breaching: number; readonly of: number };
}

const ONCE = { breaching: 1, of: 1 } as const;

/**
 * About sign-ins. Rates need a few cases before they count, so that one failure among three sign-ins at night wakes
 * nobody. The number of answers is taken from `TimeLeft`, which each answer has: a metric that was never written could
 * not be divided by, and an expression without data raises no alarm.
 */
const aboutSignIns = ({ namespace, functionName }: MetricSources): readonly AlarmRule[] => {
  const own = (name: string, statistic = 'Sum', dimensions = {}) =>
    ownMetric(namespace, name, statistic, dimensions);
  const answers = own(METRICS.timeLeft, 'SampleCount');
  return [
    {
      name: 'ConfigurationFault',
      happened: 'Nobody can move until somebody mends the configuration.',
      heading: 'Configuration fault',
      metrics: { faults: own(METRICS.configurationFault) },
      threshold: 1,
      minutes: 5,
      periods: ONCE,
    },
    {
      name: 'FailureRate',
      happened:
        'At least 5 % of those who tried to sign in were told to try again later, and at least three.',
      heading: 'Failure rate',
      metrics: { failed: own(METRICS.failed), answers },
      expression: `IF(failed >= ${FAILURE_RATE.fewest}, 100 * failed / answers, 0)`,
      threshold: FAILURE_RATE.percent,
      minutes: 15,
      periods: ONCE,
    },
    {
      name: 'NearTimeLimit',
      happened: 'One answer in a hundred takes four of the five seconds that Cognito allows, or more.',
      heading: 'Near the time limit',
      metrics: { left: own(METRICS.timeLeft, 'p1'), answers },
      expression: 'IF(answers >= 20, 5000 - left, 0)',
      threshold: 4000,
      minutes: 15,
      periods: { breaching: 2, of: 3 },
    },
    {
      name: 'OldPoolThrottled',
      happened: 'The old pool refused calls because the quota of its account is used up.',
      heading: 'Old pool throttled',
      metrics: { throttled: own(METRICS.throttled) },
      threshold: 3,
      minutes: 15,
      periods: ONCE,
    },
    {
      name: 'UnknownRefusals',
      happened:
        'The old pool refuses at least 5 % of the sign-ins, and at least three, for a reason that is unknown here.',
      heading: 'Unknown refusals',
      metrics: { other: own(METRICS.declined, 'Sum', { [DIMENSIONS.reason]: 'refused-other' }), answers },
      expression: 'IF(other >= 3, 100 * other / answers, 0)',
      threshold: 5,
      minutes: 60,
      periods: ONCE,
    },
    {
      name: 'MassForgotPassword',
      happened:
        'Within a quarter of an hour at least 20 people came by a forgotten password, and one in four of all who came.',
      heading: 'Mass forgot-password',
      metrics: {
        forgotten: own(METRICS.migrated, 'Sum', { [DIMENSIONS.via]: 'forgot-password' satisfies TriggerVia }),
        moved: own(METRICS.migrated),
      },
      expression: 'IF(forgotten >= 20, 100 * forgotten / moved, 0)',
      threshold: 25,
      minutes: 15,
      periods: ONCE,
    },
    {
      name: 'FunctionCrashed',
      happened:
        'The function behind the trigger crashed or timed out, beyond the failures that it reports itself.',
      heading: 'Function crashed',
      metrics: { errors: lambdaMetric(functionName, 'Errors'), failed: own(METRICS.failed) },
      // A failure that the function reports is an error of Lambda's, too; the two are dated a few seconds apart, so
      // that at the edge of a window a few lack their counterpart.
      expression: 'IF(errors > 1.1 * FILL(failed, 0), errors - FILL(failed, 0), 0)',
      threshold: 1,
      minutes: 15,
      periods: ONCE,
    },
    {
      name: 'FunctionThrottled',
      happened: 'Lambda had no concurrency left for the function behind the trigger.',
      heading: 'Function throttled',
      metrics: { throttles: lambdaMetric(functionName, 'Throttles') },
      threshold: 1,
      minutes: 5,
      periods: ONCE,
    },
  ];
};

const aboutTokens = ({ namespace, tokenFunctionName }: MetricSources): readonly AlarmRule[] =>
  tokenFunctionName === undefined
    ? []
    : [
        {
          name: 'TokensRefused',
          happened: 'The function that adds to tokens crashed or timed out: whom it was for cannot sign in.',
          heading: 'Tokens refused',
          metrics: { errors: lambdaMetric(tokenFunctionName, 'Errors') },
          threshold: 1,
          minutes: 5,
          periods: ONCE,
        },
        {
          name: 'GroupsNotCarried',
          happened: 'At least three people got tokens without all groups that they have in the old pool.',
          heading: 'Groups not carried',
          metrics: { without: ownMetric(namespace, METRICS.groupsNotCarried, 'Sum') },
          threshold: 3,
          minutes: 15,
          periods: ONCE,
        },
      ];

const aboutSignUps = ({ namespace, signUpFunctionName }: MetricSources): readonly AlarmRule[] =>
  signUpFunctionName === undefined
    ? []
    : [
        {
          name: 'RegistrationsNotJudged',
          happened:
            'At least three people could not register, because the old pool could not be asked about them.',
          heading: 'Registrations not judged',
          metrics: { failed: ownMetric(namespace, METRICS.signUpFailed, 'Sum') },
          threshold: 3,
          minutes: 15,
          periods: ONCE,
        },
      ];

const aboutCleanUp = ({ namespace, cleanUpFunctionName }: MetricSources): readonly AlarmRule[] =>
  cleanUpFunctionName === undefined
    ? []
    : [
        {
          name: 'ProfilesAbandoned',
          happened:
            'At least 20 profiles whose forgotten password nobody ever replaced were removed within an hour, or found to stay.',
          heading: 'Profiles abandoned',
          metrics: {
            removed: ownMetric(namespace, METRICS.cleanUpRemoved, 'Sum'),
            changed: ownMetric(namespace, METRICS.cleanUpNewlyChanged, 'Sum'),
          },
          expression: 'FILL(removed, 0) + FILL(changed, 0)',
          threshold: 20,
          minutes: 60,
          periods: ONCE,
        },
        {
          name: 'CleanUpFailed',
          happened:
            'For hours, the clean-up of forgotten passwords failed, or could not deal with somebody: they may be locked out.',
          heading: 'Clean-up failed',
          metrics: {
            errors: lambdaMetric(cleanUpFunctionName, 'Errors'),
            failed: ownMetric(namespace, METRICS.cleanUpFailed, 'Sum'),
            unclear: ownMetric(namespace, METRICS.cleanUpUnclear, 'Sum'),
          },
          expression: 'FILL(errors, 0) + FILL(failed, 0) + FILL(unclear, 0)',
          threshold: 1,
          minutes: 60,
          periods: { breaching: 2, of: 3 },
        },
      ];

const aboutPoolSizes = ({ poolSizesFunctionName }: MetricSources): readonly AlarmRule[] => [
  {
    name: 'PoolSizesUnknown',
    happened: 'The size of a pool could not be measured for hours.',
    heading: 'Pool sizes unknown',
    metrics: { errors: lambdaMetric(poolSizesFunctionName, 'Errors') },
    threshold: 1,
    minutes: 60,
    periods: { breaching: 2, of: 3 },
  },
];

const aboutBackfill = ({ stateMachineArn }: MetricSources): readonly AlarmRule[] =>
  stateMachineArn === undefined
    ? []
    : [
        {
          name: 'BackfillFailed',
          happened: 'A backfill ended before everybody was accounted for.',
          heading: 'Backfill failed',
          metrics: { failed: workflowMetric(stateMachineArn, 'ExecutionsFailed') },
          threshold: 1,
          minutes: 5,
          periods: ONCE,
        },
        {
          // Not a sum with the one above: a metric that was never written may leave a sum without a value.
          name: 'BackfillTimedOut',
          happened: 'A backfill took longer than it may.',
          heading: 'Backfill timed out',
          metrics: { late: workflowMetric(stateMachineArn, 'ExecutionsTimedOut') },
          threshold: 1,
          minutes: 5,
          periods: ONCE,
        },
      ];

/** All alarms. A period without data is a good one: nobody signed in. */
export const alarmRules = (sources: MetricSources): readonly AlarmRule[] => [
  ...aboutSignIns(sources),
  ...aboutTokens(sources),
  ...aboutSignUps(sources),
  ...aboutCleanUp(sources),
  ...aboutPoolSizes(sources),
  ...aboutBackfill(sources),
];
