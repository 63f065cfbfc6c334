import { CreateGroupCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { type FinishOptions, finish } from '../../../cli/commands/finish.ts';
import { status } from '../../../cli/commands/status.ts';
import { verify } from '../../../cli/commands/verify.ts';
import { openFactorLookUp } from '../../../cli/factor-look-up.ts';
import { OperatorError } from '../../../cli/operator-error.ts';
import type { CutoverItem } from '../../../migration/status/cutover.ts';
import {
  addUser,
  type BackfillWorld,
  nameOf,
  verified,
  withTwentyPeople,
} from '../../support/integration-backfill.ts';
import { deployedContextOf, type OperatorOptions } from '../../support/operators-context.ts';
import { sdkClient } from '../../support/real-client.ts';
import { OLD_POOL_ID } from '../../support/synthesized-assembly.ts';

const FAST: FinishOptions = { requestsPerSecond: 100_000 };

/** Runs the command. */
const act = async (
  world: BackfillWorld,
  operatorOptions: OperatorOptions = {},
  options: Partial<FinishOptions> = {},
) => {
  const { context, stdout, stderr } = await deployedContextOf(world.sandbox, operatorOptions);
  return { status: await finish(context, { ...FAST, ...options }), stdout: stdout(), stderr: stderr() };
};

const callsOf = ({ sandbox }: BackfillWorld, wanted: string): number =>
  sandbox.requests.filter(({ operation }) => operation === wanted).length;

const statesOf = (stdout: string) => {
  const { items }: { items: readonly CutoverItem[] } = JSON.parse(stdout);
  return Object.fromEntries(items.map(({ id, state }) => [id, state]));
};

const NOT_ON_A_SANDBOX = {
  ...{ alarms: 'not-on-a-sandbox', traffic: 'not-on-a-sandbox', trigger: 'not-on-a-sandbox' },
};

test('before the backfill people are left; after it a rehearsal is done, but for what a sandbox cannot show', async () => {
  await withTwentyPeople({}, async (world) => {
    const { status, stdout, stderr } = await act(world);
    expect(status).toBe(1);
    expect(stdout).toMatch(/\[ \] Nobody is left\. 19 people of 20 are not in the new pool: missing \(19\)/);
    expect(stdout).toContain('[ ] The backfill is through.');
    expect(stdout).toContain('[-] The old pool is quiet. Not on a sandbox: ');
    expect(stdout).toContain('[-] Alarms are quiet. Not on a sandbox: ');
    expect(stdout).toMatch(
      /\[-\] The trigger is detached\. Not on a sandbox: .*"trigger": false in cdk.json, then npm run deploy/,
    );
    expect(stdout).not.toContain('Exception');
    expect(stderr).toContain('2 of 7 are open.');
    expect(stderr).toContain('3 of 7 cannot be ticked on a sandbox.');

    await world.run({ limit: 3 });
    const afterPilot = await act(world, { json: true });
    expect(statesOf(afterPilot.stdout)).toMatchObject({ 'nobody-left': 'open', backfill: 'open' });

    await world.run();
    const afterAll = await act(world, { json: true });
    expect(afterAll.status).toBe(0);
    expect(statesOf(afterAll.stdout)).toEqual({
      ...{ 'nobody-left': 'done', verify: 'done', backfill: 'done', groups: 'done' },
      ...NOT_ON_A_SANDBOX,
    });
    expect(callsOf(world, 'DescribeAlarms')).toBe(0);
  });
});

test('a backfill of some statuses only is none of everybody', async () => {
  await withTwentyPeople({}, async (world) => {
    for (const run of [{ include: ['RESET_REQUIRED'] }, { exclude: ['CONFIRMED'] }]) {
      await world.run(run);
      const { stdout } = await act(world, { json: true });
      expect(statesOf(stdout)).toMatchObject({ 'nobody-left': 'open', backfill: 'open' });
    }
    const { context, stdout } = await deployedContextOf(world.sandbox, { json: true });
    await status(context, FAST);
    expect(JSON.parse(stdout())).not.toHaveProperty('finished');
  });
});

test('a trigger that somebody attached again by hand is not ticked', async () => {
  await withTwentyPeople({ settings: { trigger: false } }, async (world) => {
    expect(statesOf((await act(world, { json: true })).stdout)).toMatchObject({ trigger: 'done' });
    const cognito = sdkClient(world.sandbox);
    const LambdaConfig = { UserMigration: 'arn:aws:lambda:eu-west-1:111122223333:function:any' };
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: world.newPoolId, LambdaConfig }));
    cognito.destroy();
    expect(statesOf((await act(world, { json: true })).stdout)).toMatchObject(NOT_ON_A_SANDBOX);
  });
});

