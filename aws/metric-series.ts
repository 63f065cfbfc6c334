import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { clientConfig, type ServiceAccess } from './clients/service-access.ts';

/** Which metric, and what of it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** Value by name; CloudWatch finds only what was written with exactly these. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'SampleCount';
}

/** The metric in one period. */
export interface Point {
  /** Epoch milliseconds; when the period begins. */
  readonly at: number;
  readonly value: number;
}

/** From when, until when, and in what steps, in (epoch) seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly period: number;
}

/** Queries in one request. */
const MOST_QUERIES = 500;

/** The client for metrics of one account and Region. */
export const createMetricsClient = (access: ServiceAccess): CloudWatchClient =>
  new CloudWatchClient({ ...clientConfig(access), maxAttempts: 5 });

const queryOf = (
  { namespace, name, dimensions, statistic }: Metric,
  index: number,
  Period: number,
): MetricDataQuery => ({
  Id: `m${index}`,
  MetricStat: {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period,
    Stat: statistic,
  },
});

/**
 * One series for each metric, oldest first; periods in which nothing was counted are left out.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const readSeries = async (
  client: CloudWatchClient,
  metrics: readonly Metric[],
  { from, to, period }: Span,
): Promise<readonly (readonly Point[])[]> => {
  const queries = metrics.map((metric, index) => queryOf(metric, index, period));
  const series = new Map<string, Point[]>();
  for (let first = 0; first < queries.length; first += MOST_QUERIES) {
    const pages = paginateGetMetricData(
      { client },
      {
        MetricDataQueries: queries.slice(first, first + MOST_QUERIES),
        StartTime: new Date(from * 1000),
        EndTime: new Date(to * 1000),
        ScanBy: 'TimestampAscending',
      },
    );
    for await (const { MetricDataResults = [] } of pages) {
      for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
        const points = Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] ?? 0 }));
        series.set(Id, [...(series.get(Id) ?? []), ...points]);
      }
    }
  }
  return queries.map(({ Id = '' }) => series.get(Id) ?? []);
};

/** What was counted in all of the periods. */
export const sumOf = (points: readonly Point[] = []): number =>
  points.reduce((sum, { value }) => sum + value, 0);
