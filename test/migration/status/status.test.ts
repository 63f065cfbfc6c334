import { describe, expect, test } from '@jest/globals';
import { type Answers, attentionOf } from '../../../migration/status/attention.ts';
import { classesOfRun } from '../../../migration/status/classes-of-run.ts';
import { judgeTraffic } from '../../../migration/status/old-pool-traffic.ts';
import type { StatusFacts } from '../../../migration/status/status.ts';
import { statusOf } from '../../../migration/status/status.ts';

describe('what needs a person', () => {
  test.each<[string, Answers, readonly RegExp[]]>([
    ['nothing', { answers: 0, failed: {} }, []],
    ['two failures of two', { answers: 2, failed: { network: 2 } }, []],
    ['three failures below 5 %', { answers: 61, failed: { 'timed-out': 3 } }, []],
    ['three failures that are 5 %', { answers: 60, failed: { 'timed-out': 2, network: 1 } }, [/5.0 %/]],
    ['more failures than answers were measured', { answers: 0, failed: { network: 3 } }, [/100.0 %/]],
    ['one configuration fault', { answers: 99, failed: { 'no-permission': 1 } }, [/no-permission \(1\)/]],
    [
      'many configuration faults',
      { answers: 9, failed: { 'client-secret': 4, 'no-permission': 5 } },
      [/client-secret \(4\), no-permission \(5\)/, /100.0 %/],
    ],
  ])('where there is %s', (_, answers, expected) => {
    expect(attentionOf(answers).map(({ what }) => what)).toEqual(
      expected.map((pattern) => expect.stringMatching(pattern)),
    );
  });
});

const FACTS: StatusFacts = {
  now: Date.UTC(2026, 10, 23, 10, 30),
  migrated: {
    'sign-in': [{ day: '2026-11-22', count: 40 }],
    'forgot-password': [{ day: '2026-11-23', count: 5 }],
    import: [{ day: '2026-11-22', count: 15 }],
  },
  estimatedUsers: { old: 240, new: 70 },
  oldPoolSizes: [],
  answers: 60,
  lastDay: { declined: {}, failed: {} },
  lastWeek: { declined: { 'wrong-password': 7 }, failed: {} },
};

describe('the status', () => {
  test('is made of estimates and counts', () => {
    expect(statusOf(FACTS)).toMatchObject({
      at: '2026-11-23T10:30:00.000Z',
      basis: 'estimates',
      moved: 60,
      left: 180,
      percentMoved: 25,
      came: { 'sign-in': 40, 'forgot-password': 5, import: 15 },
      pace: { days: 1, perDay: 40 },
      attention: [],
    });
    expect(statusOf(FACTS)).not.toHaveProperty('oldEstimateSince');
    expect(statusOf(FACTS)).not.toHaveProperty('known');
  });

  test('never has fewer than nobody left', () => {
    expect(statusOf({ ...FACTS, estimatedUsers: { old: 3, new: 50 } })).toMatchObject({ left: 0 });
  });

  test('never has more moved than Cognito says are in the new pool: some may be removed again', () => {
    expect(statusOf({ ...FACTS, estimatedUsers: { old: 60, new: 58 } })).toMatchObject({
      basis: 'estimates',
      moved: 58,
      left: 2,
      came: { 'sign-in': 40, 'forgot-password': 5, import: 15 },
    });
  });

  test('asserts of a listing alone that nobody is left', () => {
    const estimatedUsers = { old: 60, new: 60 };
    expect(statusOf({ ...FACTS, estimatedUsers }).backfill.verdict).toBe('perhaps-nobody-left');
    const listed = { moved: 60, left: 0 };
    expect(statusOf({ ...FACTS, estimatedUsers, listed }).backfill.verdict).toBe('nobody-left');
  });

  test('says how old the estimate is, where it was measured', () => {
    const oldPoolSizes = [{ at: Date.UTC(2026, 10, 23, 8), users: 240 }];
    expect(statusOf({ ...FACTS, oldPoolSizes })).toMatchObject({
      oldEstimateSince: '2026-11-23T08:00:00.000Z',
    });
  });

  test('knows of the last backfill', () => {
    const finished = { runId: 'run-1', endedAt: '2026-11-23T10:00:00.000Z' };
    expect(statusOf(FACTS)).not.toHaveProperty('finished');
    expect(statusOf({ ...FACTS, finished })).toMatchObject({ finished, backfill: { verdict: 'finished' } });
  });

  test('is exact where the pools were listed', () => {
    const known = { asOf: '2026-11-23T10:30:00.000Z', classes: [] };
    expect(statusOf({ ...FACTS, listed: { moved: 0, left: 0 }, known })).toMatchObject({
      basis: 'listing',
      moved: 0,
      left: 0,
      percentMoved: 100,
      known,
    });
  });
});

test('the classes of a run are everybody, once', () => {
  const totals = { listed: 21, alreadyMoved: 1, imported: 2, skipped: 3, failed: 4 };
  const lines = classesOfRun({ ...totals, leftOut: { federated: 5, 'name-taken': 6 } });
  expect(lines.map(({ people }) => people)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(
    classesOfRun({ listed: 0, alreadyMoved: 0, imported: 0, skipped: 0, failed: 0, leftOut: {} }),
  ).toEqual([{ what: 'Have moved already', people: 0, advice: '' }]);
});

describe('traffic at the old pool', () => {
  const client = (clientId: string, signIns = 0, refreshes = 0, measured = true) => ({
    ...{ clientId, signIns, refreshes, measured },
  });
  test.each<[string, Parameters<typeof judgeTraffic>[0], object]>([
    ['only the trigger signs in', [client('ours', 9), client('web')], { kind: 'quiet' }],
    ['nothing was ever counted', [client('web', 0, 0, false)], { kind: 'unmeasured' }],
    [
      'others sign in or refresh',
      [client('ours', 9), client('web', 2), client('app', 0, 3)],
      { kind: 'busy', signIns: 2, refreshes: 3, clientIds: ['web', 'app'] },
    ],
  ])('where %s', (_, clients, expected) => {
    expect(judgeTraffic(clients, 'ours')).toEqual(expected);
  });
});
