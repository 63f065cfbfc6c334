import type { GetMetricDataCommandInput, MetricStat } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Principals } from '../../sandbox/server/principals.ts';
import { functionsThatWrote, metricLine } from '../support/metric-lines.ts';

const MIDNIGHT = Date.UTC(2026, 10, 23);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const withMetrics = async <T>(
  lines: readonly string[],
  use: (cloudWatch: CloudWatchClient, sandbox: Sandbox) => Promise<T>,
): Promise<T> => {
  const sandbox = await startSandbox({ functions: functionsThatWrote(lines) });
  const cloudWatch = new CloudWatchClient({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
  try {
    return await use(cloudWatch, sandbox);
  } finally {
    cloudWatch.destroy();
    await sandbox.close();
  }
};

const SERVICE = { Name: 'service', Value: 'user-migration' };

const migrated = (more: Partial<MetricStat> = {}): MetricStat => ({
  Metric: {
    Namespace: 'CognitoUserMigration/UserMigration',
    MetricName: 'Migrated',
    Dimensions: [SERVICE],
  },
  Period: 3600,
  Stat: 'Sum',
  ...more,
});

const ofOneDay = (
  stat: MetricStat = migrated(),
  more: Partial<GetMetricDataCommandInput> = {},
): GetMetricDataCommandInput => ({
  MetricDataQueries: [{ Id: 'm', MetricStat: stat }],
  StartTime: new Date(MIDNIGHT),
  EndTime: new Date(MIDNIGHT + DAY),
  ...more,
});

const pointsOf = async (cloudWatch: CloudWatchClient, input: GetMetricDataCommandInput) => {
  const { MetricDataResults = [] } = await cloudWatch.send(new GetMetricDataCommand(input));
  const [{ Timestamps = [], Values = [] } = {}] = MetricDataResults;
  return Timestamps.map((at, index) => [at.getTime() - MIDNIGHT, Values[index]]);
};

describe('GetMetricData', () => {
  test('adds up what functions wrote, by period, newest first', async () => {
    const lines = [
      metricLine(MIDNIGHT + 5 * MINUTE, 'Migrated', 1),
      metricLine(MIDNIGHT + 59 * MINUTE, 'Migrated', 1),
      metricLine(MIDNIGHT + 3 * HOUR, 'Migrated', 5),
      metricLine(MIDNIGHT + DAY, 'Migrated', 100),
      metricLine(MIDNIGHT - 1, 'Migrated', 100),
    ];
    await withMetrics(lines, async (cloudWatch) => {
      expect(await pointsOf(cloudWatch, ofOneDay())).toEqual([
        [3 * HOUR, 5],
        [0, 2],
      ]);
      const ascending = ofOneDay(migrated({ Period: 86_400 }), { ScanBy: 'TimestampAscending' });
      expect(await pointsOf(cloudWatch, ascending)).toEqual([[0, 7]]);
    });
  });

  const LATENCIES = Array.from({ length: 200 }, (_, index) => index + 1);
  test.each([
    ['SampleCount', 200],
    ['Sum', 20_100],
    ['Average', 100.5],
    ['Minimum', 1],
    ['Maximum', 200],
    ['p1', 2],
    ['p50', 100],
    ['p99', 198],
    ['p99.5', 199],
    ['p100', 200],
  ])('knows the statistic %s', async (Stat, value) => {
    const lines = [0, 1].map((half) =>
      metricLine(MIDNIGHT, 'Migrated', LATENCIES.slice(half * 100, half * 100 + 100)),
    );
    await withMetrics(lines, async (cloudWatch) => {
      expect(await pointsOf(cloudWatch, ofOneDay(migrated({ Stat })))).toEqual([[0, value]]);
    });
  });

  const BY_VIA = { ...migrated().Metric, Dimensions: [{ Name: 'Via', Value: 'sign-in' }, SERVICE] };
  test.each<[string, Partial<MetricStat>, number[]]>([
    ['exactly the dimensions of the query', {}, [1]],
    ['its dimensions in any order', { Metric: BY_VIA }, [20]],
    ['no dimensions at all', { Metric: { ...BY_VIA, Dimensions: [] } }, []],
    [
      'another namespace',
      { Metric: { ...migrated().Metric, Namespace: 'CognitoUserMigration/Other' } },
      [300],
    ],
    ['a name that nobody wrote', { Metric: { ...migrated().Metric, MetricName: 'Failed' } }, []],
    ['its unit', { Unit: 'Count' }, [1]],
    ['another unit', { Unit: 'Milliseconds' }, []],
  ])('finds a metric by %s', async (_, more, values) => {
    const lines = [
      metricLine(MIDNIGHT, 'Migrated', 1),
      metricLine(MIDNIGHT, 'Migrated', 20, { dimensions: { Via: 'sign-in' } }),
      metricLine(MIDNIGHT, 'Migrated', 300, { namespace: 'CognitoUserMigration/Other' }),
    ];
    await withMetrics(lines, async (cloudWatch) => {
      const points = await pointsOf(cloudWatch, ofOneDay(migrated(more)));
      expect(points.map(([, value]) => value)).toEqual(values);
    });
  });

  test('gives several metrics at once, and those without values too', async () => {
    await withMetrics([metricLine(MIDNIGHT, 'Migrated', 1)], async (cloudWatch) => {
      const other = migrated({ Metric: { ...migrated().Metric, MetricName: 'Declined' } });
      const { MetricDataResults } = await cloudWatch.send(
        new GetMetricDataCommand({
          ...ofOneDay(),
          MetricDataQueries: [
            { Id: 'a', MetricStat: migrated(), Label: 'people' },
            { Id: 'b', MetricStat: other },
          ],
        }),
      );
      expect(MetricDataResults).toEqual([
        { Id: 'a', Label: 'people', Timestamps: [new Date(MIDNIGHT)], Values: [1], StatusCode: 'Complete' },
        { Id: 'b', Label: 'Declined', Timestamps: [], Values: [], StatusCode: 'Complete' },
      ]);
    });
  });

  test('comes in pages', async () => {
    const lines = Array.from({ length: 10 }, (_, hour) =>
      metricLine(MIDNIGHT + hour * HOUR, 'Migrated', hour),
    );
    await withMetrics(lines, async (client) => {
      const pages: unknown[] = [];
      const values: number[] = [];
      const input = {
        ...ofOneDay(undefined, { MaxDatapoints: 7, ScanBy: 'TimestampAscending' }),
        MetricDataQueries: ['a', 'b', 'none'].map((Id) => ({
          Id,
          MetricStat:
            Id === 'none' ? migrated({ Metric: { ...migrated().Metric, MetricName: 'None' } }) : migrated(),
        })),
      };
      for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, input)) {
        pages.push(
          MetricDataResults.map(({ Id, StatusCode, Values = [] }) => [Id, StatusCode, Values.length]),
        );
        values.push(...MetricDataResults.flatMap(({ Values = [] }) => Values));
      }
      expect(pages).toEqual([
        [['a', 'PartialData', 7]],
        [
          ['a', 'Complete', 3],
          ['b', 'PartialData', 4],
        ],
        [
          ['b', 'Complete', 6],
          ['none', 'Complete', 0],
        ],
      ]);
      expect(values).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });
  });

  test('goes on reading what functions write', async () => {
    const lines = [{ text: metricLine(MIDNIGHT, 'Migrated', 1) }];
    const functions = { ...functionsThatWrote([]), logs: lines };
    const sandbox = await startSandbox({ functions });
    const sum = () =>
      sandbox.services.metrics
        .points({
          namespace: 'CognitoUserMigration/UserMigration',
          name: 'Migrated',
          dimensions: { service: 'user-migration' },
        })
        .reduce((total, { value }) => total + value, 0);
    expect(sum()).toBe(1);
    lines.push({ text: 'a line of a log\n' }, { text: metricLine(MIDNIGHT, 'Migrated', 2) });
    expect(sum()).toBe(3);
    await sandbox.close();
  });

  test.each([
    ['text', 'Hello "_aws"'],
    ['broken JSON', '{"_aws": {"Timestamp": 1'],
    ['JSON that is no object', '["_aws"]'],
    ['a line without directive', '{"_aws": {"Timestamp": 1}, "Migrated": 1}'],
    [
      'a line without time',
      JSON.stringify({ _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'Migrated' }] }] }, Migrated: 1 }),
    ],
    ['a value that is no number', metricLine(MIDNIGHT, 'Migrated', 1).replace(':1}', ':"1"}')],
  ])('does not mind %s among the lines', async (_, line) => {
    await withMetrics([line, metricLine(MIDNIGHT, 'Migrated', 7)], async (cloudWatch) => {
      expect(await pointsOf(cloudWatch, ofOneDay())).toEqual([[0, 7]]);
    });
  });
});

