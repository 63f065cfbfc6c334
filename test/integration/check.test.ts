import {
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CommandContext } from '../../cli/command-context.ts';
import { check } from '../../cli/commands/check.ts';
import { writeSettings } from '../../cli/commands/check-write.ts';
import type { Census } from '../../migration/check/census.ts';
import type { Finding } from '../../migration/check/finding.ts';
import { SCENES } from '../../sandbox/demo/scenes.ts';
import { type Production, setTheStage } from '../../sandbox/demo/stage.ts';
import { fillWithCrowd } from '../support/backfill-crowd.ts';
import { type BackfillWorld, startBackfillWorld } from '../support/integration-backfill.ts';
import { contextOf, deployedContextOf, type OperatorsContext } from '../support/operators-context.ts';
import { bundledAssembly } from '../support/synthesized-assembly.ts';

/** `migrate check` on pools of a sandbox. */

interface Document {
  readonly findings: readonly Finding[];
  readonly accepted: readonly Finding[];
  readonly users?: Census;
}

const OPTIONS = { requestsPerSecond: 30 };

const checked = async (operator: OperatorsContext, options: Partial<Parameters<typeof check>[1]> = {}) => {
  const status = await check(operator.context, { ...OPTIONS, ...options });
  const document: Document = JSON.parse(operator.stdout());
  const grave = document.findings.filter(({ severity }) => severity !== 'note').map(({ id }) => id);
  return { status, document, grave };
};

describe('the pools of the demo', () => {
  let production: Production;
  beforeAll(async () => {
    const scenes = Object.values(SCENES)
      .flat()
      .filter(({ world = 'main' }) => world === 'main');
    production = await setTheStage(scenes, () => undefined, { bundled: await bundledAssembly() });
  });
  afterAll(() => production?.close());

  const demoContext = (options = {}) => deployedContextOf(production.sandbox, { json: true, ...options });
  const world = () => production.worlds.get('main')!;

  test('are clean', async () => {
    const { status, document, grave } = await checked(await demoContext());
    expect({ status, grave }).toEqual({ status: 0, grave: [] });
    expect(document.accepted).toEqual([]);
    expect(document.findings.map(({ id }) => id)).toContain('sign-up-spellings');
  });

  test('before the first deploy, too', async () => {
    const { settings } = (await demoContext()).context;
    const { status, grave } = await checked(contextOf(production.sandbox, settings, { json: true }));
    expect({ status, grave }).toEqual({ status: 0, grave: [] });
  });

  test('are told about in sentences', async () => {
    const operator = await deployedContextOf(production.sandbox);
    expect(await check(operator.context, { ...OPTIONS, users: true })).toBe(1);
    expect(operator.stdout()).toMatch(/^Of \d+ people in the old pool/);
    expect(operator.stdout()).toContain('\nWarnings (');
    expect(operator.stdout()).toContain('  Usernames differ by case only  [users-clash-case]\n');
    expect(operator.stdout()).toMatch(/\n {4}To do: .*\n {4}https:\/\/docs\.aws\.amazon\.com\//);
    expect(operator.stderr()).toMatch(/\n0 blockers, \d warnings\.\n$/);
  });

  test('have people whose names clash', async () => {
    const { document } = await checked(await demoContext(), { users: true });
    expect(document.users?.clashes).toMatchObject({ case: { names: 1, people: 2 } });
    expect(document.users?.clashes.preferred_username.names).toBeGreaterThan(1);
  });

  test('are clean for whoever accepts what was found', async () => {
    const { grave } = await checked(await demoContext(), { users: true });
    const { status, document } = await checked(await demoContext(), { users: true, accept: grave });
    expect(status).toBe(0);
    expect(document.accepted.map(({ id }) => id)).toEqual(grave);
  });

  test('are not clean any more when somebody changes them by hand', async () => {
    const { cognito, userPoolId } = world().oldPool;
    const { oldClientId, newUserPoolId } = (await demoContext()).context.deployed;
    await cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: userPoolId,
        ClientId: oldClientId,
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
      }),
    );
    // What a bare update-user-pool does: whatever is not repeated is reset.
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: newUserPoolId }));
    const { status, grave } = await checked(await demoContext());
    expect(status).toBe(1);
    expect(grave).toEqual(
      expect.arrayContaining([
        'trigger-not-attached',
        'sign-up-open',
        'token-function-not-attached',
        'old-client-flow-missing',
        'old-client-hides-users',
        'auto-verify-missing',
        'pool-drifted',
        'default-email-sender',
        'mfa-weaker',
      ]),
    );
  });

  test('are judged as --planned would leave them, and no other way', async () => {
    const { context, stdout, stderr } = await demoContext();
    const { newPool } = context.settings;
    const settings = { ...context.settings, newPool: { ...newPool, mfa: 'required' as const } };
    const planned = { ...context, settings, changedSettings: ['newPool.mfa'] };
    const idsOf = async (settingsFrom: CommandContext['settingsFrom']) => {
      const before = stdout().length;
      await check({ ...planned, settingsFrom }, OPTIONS);
      const { findings }: Document = JSON.parse(stdout().slice(before));
      return findings.map(({ id }) => id);
    };
    expect(await idsOf('cdk.json')).toContain('mfa-stricter');
    expect(await idsOf('deployment')).not.toContain('mfa-stricter');
    expect(stderr()).not.toContain('Exception');
  });

  test('are compared with what will be deployed', async () => {
    const { context, stdout, stderr } = await demoContext();
    const planned: CommandContext = { ...context, changedSettings: ['mfaUsers', 'newPool.aliases'] };
    const { grave } = await checked({ context: planned, stdout, stderr });
    expect(grave).toEqual(expect.arrayContaining(['settings-replace-pool', 'settings-not-deployed']));
  });

  test('make settings of which the check is clean but for the sender', async () => {
    const { context, stdout, stderr } = await demoContext();
    expect(await writeSettings(context)).toBe(0);
    expect(stderr()).toContain('  newPool.emailSender: ');
    const proposed = contextOf(production.sandbox, JSON.parse(stdout()), { json: true });
    expect((await checked(proposed)).grave).toEqual(['default-email-sender']);
  });
});

