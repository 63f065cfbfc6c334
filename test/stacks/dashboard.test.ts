import { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics as MetricsClass } from '@aws-lambda-powertools/metrics';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { CarryOutcome } from '../../migration/groups/carry-groups.ts';
import type { Outcome } from '../../migration/lazy/migrate-user.ts';
import { METRICS, metricsNamespace, TRIGGER_VIAS } from '../../migration/metrics.ts';
import { CONFIGURATION_REASONS, DECLINE_REASONS, TRANSIENT_REASONS } from '../../migration/reasons.ts';
import { functionEnvironment } from '../../stacks/function-environment.ts';
import { newPoolForRules } from '../../stacks/settings/new-pool.ts';
import { parseSettings } from '../../stacks/settings.ts';
import { emittedMetrics, keyOf } from '../support/emitted-metrics.ts';
import { invokeCleanUp, invokePoolSizes, invokeSignUpGuard } from '../support/other-functions.ts';
import { CREDENTIALS, withService } from '../support/scripted-service.ts';
import type { NamedMetric } from '../support/template-metrics.ts';
import { alarmsOf, dashboardMetrics, dashboardOf } from '../support/template-metrics.ts';
import { loadTrigger } from '../support/trigger-function.ts';
import { migrationTemplate, settingsWith } from './synthesize.ts';

const NAMESPACE = metricsNamespace('UserMigration');
const settings = parseSettings(settingsWith());
const template = migrationTemplate({ backfill: {}, groups: {}, selfSignUp: 'guarded' });

const moved: Outcome = {
  kind: 'migrated',
  via: 'sign-in',
  profile: {
    username: 'ann',
    status: 'CONFIRMED',
    attributes: new Map(),
    dropped: ['custom:shoe'],
    preferredUsername: 'claimed-in-old-pool',
    contactsHeldByOthers: ['email'],
  },
};

const OUTCOMES: readonly Outcome[] = [
  ...TRIGGER_VIAS.map((via): Outcome => ({ ...moved, via, linkLost: true })),
  ...DECLINE_REASONS.map((reason): Outcome => ({ kind: 'declined', reason })),
  ...[...TRANSIENT_REASONS, ...CONFIGURATION_REASONS].map((reason): Outcome => ({ kind: 'failed', reason })),
];

const CARRIED: readonly CarryOutcome[] = [
  { kind: 'carried', configuration: { groups: [], roles: [] }, added: 1 },
  { kind: 'failed', reason: 'no-permission' },
];

/** One that goes through, one that does not, one that nobody can judge. */
const SIGN_UPS = [
  { triggerSource: 'PreSignUp_AdminCreateUser' },
  {},
  { triggerSource: 'PreSignUp_SignUp', userName: 'slow-name' },
];

/** Runs what writes metrics, in the environment that the stack gives it. @returns every line written */
const runEverything = async (): Promise<readonly string[]> => {
  const SIGN_IN = {
    triggerSource: 'UserMigration_Authentication',
    userPoolId: 'eu-west-1_NewPool00',
    userName: 'ann',
    request: { password: 'Right-Horse-7' },
  };
  return withService(
    ({ operation, input }) => {
      if (String(input['Filter']).includes('slow-name')) return { exception: 'TooManyRequestsException' };
      if (operation === 'AdminInitiateAuth') return { exception: 'UserNotFoundException' };
      return { body: { Users: [], UserPool: { EstimatedNumberOfUsers: 7 } } };
    },
    async ({ endpoint }) => {
      const environment = {
        ...CREDENTIALS,
        ...functionEnvironment(settings, newPoolForRules(settings.newPool), '1oldclient'),
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
        POWERTOOLS_METRICS_NAMESPACE: NAMESPACE,
        NEW_USER_POOL_ID: 'eu-west-1_NewPool00',
        SIGN_UP_REFUSAL: 'No.',
        CLEAN_UP_AFTER_HOURS: '24',
      };
      const trigger = await loadTrigger(environment);
      // The first call pays for the start of this process, which is not the start of a function.
      await trigger.invoke({});
      await trigger.invoke(SIGN_IN);
      await invokePoolSizes();
      await invokeCleanUp();
      for (const signUp of SIGN_UPS) await invokeSignUpGuard(signUp).catch(() => undefined);
      const { Metrics } = await import('@aws-lambda-powertools/metrics');
      const { reportOldPoolLatency, reportOutcome } = await import(
        '../../handlers/runtime/report-outcome.ts'
      );
      const { reportCarrying } = await import('../../handlers/runtime/report-carrying.ts');
      const { reportProgress } = await import('../../handlers/runtime/report-progress.ts');
      const metrics: MetricsClass = new Metrics({ serviceName: 'user-migration' });
      for (const outcome of OUTCOMES) reportOutcome(outcome, new Logger(), metrics);
      for (const outcome of CARRIED) reportCarrying(outcome, new Logger(), metrics);
      metrics.publishStoredMetrics();
      reportOldPoolLatency(metrics)('AdminGetUser', 7);
      reportProgress({ listed: 1, rows: 1, imported: 1, skipped: 1, failed: 1 });
      return trigger.written();
    },
  );
};