describe('refused by name', () => {
  const query = (more: object): Partial<GetMetricDataCommandInput> => ({
    MetricDataQueries: [{ Id: 'm', MetricStat: migrated(), ...more }],
  });
  test.each<[string, Partial<GetMetricDataCommandInput>, string, RegExp]>([
    [
      'an expression',
      query({ MetricStat: undefined, Expression: 'a / b' }),
      'UnsupportedOperationException',
      /does not support the expression a \/ b\./,
    ],
    [
      'a search',
      query({ MetricStat: undefined, Expression: "SEARCH('x', 'Sum')" }),
      'UnsupportedOperationException',
      /the expression SEARCH\('x', 'Sum'\)\./,
    ],
    [
      'a trimmed mean',
      query({ MetricStat: migrated({ Stat: 'tm90' }) }),
      'UnsupportedOperationException',
      /the statistic tm90\./,
    ],
    [
      'a percentile over 100',
      query({ MetricStat: migrated({ Stat: 'p101' }) }),
      'UnsupportedOperationException',
      /the statistic p101\./,
    ],
    [
      'a metric that is only a step',
      query({ ReturnData: false }),
      'UnsupportedOperationException',
      /ReturnData/,
    ],
    [
      'a period of seconds',
      query({ MetricStat: migrated({ Period: 30 }) }),
      'ValidationException',
      /multiple of 60/,
    ],
    ['an id in capitals', query({ Id: 'M' }), 'ValidationException', /parameter id/],
    [
      'two with one id',
      {
        MetricDataQueries: [
          { Id: 'm', MetricStat: migrated() },
          { Id: 'm', MetricStat: migrated() },
        ],
      },
      'ValidationException',
      /not unique/,
    ],
    ['no query', { MetricDataQueries: [] }, 'ValidationException', /between 1 and 500/],
    [
      'a query for nothing',
      { MetricDataQueries: [{ Id: 'm' }] },
      'ValidationException',
      /either MetricStat or Expression/,
    ],
    ['an end before the start', { EndTime: new Date(0) }, 'ValidationException', /StartTime must be less/],
    ['a token of somebody else', { NextToken: 'x' }, 'InvalidNextToken', /NextToken/],
  ])('%s', async (_, input, name, message) => {
    await withMetrics([metricLine(MIDNIGHT, 'Migrated', 1)], async (cloudWatch) => {
      await expect(
        cloudWatch.send(new GetMetricDataCommand({ ...ofOneDay(), ...input })),
      ).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
    });
  });

  test.each([
    ['DescribeAlarms', new DescribeAlarmsCommand({})],
    ['ListMetrics', new ListMetricsCommand({})],
    ['PutMetricData', new PutMetricDataCommand({ Namespace: 'N', MetricData: [] })],
  ])('%s', async (operation, command) => {
    await withMetrics([], async (cloudWatch) => {
      await expect(cloudWatch.send(command as ListMetricsCommand)).rejects.toMatchObject({
        name: 'UnsupportedOperationException',
        message: `The sandbox does not support ${operation}. Its support table is in sandbox/README.md.`,
      });
    });
  });

  test('whoever may not', async () => {
    const principals = new Principals();
    const { accessKeyId, secretAccessKey } = principals.assumeRole(
      'arn:aws:sts::111122223333:assumed-role/r/s',
      () => [],
    );
    const sandbox = await startSandbox({ principals });
    const { endpoint, region } = sandbox;
    const cloudWatch = new CloudWatchClient({
      ...{ endpoint, region, maxAttempts: 1 },
      credentials: { accessKeyId, secretAccessKey },
    });
    await expect(cloudWatch.send(new GetMetricDataCommand(ofOneDay()))).rejects.toThrow(
      /not authorized to perform: cloudwatch:GetMetricData/,
    );
    cloudWatch.destroy();
    await sandbox.close();
  });
});
