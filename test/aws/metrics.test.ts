import { describe, expect, test } from '@jest/globals';
import { createMigrationMetrics, type MigrationMetrics } from '../../aws/metrics.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { functionsThatWrote, metricLine } from '../support/metric-lines.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TODAY = Date.UTC(2026, 10, 23);
const NOW = TODAY + 10.5 * HOUR;

const withMetrics = async <T>(
  lines: readonly string[],
  use: (metrics: MigrationMetrics) => Promise<T>,
  stackName = 'UserMigration',
): Promise<T> => {
  const sandbox = await startSandbox({ functions: functionsThatWrote(lines) });
  const { region, endpoint } = sandbox;
  const access = { region, endpoint, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
  const metrics = createMigrationMetrics(access, stackName, () => NOW);
  try {
    return await use(metrics);
  } finally {
    metrics.destroy();
    await sandbox.close();
  }
};

const moved = (at: number, Via: string, count = 1) =>
  metricLine(at, 'Migrated', count, { dimensions: { Via } });
const because = (name: string, Reason: string, count = 1, at = NOW) =>
  metricLine(at, name, count, { dimensions: { Reason } });

describe('who came', () => {
  const LINES = [
    moved(TODAY - 2 * DAY, 'sign-in', 100),
    moved(TODAY - DAY, 'sign-in'),
    moved(TODAY - 1, 'sign-in', 3),
    moved(TODAY, 'sign-in', 5),
    moved(NOW, 'forgot-password', 2),
    metricLine(NOW, 'BackfillImported', 40),
    metricLine(NOW + 1000, 'BackfillImported', 2),
  ];

  test('is counted by way and day of UTC, today included', async () => {
    await withMetrics(LINES, async (metrics) => {
      expect(await metrics.migrated(2)).toEqual({
        'sign-in': [
          { day: '2026-11-22', count: 4 },
          { day: '2026-11-23', count: 5 },
        ],
        'forgot-password': [{ day: '2026-11-23', count: 2 }],
        import: [{ day: '2026-11-23', count: 42 }],
      });
    });
  });

  test('is nobody where nothing was counted', async () => {
    await withMetrics([], async (metrics) => {
      expect(await metrics.migrated(30)).toEqual({ 'sign-in': [], 'forgot-password': [], import: [] });
    });
  });

  test('leaves out who came to the pool of another stack', async () => {
    await withMetrics(
      LINES,
      async (metrics) => {
        expect(await metrics.migrated(30)).toMatchObject({ 'sign-in': [] });
      },
      'UserMigrationTest',
    );
  });
});

test('who was not moved is counted by reason; reasons without anybody are left out', async () => {
  const lines = [
    because('Declined', 'wrong-password', 7),
    because('Declined', 'unknown-user', 2, TODAY - 6 * DAY),
    because('Declined', 'unknown-user', 1),
    because('Declined', 'disabled', 1, TODAY - 7 * DAY),
    because('Failed', 'timed-out'),
    because('Failed', 'no-permission', 4),
  ];
  await withMetrics(lines, async (metrics) => {
    expect(await metrics.declined(7)).toEqual({ 'wrong-password': 7, 'unknown-user': 3 });
    expect(await metrics.declined(8)).toMatchObject({ disabled: 1 });
    expect(await metrics.failed(7)).toEqual({ 'timed-out': 1, 'no-permission': 4 });
  });
});

test('answers are counted, whatever they said, and those of the last 24 hours alone', async () => {
  const lines = [
    metricLine(NOW, 'TimeLeft', [4_000, 3_000]),
    metricLine(NOW - 23 * HOUR, 'TimeLeft', 100),
    metricLine(NOW - 25 * HOUR, 'TimeLeft', 100),
    because('Failed', 'network', 1, NOW - 23 * HOUR),
    because('Failed', 'network', 1, NOW - 25 * HOUR),
  ];
  await withMetrics(lines, async (metrics) => {
    expect(await metrics.answers(1)).toBe(3);
    expect(await metrics.answers(2)).toBe(4);
    expect(await metrics.failed(1)).toEqual({ network: 1 });
  });
});

test('sizes of the pools come hour by hour, oldest first', async () => {
  const lines = [0, 1, 25].flatMap((hour) => [
    metricLine(NOW - hour * HOUR, 'OldPoolUsers', 1000 + hour),
    metricLine(NOW - hour * HOUR, 'NewPoolUsers', 100 - hour),
  ]);
  await withMetrics(lines, async (metrics) => {
    const begin = (hour: number) => TODAY + (10 - hour) * HOUR;
    expect(await metrics.poolSizes(2)).toEqual({
      old: [
        { at: begin(25), users: 1025 },
        { at: begin(1), users: 1001 },
        { at: begin(0), users: 1000 },
      ],
      new: [
        { at: begin(25), users: 75 },
        { at: begin(1), users: 99 },
        { at: begin(0), users: 100 },
      ],
    });
    expect((await metrics.poolSizes(1)).old).toHaveLength(2);
  });
});
