import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StatusOptions, status } from '../../../cli/commands/status.ts';
import {
  addUser,
  type BackfillWorld,
  nameOf,
  PASSWORD,
  signIn,
  startBackfillWorld,
  verified,
} from '../../support/integration-backfill.ts';
import { deployedContextOf, type OperatorOptions } from '../../support/operators-context.ts';
import { OLD_POOL_ID } from '../../support/synthesized-assembly.ts';

const PEOPLE = 6;
const FAST: StatusOptions = { requestsPerSecond: 100_000 };

let world: BackfillWorld;
beforeAll(async () => {
  world = await startBackfillWorld();
  for (let n = 0; n < PEOPLE; n += 1) {
    const status = n === 5 ? 'EXTERNAL_PROVIDER' : 'CONFIRMED';
    const init = {
      username: nameOf(n),
      attributes: verified(nameOf(n)),
      password: PASSWORD,
      status,
    } as const;
    addUser(world.sandbox, OLD_POOL_ID, init);
  }
  await signIn(world, nameOf(0));
  await signIn(world, nameOf(1));
  await signIn(world, nameOf(5)).catch(() => {});
});
afterAll(() => world?.close());

/** Runs the command. */
const act = async (options: Partial<StatusOptions> = {}, operatorOptions: OperatorOptions = {}) => {
  const { context, stdout, stderr } = await deployedContextOf(world.sandbox, operatorOptions);
  return { status: await status(context, { ...FAST, ...options }), stdout: stdout(), stderr: stderr() };
};

describe('migrate status', () => {
  test('estimates, and says so', async () => {
    const { status: exit, stdout, stderr } = await act();
    expect(exit).toBe(0);
    expect(stdout).toMatch(/have moved +about 2 +about 33.3 %/);
    expect(stdout).toMatch(/are left +about 4/);
    expect(stdout).toContain('Too early for the backfill.');
    expect(stdout).toMatch(/declined +\S+ +1 +1/);
    expect(stderr).toContain('6 users in the old pool');
  });

  test('--exact lists both pools, with the classes of a backfill', async () => {
    const { status: exit, stdout } = await act({ exact: true }, { json: true });
    expect(exit).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({
      basis: 'listing',
      moved: 2,
      left: 4,
      came: { 'sign-in': 2, 'forgot-password': 0, import: 0 },
      trigger: true,
    });
    expect(found.known.classes).toEqual([
      expect.objectContaining({ what: 'Have moved already', people: 2 }),
      expect.objectContaining({ what: 'Sign in with an identity provider', people: 1 }),
      expect.objectContaining({ what: 'Would be imported', people: 3 }),
    ]);
  });

  test('takes the classes from the last backfill, and leaves out pilots', async () => {
    await world.run({ limit: 1, dryRun: true }, 'pilot');
    const afterPilot = await act();
    expect(afterPilot.stdout).not.toContain('By class');
    expect(afterPilot.stdout).toContain('Too early for the backfill.');
    await world.run({ dryRun: true }, 'counted');
    expect((await act()).stdout).toContain('Too early for the backfill.');
    await world.run({}, 'all-of-them');
    const { stdout } = await act();
    expect(stdout).toContain('By class, as the run all-of-them left them');
    expect(stdout).toMatch(
      /The backfill has finished\. The run all-of-them ended on \d{4}-\d\d-\d\d \d\d:\d\d UTC\. About 1 is left/,
    );
    expect(stdout).not.toContain('Too early');
    expect(stdout).toMatch(/Imported +3 /);
    expect(stdout).toMatch(/ {2}imported +3/);
  });

  test('finds the backfill that is going', async () => {
    const { stepFunctions } = world.sandbox;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    stepFunctions.interference.onStateEntered(({ stateName }) =>
      stateName === 'ListOldPool' ? released : undefined,
    );
    const going = world.run({ dryRun: true }, 'slow');
    try {
      const { stderr } = await act();
      expect(stderr).toContain('npm run migrate -- backfill --watch slow');
    } finally {
      release();
      await going;
    }
  });
});
