import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { ClientTraffic } from '../migration/status/old-pool-traffic.ts';
import type { PoolAccess } from './clients/cognito-client.ts';
import { createPatientClient } from './clients/patient-clients.ts';
import { clientConfig } from './clients/service-access.ts';
import { listClientIds } from './survey/pool-survey-clients.ts';

/** Seconds. */
const DAY = 86_400;

/** Days that count as now, and days in which anything shows that the pool is counted at all. */
const WEEK = 7;
const LOOK_BACK = 90;

/** Queries in one request. */
const MOST_QUERIES = 500;

const NAMES = ['SignInSuccesses', 'TokenRefreshSuccesses'] as const;

const queriesOf = (UserPool: string, UserPoolClient: string, index: number): readonly MetricDataQuery[] =>
  NAMES.map((MetricName, which) => ({
    Id: `m${index * NAMES.length + which}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/Cognito',
        MetricName,
        Dimensions: [
          { Name: 'UserPool', Value: UserPool },
          { Name: 'UserPoolClient', Value: UserPoolClient },
        ],
      },
      Period: DAY,
      Stat: 'Sum',
    },
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
  const client = new CloudWatchClient({ ...clientConfig(access), maxAttempts: 5 });
  try {
    const clientIds = await listClientIds(cognito, userPoolId);
    const queries = clientIds.flatMap((clientId, index) => queriesOf(userPoolId, clientId, index));
    const tomorrow = Math.ceil(now / 1000 / DAY) * DAY;
    const series = new Map<string, { readonly at: number; readonly value: number }[]>();
    for (let first = 0; first < queries.length; first += MOST_QUERIES) {
      const pages = paginateGetMetricData(
        { client },
        {
          MetricDataQueries: queries.slice(first, first + MOST_QUERIES),
          StartTime: new Date((tomorrow - LOOK_BACK * DAY) * 1000),
          EndTime: new Date(tomorrow * 1000),
        },
      );
      for await (const { MetricDataResults = [] } of pages) {
        for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
          const points = Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] ?? 0 }));
          series.set(Id, [...(series.get(Id) ?? []), ...points]);
        }
      }
    }
    const since = (tomorrow - WEEK * DAY) * 1000;
    return clientIds.map((clientId, index) => {
      const [signIns = [], refreshes = []] = NAMES.map(
        (_, which) => series.get(`m${index * NAMES.length + which}`) ?? [],
      );
      const lately = (points: typeof signIns) =>
        points.filter(({ at }) => at >= since).reduce((sum, { value }) => sum + value, 0);
      return {
        clientId,
        signIns: lately(signIns),
        refreshes: lately(refreshes),
        measured: signIns.length + refreshes.length > 0,
      };
    });
  } finally {
    cognito.destroy();
    client.destroy();
  }
};
