import { DIMENSIONS, METRIC_SERVICE } from '../migration/metrics.ts';

/** A metric as CloudWatch knows it. */
export interface MetricOf {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** For example `Sum` or `p99`. */
  readonly statistic: string;
}

/** What alarms and dashboard look at; names may be references that CloudFormation resolves. */
export interface MetricSources {
  /** Namespace of the functions' own metrics. */
  readonly namespace: string;
  /** The function behind the trigger. */
  readonly functionName: string;
  /** The function that measures the pools. */
  readonly poolSizesFunctionName: string;
  /** The function that writes the groups into tokens; undefined where there is none, like the next three. */
  readonly tokenFunctionName?: string | undefined;
  /** The function that judges registrations. */
  readonly signUpFunctionName?: string | undefined;
  /** The function that removes profiles of forgotten passwords. */
  readonly cleanUpFunctionName?: string | undefined;
  /** The workflow of the backfill. */
  readonly stateMachineArn?: string | undefined;
}

/** A metric that our functions write. */
export const ownMetric = (
  namespace: string,
  name: string,
  statistic: string,
  dimensions: Readonly<Record<string, string>> = {},
): MetricOf => ({
  namespace,
  name,
  statistic,
  dimensions: { [DIMENSIONS.service]: METRIC_SERVICE, ...dimensions },
});

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export const lambdaMetric = (FunctionName: string, name: string, statistic = 'Sum'): MetricOf => ({
  namespace: 'AWS/Lambda',
  name,
  statistic,
  dimensions: { FunctionName },
});

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export const workflowMetric = (StateMachineArn: string, name: string): MetricOf => ({
  namespace: 'AWS/States',
  name,
  statistic: 'Sum',
  dimensions: { StateMachineArn },
});
