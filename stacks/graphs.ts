import type { Duration } from 'aws-cdk-lib';
import type { IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { GraphWidget, SearchExpression, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { DIMENSIONS } from '../migration/metrics.ts';
import { metricOf } from './metric-of.ts';
import { ownMetric } from './metric-sources.ts';

/** Sizes of widgets, in units of the dashboard. */
export const WHOLE = 24;
/** Width of two widgets beside each other. */
export const HALF = 12;
/** Height of a graph. */
export const HEIGHT = 6;

/** A row with a line of text. */
export const heading = (text: string): IWidget[][] => [
  [new TextWidget({ markdown: `## ${text}`, width: WHOLE, height: 1 })],
];

/** Half a row, from zero upwards. */
export const graph = (title: string, left: IMetric[], { stacked = false } = {}): IWidget =>
  new GraphWidget({ title, left, stacked, leftYAxis: { min: 0 }, width: HALF, height: HEIGHT });

/** The functions' own metrics, as lines of graphs. */
export class OwnMetrics {
  readonly #namespace: string;

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  /** One metric. */
  line(
    name: string,
    label: string,
    period: Duration,
    { statistic = 'Sum', dimensions = {} }: { statistic?: string; dimensions?: Record<string, string> } = {},
  ): IMetric {
    return metricOf(ownMetric(this.#namespace, name, statistic, dimensions), { label, period });
  }

  /** A line for each value of a dimension that occurs, without a list of them. */
  linesBy(dimension: string, name: string, period: Duration): IMetric {
    const schema = [this.#namespace, DIMENSIONS.service, dimension].map((part) => `"${part}"`).join(',');
    return new SearchExpression({
      expression: `SEARCH('{${schema}} MetricName="${name}"', 'Sum', ${period.toSeconds()})`,
      label: '',
      period,
    });
  }
}
