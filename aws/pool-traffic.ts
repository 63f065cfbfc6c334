import type { ClientTraffic } from '../migration/status/old-pool-traffic.ts';
import type { PoolAccess } from './clients/cognito-client.ts';
import { createPatientClient } from './clients/patient-clients.ts';
import type { Metric } from './metric-series.ts';
import { createMetricsClient, readSeries, sumOf } from './metric-series.ts';
import { listClientIds } from './survey/pool-survey-clients.ts';

/** Seconds. */
const DAY = 86_400;

/** Days that count as now, and days in which anything shows that the pool is counted at all. */
const WEEK = 7;
const LOOK_BACK = 90;

const NAMES = ['SignInSuccesses', 'TokenRefreshSuccesses'] as const;

const metricsOf = (UserPool: string, UserPoolClient: string): readonly Metric[] =>
  NAMES.map((name) => ({
    namespace: 'AWS/Cognito',
    name,
    dimensions: { UserPool, UserPoolClient },
    statistic: 'Sum',
  }));

/**
 * Sign-ins and refreshed tokens of each app client of a pool, as Cognito counts them in CloudWatch, in the pool's own
 * account and Region. Sign-ins through an identity provider and calls by administrators' credentials that issue no
 * tokens are not among them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
 * @param now epoch milliseconds
 */
export const readTraffic = async (
  access: PoolAccess,
  userPoolId: string,
  now: number,
): Promise<readonly ClientTraffic[]> => {
  const cognito = createPatientClient(access);
  const client = createMetricsClient(access);
  try {
    const clientIds = await listClientIds(cognito, userPoolId);
    const metrics = clientIds.flatMap((clientId) => metricsOf(userPoolId, clientId));
    const tomorrow = Math.ceil(now / 1000 / DAY) * DAY;
    const span = { from: tomorrow - LOOK_BACK * DAY, to: tomorrow, period: DAY };
    const series = await readSeries(client, metrics, span);
    const since = (tomorrow - WEEK * DAY) * 1000;
    return clientIds.map((clientId, index) => {
      const ofClient = series.slice(index * NAMES.length, (index + 1) * NAMES.length);
      const [signIns = 0, refreshes = 0] = ofClient.map((points) =>
        sumOf(points.filter(({ at }) => at >= since)),
      );
      return { clientId, signIns, refreshes, measured: ofClient.some((points) => points.length > 0) };
    });
  } finally {
    cognito.destroy();
    client.destroy();
  }
};