test('groups of people who were imported, and had no token yet, are not ticked', async () => {
  await withTwentyPeople({ settings: { groups: { mode: 'carry' } } }, async (world) => {
    const pools = [
      [OLD_POOL_ID, '[x] Groups are there. No group of the old pool comes along.'],
      [OLD_POOL_ID, '[ ] Groups are there. The new pool lacks admins.'],
      [world.newPoolId, '[?] Groups are there. Every group is there, but 19 people came without a token'],
    ] as const;
    const cognito = sdkClient(world.sandbox);
    await world.run();
    for (const [index, [UserPoolId, line]] of pools.entries()) {
      if (index > 0) await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'admins' }));
      const { stdout, stderr } = await act(world);
      expect(stdout).toContain(line);
      if (line.startsWith('[ ]')) expect(stderr).toContain('1 of 7 is open.');
    }
    cognito.destroy();
  });
});

describe('people with a second factor', () => {
  const withFactors = (use: (world: BackfillWorld) => Promise<void>) =>
    withTwentyPeople({ oldPool: { MfaConfiguration: 'OPTIONAL' } as never }, async (world) => {
      const { pools } = world.sandbox.services;
      for (const n of [2, 5]) {
        pools.user(pools.pool(OLD_POOL_ID), nameOf(n)).mfaMethods.add('SOFTWARE_TOKEN_MFA');
      }
      await world.run({ mfaLookup: true });
      // Nobody has moved this one yet, and no factor speaks against it.
      addUser(world.sandbox, OLD_POOL_ID, { username: 'latecomer', attributes: verified('latecomer') });
      await use(world);
    });

  test('are missing until they are looked up, and then only whoever has none', () =>
    withFactors(async (world) => {
      const listed = await act(world);
      expect(listed.status).toBe(1);
      expect(listed.stdout).toMatch(/3 people of 21 are not in the new pool: missing \(3\)/);
      expect(listed.stdout).toContain('--accept second-factor looks at those who are missing');

      const before = callsOf(world, 'AdminGetUser');
      const looked = await act(world, {}, { accept: ['second-factor'] });
      expect(looked.status).toBe(1);
      expect(looked.stdout).toMatch(/1 person of 21 are not in the new pool: missing \(1\)/);
      expect(looked.stderr).toMatch(/at most 10 a second .*each counts as active in this month's bill/);
      expect(looked.stderr).toMatch(/Comparing people .*3 looked up/);
      expect(callsOf(world, 'AdminGetUser') - before).toBe(3);

      const { pools } = world.sandbox.services;
      pools.user(pools.pool(OLD_POOL_ID), 'latecomer').mfaMethods.add('SOFTWARE_TOKEN_MFA');
      const all = await act(world, { json: true }, { accept: ['second-factor'] });
      expect(all.status).toBe(0);
      expect(JSON.parse(all.stdout)).toMatchObject({ ready: true });
    }));

  test('are accepted by verify, too', () =>
    withFactors(async (world) => {
      const { context, stdout } = await deployedContextOf(world.sandbox);
      expect(await verify(context, { ...FAST, accept: ['second-factor'] })).toBe(1);
      expect(stdout()).toMatch(/off +Not in the new pool, though nothing speaks against it +1/);
      expect(stdout()).toMatch(/fine +Not in the new pool, and need not be +second-factor +2/);
      expect(stdout()).toContain('latecomer');
    }));

  test('are told of by verify where somebody is missing', () =>
    withFactors(async (world) => {
      const { context, stderr } = await deployedContextOf(world.sandbox);
      expect(await verify(context, FAST)).toBe(1);
      expect(stderr()).toContain('A listing does not show who has a second factor: --accept second-factor');
    }));

  test('are looked up no more after Ctrl-C', () =>
    withFactors(async (world) => {
      const stop = new AbortController();
      const { context } = await deployedContextOf(world.sandbox, { signal: stop.signal });
      const answered = world.sandbox.requests.length;
      const going = openFactorLookUp(context, { kind: 'looked-up', reason: 'second-factor' });
      stop.abort();
      await expect(going?.find(nameOf(2))).rejects.toBeInstanceOf(OperatorError);
      going?.close();
      expect(world.sandbox.requests.slice(answered)).toEqual([]);
    }));

  test('nobody is looked up where the old pool has MFA off', () =>
    withTwentyPeople({}, async (world) => {
      const { stdout, stderr } = await act(world, {}, { accept: ['second-factor'] });
      expect(stdout).toContain('missing (19)');
      expect(stdout + stderr).not.toContain('second factor');
      expect(callsOf(world, 'AdminGetUser')).toBe(0);
    }));
});

test('what AWS denies is to be looked at by hand, without the words of an exception', async () => {
  await withTwentyPeople({}, async (world) => {
    const { interference } = world.sandbox;
    interference.failNext('ListExecutions', { kind: 'error', name: 'AccessDeniedException', message: 'No' });
    const { stdout } = await act(world);
    expect(stdout).toContain('[?] The backfill is through. Cannot see it: AWS denied a call: No.');
  });
});

test('with the trigger detached and everybody imported nothing is open', async () => {
  await withTwentyPeople({ settings: { trigger: false } }, async (world) => {
    await world.run();
    const { status, stdout, stderr } = await act(world);
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/^\[ \] The trigger/m);
    expect(stdout).toContain('By hand:');
    expect(stderr).toContain('Nothing that can be seen from here stands in the way.');
  });
});
