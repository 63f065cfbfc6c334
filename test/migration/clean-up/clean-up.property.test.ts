import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanUp } from '../../../migration/clean-up/clean-up.ts';
import { abandoned, HOUR, TERMS } from './profiles.ts';
import { World } from './world.ts';

/**
 * Two runs, the person, and an administrator act on one profile in any order, and either run may die at any call. The
 * person completes the profile, signs in, and may be reset by an administrator; the old pool is there all along. A sign-in
 * leaves a mark, or none where groups are dropped or could not be carried.
 */

/** What no clean-up can see, as ADR 8 says: a profile that is completed and reset within this time, in milliseconds. */
const FASTEST_RESET = 10_000;

interface Life {
  completed: boolean;
  completedAt: number;
  signedIn: boolean;
  /** An administrator took the new password away. */
  reset: boolean;
}

class Died extends Error {}

/** What Cognito lets somebody do with a profile; a disabled one is refused. */
const ACTS: Readonly<Record<string, (world: World, life: Life) => void>> = {
  complete: (world, life) => {
    if (world.user()?.enabled !== true || world.user()?.status !== 'RESET_REQUIRED') return;
    world.change('new-sub', (user) => (user.status = 'CONFIRMED'));
    life.completed = true;
    life.completedAt = world.now;
    life.reset = false;
  },
  // With the first token the groups are carried, where they are.
  signIn: (world, life) => {
    if (world.user()?.enabled !== true || world.user()?.status !== 'CONFIRMED') return;
    world.change('new-sub', ({ attributes }) => attributes.set('custom:groups_carried', 'yes'));
    life.signedIn = true;
  },
  signInUnmarked: (world, life) => {
    if (world.user()?.enabled === true && world.user()?.status === 'CONFIRMED') life.signedIn = true;
  },
  reset: (world, life) => {
    if (world.user()?.enabled !== true || world.user()?.status !== 'CONFIRMED') return;
    world.now = Math.max(world.now, life.completedAt + FASTEST_RESET + 1);
    world.change('new-sub', (user) => (user.status = 'RESET_REQUIRED'));
    life.reset = true;
  },
};

const act = fc.constantFrom(...Object.keys(ACTS));
/** What happens between two calls: one act, or a whole visit with its end, which is what looks can miss. */
const visit = fc.constantFrom(
  ['complete', 'signInUnmarked', 'reset'],
  ['complete', 'signIn', 'reset'],
  ['signInUnmarked', 'reset'],
  ['complete', 'signInUnmarked'],
);
const happenings = fc.oneof(
  act.map((one) => [one]),
  visit,
);
/** The number of the call at which a run dies, before it is made; beyond the end: never. */
const death = fc.integer({ min: 1, max: 30 });

test('whatever the timing, nobody who signed in or whose new password works is removed, and whoever never used it is removed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(happenings, { maxLength: 4 }),
      fc.array(death, { minLength: 1, maxLength: 2 }),
      async (scheduler, between, deaths) => {
        const world = new World(abandoned());
        const life: Life = { completed: false, completedAt: 0, signedIn: false, reset: false };
        let dead = 0;
        const runs = deaths.map(async (lastCall) => {
          let calls = 0;
          const deps = world.deps(async (call) => {
            await scheduler.schedule(Promise.resolve(), call);
            calls += 1;
            if (calls < lastCall) return;
            dead += 1;
            throw new Died(call);
          });
          await cleanUp(deps)(TERMS).catch((error: unknown) => {
            if (!(error instanceof Died)) throw error;
          });
        });
        scheduler.scheduleSequence(
          between.map((acts) => ({
            label: acts.join(', '),
            builder: async () => {
              for (const name of acts) ACTS[name]?.(world, life);
            },
          })),
        );
        await scheduler.waitIdle();
        await Promise.all(runs);

        const safe = (): void => {
          if (life.signedIn || (life.completed && !life.reset)) expect(world.user()).toBeDefined();
        };
        safe();
        // The next hour, nobody dies.
        world.now += HOUR;
        const report = await cleanUp(world.deps())(TERMS);
        safe();
        // What is neither, somebody was told of: a run died between the disabling and the mark about it.
        if (report.unclear === 0) {
          expect(world.user()?.enabled ?? true).toBe(true);
          if (!life.completed) expect(world.user()).toBeUndefined();
        } else {
          expect(dead).toBeGreaterThan(0);
          expect(world.user()?.enabled).toBe(false);
        }
      },
    ),
    { numRuns: 5_000 },
  );
});

test('the old password moves the person into a new profile, which a run that is late does not remove', async () => {
  const world = new World(abandoned());
  const deps = world.deps((call) => {
    if (call !== 'remove new-sub') return;
    // Another run was faster, and the person came at once.
    world.users.splice(0, 1, {
      ...abandoned({ sub: 'newer-sub', status: 'CONFIRMED' }),
      attributes: new Map(),
    });
  });
  await cleanUp(deps)(TERMS);
  expect(world.user('newer-sub')).toBeDefined();
});
