import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { reportOldPoolLatency, reportOutcome } from '../../../handlers/runtime/report-outcome.ts';
import type { Outcome } from '../../../migration/lazy/migrate-user.ts';
import { METRICS } from '../../../migration/metrics.ts';
import { CONFIGURATION_REASONS, DECLINE_REASONS, TRANSIENT_REASONS } from '../../../migration/reasons.ts';

const METHODS = ['debug', 'info', 'warn', 'error', 'log'] as const;
let written: string[] = [];

beforeEach(() => {
  // Makes Powertools write to the console that is spied on here, instead of to one of its own.
  process.env['POWERTOOLS_DEV'] = 'true';
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
  written = [];
  for (const method of METHODS) {
    jest.spyOn(console, method).mockImplementation((text: unknown) => void written.push(String(text)));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['POWERTOOLS_DEV'];
  delete process.env['POWERTOOLS_METRICS_DISABLED'];
});

const report = (outcome: Outcome) => {
  const metrics = new Metrics({ namespace: 'Test' });
  reportOutcome(outcome, new Logger({ serviceName: 'test' }), metrics);
  const lines = written.map((text): Record<string, unknown> => JSON.parse(text));
  const isMetric = (line: Record<string, unknown>) => '_aws' in line;
  const { _aws, service, ...total } = metrics.serializeMetrics();
  return {
    logs: lines.filter((line) => !isMetric(line)),
    metrics: lines.filter(isMetric).map(({ _aws, service, ...members }) => members),
    total,
  };
};

const migrated = (profile: Partial<Extract<Outcome, { kind: 'migrated' }>['profile']> = {}): Outcome => ({
  kind: 'migrated',
  via: 'sign-in',
  profile: {
    username: 'ann-the-secret',
    status: 'CONFIRMED',
    attributes: new Map([
      ['email', 'ann@secret.example'],
      ['phone_number', '+4915112345678'],
      ['custom:source_sub', 'sub-of-ann'],
    ]),
    dropped: [],
    preferredUsername: 'none',
    contactsHeldByOthers: [],
    ...profile,
  },
});

describe('somebody who moved', () => {
  test('is one count, and one log line', () => {
    expect(report(migrated())).toMatchObject({
      logs: [{ level: 'INFO', message: 'Migrated', via: 'sign-in', status: 'CONFIRMED' }],
      metrics: [{ Via: 'sign-in', Migrated: 1 }],
    });
  });

  test.each([
    [migrated(), { Migrated: 1 }],
    [{ kind: 'declined', reason: 'wrong-password' }, { Declined: 1 }],
    [{ kind: 'failed', reason: 'timed-out' }, { Failed: 1 }],
    [
      { kind: 'failed', reason: 'throttled' },
      { Failed: 1, Throttled: 1 },
    ],
    [
      { kind: 'declined', reason: 'lookup-throttled' },
      { Declined: 1, Throttled: 1 },
    ],
    [
      { kind: 'failed', reason: 'client-secret' },
      { Failed: 1, ConfigurationFault: 1 },
    ],
  ] satisfies [Outcome, object][])(
    'and every outcome in totals without its reason: %j: %j',
    (outcome, total) => {
      expect(report(outcome).total).toEqual(total);
    },
  );

  test('each dropped attribute is counted by its name', () => {
    expect(report(migrated({ dropped: ['custom:shoe', 'birthdate'] })).metrics.slice(1)).toEqual([
      { Attribute: 'custom:shoe', AttributeDropped: 1 },
      { Attribute: 'birthdate', AttributeDropped: 1 },
    ]);
  });

  test('a link to an identity provider that is lost is counted', () => {
    const { logs, total } = report({ ...migrated(), linkLost: true } as Outcome);
    expect(logs).toMatchObject([{ message: 'Migrated', linkLost: true }]);
    expect(total).toEqual({ Migrated: 1, LinksLost: 1 });
  });

  test('a contact that went in unverified is counted', () => {
    expect(report(migrated({ contactsHeldByOthers: ['email'] })).metrics.slice(1)).toEqual([
      { Contact: 'email', ContactHeldByOther: 1 },
    ]);
  });

  test('a preferred_username that was withheld is counted by the reason', () => {
    expect(report(migrated({ preferredUsername: 'claimed-in-old-pool' })).metrics.slice(1)).toEqual([
      { Reason: 'claimed-in-old-pool', PreferredUsernameWithheld: 1 },
    ]);
  });

  test('a preferred_username that was given is not', () => {
    expect(report(migrated({ preferredUsername: 'given' })).metrics).toHaveLength(1);
  });

  test('nothing of the person is written', () => {
    report(migrated({ dropped: ['custom:shoe'], contactsHeldByOthers: ['email', 'phone_number'] }));
    for (const secret of ['ann-the-secret', 'ann@secret.example', '+4915112345678', 'sub-of-ann']) {
      expect(written.join('\n')).not.toContain(secret);
    }
  });
});

test.each(DECLINE_REASONS)('declined, %s: counted by the reason, logged as usual', (reason) => {
  expect(report({ kind: 'declined', reason })).toMatchObject({
    logs: [{ level: 'INFO', message: 'Declined', reason }],
    metrics: [{ Reason: reason, Declined: 1 }],
  });
});

test.each(TRANSIENT_REASONS)('failed, %s: a warning', (reason) => {
  expect(report({ kind: 'failed', reason })).toMatchObject({
    logs: [{ level: 'WARN', message: 'Failed', reason, needsOperator: false }],
    metrics: [{ Reason: reason, Failed: 1 }],
  });
});

test.each(CONFIGURATION_REASONS)('failed, %s: an error for the operator', (reason) => {
  expect(report({ kind: 'failed', reason })).toMatchObject({
    logs: [{ level: 'ERROR', message: 'Failed', reason, needsOperator: true }],
    metrics: [{ Reason: reason, Failed: 1 }],
  });
});

test('the latency of the old pool is counted by operation', () => {
  reportOldPoolLatency(new Metrics({ namespace: 'Test' }))('AdminGetUser', 41.5);
  expect(written.map((text): Record<string, unknown> => JSON.parse(text))).toMatchObject([
    { Operation: 'AdminGetUser', [METRICS.oldPoolLatency]: 41.5 },
  ]);
});
