import type { MetricName, TriggerVia } from '../migration/metrics.ts';
import { DIMENSIONS, METRIC_SERVICE, METRICS, metricsNamespace, TRIGGER_VIAS } from '../migration/metrics.ts';
import type { DeclineReason, FailReason } from '../migration/reasons.ts';
import { CONFIGURATION_REASONS, DECLINE_REASONS, TRANSIENT_REASONS } from '../migration/reasons.ts';
import type { DayCount } from '../migration/status/arrivals.ts';
import type { ServiceAccess } from './clients/service-access.ts';
import type { Metric, Point, Span } from './metric-series.ts';
import { createMetricsClient, readSeries, sumOf } from './metric-series.ts';

/** How large a pool was. */
interface PoolSize {
  /** Epoch milliseconds; the beginning of the hour. */
  readonly at: number;
  /** Cognito's estimate. */
  readonly users: number;
}

/** How people came to the new pool: by the trigger, or imported by a backfill. */
type Way = TriggerVia | 'import';

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

/** In seconds. */
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Days begin at midnight: else CloudWatch would cut them elsewhere. @param now epoch milliseconds */
const calendarDays = (now: number, days: number, period: number): Span => {
  const today = Math.floor(now / 1000 / DAY) * DAY;
  return { from: today - (days - 1) * DAY, to: today + DAY, period };
};

/** Times 24 hours, and a little longer, because hours are whole. @param now epoch milliseconds */
const lastDays = (now: number, days: number): Span => {
  const hour = Math.floor(now / 1000 / HOUR) * HOUR;
  return { from: hour - days * DAY, to: hour + HOUR, period: HOUR };
};

/** A metric of the stack, with the dimensions that the functions give to all. */
type OwnMetric = (
  name: MetricName,
  statistic: Metric['statistic'],
  dimensions?: Readonly<Record<string, string>>,
) => Metric;

const metricsOf =
  (stackName: string): OwnMetric =>
  (name, statistic, dimensions) => ({
    namespace: metricsNamespace(stackName),
    name,
    dimensions: { [DIMENSIONS.service]: METRIC_SERVICE, ...dimensions },
    statistic,
  });

/** What was counted for each reason, without those for which nothing was. */
const sumsByReason = <Reason extends string>(
  reasons: readonly Reason[],
  series: readonly (readonly Point[])[],
): Partial<Record<Reason, number>> => {
  const sums: Partial<Record<Reason, number>> = {};
  for (const [index, reason] of reasons.entries()) {
    const sum = sumOf(series[index]);
    if (sum > 0) sums[reason] = sum;
  }
  return sums;
};

/**
 * Reads the metrics of a deployed stack. CloudWatch keeps them for 15 months, by the hour after 63 days; what was counted a
 * moment ago may be missing for a few minutes.
 * @param now epoch milliseconds
 */
export const createMigrationMetrics = (
  access: ServiceAccess,
  stackName: string,
  now: () => number,
): MigrationMetrics => {
  const client = createMetricsClient(access);
  const metric = metricsOf(stackName);

  const byReason = async <Reason extends string>(
    name: MetricName,
    reasons: readonly Reason[],
    days: number,
  ): Promise<Partial<Record<Reason, number>>> => {
    const metrics = reasons.map((reason) => metric(name, 'Sum', { [DIMENSIONS.reason]: reason }));
    return sumsByReason(reasons, await readSeries(client, metrics, lastDays(now(), days)));
  };

  return {
    async migrated(days) {
      const metrics = [
        ...TRIGGER_VIAS.map((via) => metric(METRICS.migrated, 'Sum', { [DIMENSIONS.via]: via })),
        metric(METRICS.backfillImported, 'Sum'),
      ];
      const series = await readSeries(client, metrics, calendarDays(now(), days, DAY));
      const [signIn = [], forgotPassword = [], imported = []] = series;
      return {
        'sign-in': daysOf(signIn),
        'forgot-password': daysOf(forgotPassword),
        import: daysOf(imported),
      };
    },
    async answers(days) {
      const metrics = [metric(METRICS.timeLeft, 'SampleCount')];
      const [series] = await readSeries(client, metrics, lastDays(now(), days));
      return sumOf(series);
    },
    declined: (days) => byReason(METRICS.declined, DECLINE_REASONS, days),
    failed: (days) => byReason(METRICS.failed, [...TRANSIENT_REASONS, ...CONFIGURATION_REASONS], days),
    async poolSizes(days) {
      const metrics = [metric(METRICS.oldPoolUsers, 'Maximum'), metric(METRICS.newPoolUsers, 'Maximum')];
      const [old = [], moved = []] = await readSeries(client, metrics, calendarDays(now(), days, HOUR));
      return { old: sizesOf(old), new: sizesOf(moved) };
    },
    destroy: () => client.destroy(),
  };
};

const daysOf = (points: readonly Point[]): readonly DayCount[] =>
  points
    .filter(({ value }) => value > 0)
    .map(({ at, value }) => ({ day: new Date(at).toISOString().slice(0, 10), count: value }));

const sizesOf = (points: readonly Point[]): readonly PoolSize[] =>
  points.map(({ at, value }) => ({ at, users: value }));
