import { expect, test } from '@jest/globals';
import { type FinishOptions, finish } from '../../cli/finish.ts';
import type { CutoverItem } from '../../migration/status/cutover.ts';
import { type BackfillWorld, withTwentyPeople } from '../support/integration-backfill.ts';
import { deployedSeatOf, type SeatOptions } from '../support/operators-seat.ts';

const FAST: FinishOptions = { requestsPerSecond: 100_000 };

/** Runs the command. */
const act = async (world: BackfillWorld, seatOptions: SeatOptions = {}) => {
  const { seat, stdout, stderr } = await deployedSeatOf(world.sandbox, seatOptions);
  return { status: await finish(seat, FAST), stdout: stdout(), stderr: stderr() };
};

const statesOf = (stdout: string) => {
  const { items }: { items: readonly CutoverItem[] } = JSON.parse(stdout);
  return Object.fromEntries(items.map(({ id, state }) => [id, state]));
};

const UNSEEN_ON_A_SANDBOX = { alarms: 'unseen', traffic: 'unseen' };

test('before the backfill people are left, and the trigger is attached', async () => {
  await withTwentyPeople({}, async (world) => {
    const { status, stdout, stderr } = await act(world);
    expect(status).toBe(1);
    expect(stdout).toMatch(/\[ \] Nobody is left\. 19 people of 20 are not in the new pool: missing \(19\)/);
    expect(stdout).toContain('[ ] The backfill is through.');
    expect(stdout).toContain('[?] The old pool is quiet.');
    expect(stdout).toContain('"trigger": false in cdk.json, then npm run deploy');
    expect(stderr).toContain('3 of 7 are open.');

    await world.run({ limit: 3 });
    const afterPilot = await act(world, { json: true });
    expect(statesOf(afterPilot.stdout)).toMatchObject({ 'nobody-left': 'open', backfill: 'open' });

    await world.run();
    const afterAll = await act(world, { json: true });
    expect(afterAll.status).toBe(1);
    expect(statesOf(afterAll.stdout)).toEqual({
      ...{ 'nobody-left': 'done', verify: 'done', backfill: 'done', groups: 'done', trigger: 'open' },
      ...UNSEEN_ON_A_SANDBOX,
    });
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