let emitted: readonly NamedMetric[] = [];
beforeAll(async () => {
  emitted = emittedMetrics(await runEverything());
});
afterAll(() => {
  jest.restoreAllMocks();
});

const isOwn = ({ namespace }: NamedMetric): boolean => namespace === NAMESPACE;

/** Whether a metric was written that a search, with `*` for any value, or a name finds. */
const isEmitted = (wanted: NamedMetric): boolean =>
  emitted.some(
    (metric) =>
      keyOf({ ...metric, dimensions: {} }) === keyOf({ ...wanted, dimensions: {} }) &&
      Object.keys(metric.dimensions).sort().join() === Object.keys(wanted.dimensions).sort().join() &&
      Object.entries(wanted.dimensions).every(([name, value]) =>
        ['*', metric.dimensions[name]].includes(value),
      ),
  );

describe('what dashboard and alarms look at', () => {
  test('is written by the functions, under these names and with these dimensions', () => {
    const graphed = dashboardMetrics(template).filter(isOwn);
    const watched = alarmsOf(template)
      .flatMap(({ metrics }) => Object.values(metrics))
      .filter(isOwn);
    expect(graphed.length).toBeGreaterThan(20);
    expect(watched.length).toBeGreaterThan(6);
    expect([...graphed, ...watched].filter((metric) => !isEmitted(metric))).toEqual([]);
  });

  test('is all that they write', () => {
    const graphed = new Set(dashboardMetrics(template).map(({ name }) => name));
    expect(new Set(emitted.map(({ name }) => name))).toEqual(new Set(Object.values(METRICS)));
    expect(Object.values(METRICS).filter((name) => !graphed.has(name))).toEqual([]);
  });

  test('has few dimensions, each with few values: every value is billed as a metric', () => {
    for (const { dimensions } of emitted) expect(Object.keys(dimensions).length).toBeLessThanOrEqual(2);
    expect(emitted.length).toBeLessThan(100);
  });

  test('else belongs to the functions and the workflow of this stack', () => {
    const foreign = dashboardMetrics(template).filter((metric) => !isOwn(metric));
    expect(new Set(foreign.map(({ namespace }) => namespace))).toEqual(new Set(['AWS/Lambda', 'AWS/States']));
    for (const { dimensions } of foreign) {
      const [resource] = Object.values(dimensions);
      expect(resource).toMatch(/^(?:UserMigrationFunction|BackfillWorkflow)/);
    }
  });
});

test('another stack in the same account has a namespace of its own', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Handler: 'index.handler',
    Environment: { Variables: { POWERTOOLS_METRICS_NAMESPACE: 'CognitoUserMigration/UserMigration' } },
  });
  expect(metricsNamespace('UserMigrationTest')).toBe('CognitoUserMigration/UserMigrationTest');
});

test('the dashboard shows the backfill only where there is one', () => {
  const titlesOf = (settings: object) =>
    dashboardOf(migrationTemplate({ ...settings })).widgets.map(({ properties }) => properties['title']);
  expect(titlesOf({ backfill: {} })).toContain('Runs');
  expect(titlesOf({})).not.toContain('Runs');
});
