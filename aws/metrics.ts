import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { MetricName, TriggerVia } from '../migration/metrics.ts';
import { DIMENSIONS, METRIC_SERVICE, METRICS, metricsNamespace, TRIGGER_VIAS } from '../migration/metrics.ts';
import type { DeclineReason, FailReason } from '../migration/reasons.ts';
import { CONFIGURATION_REASONS, DECLINE_REASONS, TRANSIENT_REASONS } from '../migration/reasons.ts';
import type { DayCount } from '../migration/status/arrivals.ts';
import { clientConfig, type ServiceAccess } from './clients/service-access.ts';

/** How large a pool was. */
export interface PoolSize {
  /** Epoch milliseconds; the beginning of the hour. */
  readonly at: number;
  /** Cognito's estimate. */
  readonly users: number;
}

/** How people came to the new pool: by the trigger, or imported by a backfill. */
export type Way = TriggerVia | 'import';

/** What the deployed functions counted. Days without anything, and reasons that did not occur, are left out. */
export interface MigrationMetrics {
  /** Who came, by way and day; the last so many days, today included. */
  migrated(days: number): Promise<Readonly<Record<Way, readonly DayCount[]>>>;
  /** How often the trigger answered, whatever it said, in the last so many times 24 hours. */
  answers(days: number): Promise<number>;
  /** Whom the trigger did not move, by reason, in the last so many times 24 hours. */
  declined(days: number): Promise<Readonly<Partial<Record<DeclineReason, number>>>>;
  /** Who was told to try again, by reason, in the last so many times 24 hours. */
  failed(days: number): Promise<Readonly<Partial<Record<FailReason, number>>>>;
  /** Sizes of both pools, hour by hour, oldest first. */
  poolSizes(days: number): Promise<{ readonly old: readonly PoolSize[]; readonly new: readonly PoolSize[] }>;
  destroy(): void;
}

/** A metric over time, as a query and as its answer. */
interface Asked {
  readonly name: MetricName;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'SampleCount';
}
interface Point {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** From and to, in epoch seconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** In seconds. */
const HOUR = 3_600;
const DAY = 24 * HOUR;

/**
 * Reads the metrics of a deployed stack. CloudWatch keeps them for 15 months, by the hour after 63 days; what was counted a
 * moment ago may be missing for a few minutes.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 * @param now epoch milliseconds
 */
export const createMigrationMetrics = (
  access: ServiceAccess,
  stackName: string,
  now: () => number,
): MigrationMetrics => {
  const client = new CloudWatchClient({ ...clientConfig(access), maxAttempts: 5 });
  const Namespace = metricsNamespace(stackName);

  const queryOf = (
    Period: number,
    { name, dimensions, statistic }: Asked,
    index: number,
  ): MetricDataQuery => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: { Namespace, MetricName: name, Dimensions: dimensionsOf(dimensions) },
      Period,
      Stat: statistic,
    },
  });

  /** Epoch seconds. Days begin at midnight: else CloudWatch would cut them elsewhere. */
  const calendarDays = (days: number): Span => {
    const today = Math.floor(now() / 1000 / DAY) * DAY;
    return { from: today - (days - 1) * DAY, to: today + DAY };
  };

  /** Epoch seconds; a little longer, because hours are whole. */
  const lastDays = (days: number): Span => {
    const hour = Math.floor(now() / 1000 / HOUR) * HOUR;
    return { from: hour - days * DAY, to: hour + HOUR };
  };

  /** One series for each metric, oldest first. */
  const read = async (
    asked: readonly Asked[],
    { from, to }: Span,
    period: number,
  ): Promise<readonly Point[][]> => {
    const pages = paginateGetMetricData(
      { client },
      {
        MetricDataQueries: asked.map((metric, index) => queryOf(period, metric, index)),
        StartTime: new Date(from * 1000),
        EndTime: new Date(to * 1000),
        ScanBy: 'TimestampAscending',
      },
    );
    const series = new Map<string, Point[]>();
    for await (const { MetricDataResults = [] } of pages) {
      for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
        const points = Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] ?? 0 }));
        series.set(Id, [...(series.get(Id) ?? []), ...points]);
      }
    }
    return asked.map((_, index) => series.get(`m${index}`) ?? []);
  };

  const byReason = async <Reason extends string>(
    name: MetricName,
    reasons: readonly Reason[],
    days: number,
  ): Promise<Partial<Record<Reason, number>>> => {
    const asked = reasons.map((reason) => counted(name, { [DIMENSIONS.reason]: reason }));
    const series = await read(asked, lastDays(days), HOUR);
    const sums: Partial<Record<Reason, number>> = {};
    for (const [index, reason] of reasons.entries()) {
      const sum = sumOf(series[index]);
      if (sum > 0) sums[reason] = sum;
    }
    return sums;
  };

  return {
    async migrated(days) {
      const asked = [
        ...TRIGGER_VIAS.map((via) => counted(METRICS.migrated, { [DIMENSIONS.via]: via })),
        counted(METRICS.backfillImported),
      ];
      const [signIn = [], forgotPassword = [], imported = []] = await read(asked, calendarDays(days), DAY);
      return {
        'sign-in': daysOf(signIn),
        'forgot-password': daysOf(forgotPassword),
        import: daysOf(imported),
      };
    },
    async answers(days) {
      const asked = [{ name: METRICS.timeLeft, statistic: 'SampleCount' as const }];
      const [series] = await read(asked, lastDays(days), HOUR);
      return sumOf(series);
    },
    declined: (days) => byReason(METRICS.declined, DECLINE_REASONS, days),
    failed: (days) => byReason(METRICS.failed, [...TRANSIENT_REASONS, ...CONFIGURATION_REASONS], days),
    async poolSizes(days) {
      const asked = [METRICS.oldPoolUsers, METRICS.newPoolUsers].map((name) => ({
        name,
        statistic: 'Maximum' as const,
      }));
      const [old = [], moved = []] = await read(asked, calendarDays(days), HOUR);
      return { old: sizesOf(old), new: sizesOf(moved) };
    },
    destroy: () => client.destroy(),
  };
};

const counted = (name: MetricName, dimensions: Readonly<Record<string, string>> = {}): Asked => ({
  name,
  dimensions,
  statistic: 'Sum',
});

const dimensionsOf = (dimensions: Readonly<Record<string, string>> = {}) =>
  Object.entries({ [DIMENSIONS.service]: METRIC_SERVICE, ...dimensions }).map(([Name, Value]) => ({
    Name,
    Value,
  }));

const sumOf = (points: readonly Point[] = []): number => points.reduce((sum, { value }) => sum + value, 0);

const daysOf = (points: readonly Point[]): readonly DayCount[] =>
  points
    .filter(({ value }) => value > 0)
    .map(({ at, value }) => ({ day: new Date(at).toISOString().slice(0, 10), count: value }));

const sizesOf = (points: readonly Point[]): readonly PoolSize[] =>
  points.map(({ at, value }) => ({ at, users: value }));
