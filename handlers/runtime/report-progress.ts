import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_SERVICE, METRICS } from '../../migration/metrics.ts';

/** How far a backfill is, for its part of the dashboard; the run itself does not go by it. */
const PROGRESS = {
  /** So far, in the whole run. */
  listed: METRICS.backfillListed,
  rows: METRICS.backfillRows,
  imported: METRICS.backfillImported,
  skipped: METRICS.backfillSkipped,
  failed: METRICS.backfillFailed,
} as const;

type Progress = Readonly<Partial<Record<keyof typeof PROGRESS, number>>>;

const isPart = (name: string): name is keyof typeof PROGRESS => Object.hasOwn(PROGRESS, name);

/** Writes the metrics of one step, at once. */
export const reportProgress = (progress: Progress): void => {
  const metrics = new Metrics({ serviceName: METRIC_SERVICE });
  for (const part of Object.keys(progress).filter(isPart)) {
    metrics.addMetric(PROGRESS[part], MetricUnit.Count, progress[part] ?? 0);
  }
  metrics.publishStoredMetrics();
};
