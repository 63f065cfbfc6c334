import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricOf } from './metric-sources.ts';

/** A metric for an alarm or a graph. */
export const metricOf = (
  { namespace, name, statistic, dimensions }: MetricOf,
  options: Pick<MetricOptions, 'label' | 'period' | 'color'> = {},
): Metric =>
  new Metric({ namespace, metricName: name, statistic, dimensionsMap: { ...dimensions }, ...options });