describe('everybody is classed as a dry run of the backfill does', () => {
  let backfill: BackfillWorld;
  beforeAll(async () => {
    backfill = await startBackfillWorld();
    await fillWithCrowd(backfill);
  });
  afterAll(() => backfill?.close());

  test('after the deploy', async () => {
    const { runId } = await backfill.run({ dryRun: true, acceptMfaLoss: true });
    const { totals, details } = await backfill.report(runId);
    const operator = await deployedContextOf(backfill.sandbox, { json: true });
    const { document } = await checked(operator, { users: true });
    const { listed, tally, details: found } = document.users!;
    expect({ listed, alreadyMoved: tally.alreadyMoved, leftOut: tally.leftOut }).toEqual({
      listed: totals.listed,
      alreadyMoved: totals.alreadyMoved,
      leftOut: totals.leftOut,
    });
    expect(found).toEqual(details);
    expect(totals.alreadyMoved).toBeGreaterThan(0);
  });

  test('and before it, as if nobody were in the new pool', async () => {
    const { settings } = (await deployedContextOf(backfill.sandbox)).context;
    const { document } = await checked(contextOf(backfill.sandbox, settings, { json: true }), {
      users: true,
    });
    const { listed, tally } = document.users!;
    expect(tally.alreadyMoved).toBe(0);
    expect(Object.values(tally.leftOut).reduce((sum, count) => sum + count, 0)).toBe(listed);
    const requests = backfill.sandbox.requests.map(({ operation }) => operation);
    expect(requests.slice(-10)).toContain('ListUsers');
  });
});
