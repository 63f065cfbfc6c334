import { describe, expect, test } from '@jest/globals';
import type { CleanUpDeps } from '../../../migration/clean-up/clean-up.ts';
import { cleanUp } from '../../../migration/clean-up/clean-up.ts';
import type { CleanedPool } from '../../../migration/clean-up/ports.ts';
import { abandoned, HOUR, NOTHING, TERMS } from './profiles.ts';
import { World } from './world.ts';

/** The first answer of a change is lost after 20 seconds, and it is tried again. */
const losing = (world: World, deps: CleanUpDeps, what: 'mark' | 'disable'): CleanUpDeps => {
  const { newPool } = deps;
  let lost = false;
  const again = async (change: () => Promise<void>): Promise<void> => {
    await change();
    if (lost) return;
    lost = true;
    world.now += 20_000;
    await change();
  };
  const mark: CleanedPool['mark'] = (sub, value) => again(() => newPool.mark(sub, value));
  const disable: CleanedPool['disable'] = (sub, mayTry) => again(() => newPool.disable(sub, mayTry));
  return { ...deps, newPool: { ...newPool, ...(what === 'mark' ? { mark } : { disable }) } };
};

describe('a clean-up', () => {
  test('removes a profile whose disabling took effect though its answer was lost', async () => {
    const world = new World(abandoned());
    const report = await cleanUp(losing(world, world.deps(), 'disable'))(TERMS);
    expect(report).toEqual({ ended: 'finished', ...NOTHING, removed: 1 });
  });

  test('gives the profile back to whoever completed it right before a disabling whose answer was lost', async () => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call !== 'disable new-sub' || world.user()?.enabled === false) return;
      world.change('new-sub', (user) => (user.status = 'CONFIRMED'));
    });
    const report = await cleanUp(losing(world, deps, 'disable'))(TERMS);
    expect(report).toEqual({ ended: 'finished', ...NOTHING, givenBack: 1 });
    expect(world.user()).toMatchObject({ enabled: true, status: 'CONFIRMED' });
  });

  test.each<[string, (world: World) => unknown]>([
    ['is gone', (world) => world.users.splice(0)],
    ['was never disabled', (world) => Object.assign(world.user() ?? {}, { enabled: true })],
    ['is enabled again', (world) => world.change('new-sub', (user) => (user.enabled = true))],
    ['was disabled later', (world) => world.change('new-sub', (user) => (user.enabled = false))],
    [
      'has another run’s mark',
      (world) => world.user()?.attributes.set('custom:clean_up', String(world.now - 20_000)),
    ],
  ])('goes no further after a disabling whose answer was lost where the profile %s', async (_, happens) => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'find new-sub' && world.user()?.enabled === false) happens(world);
    });
    const report = await cleanUp(losing(world, deps, 'disable'))(TERMS);
    expect(report).toEqual({ ended: 'finished', ...NOTHING, backlog: 1 });
    expect(world.calls.at(-1)).toBe('find new-sub');
  });

  test('does not take an administrator’s disabling for its own where it could not try in time', async () => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call !== 'disable new-sub') return;
      world.change('new-sub', (user) => (user.enabled = false));
      world.now += 6_000;
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING, backlog: 1 });
    expect(world.user()?.enabled).toBe(false);
  });

  test('begins again with a profile that was marked in time though the answer was lost', async () => {
    const world = new World(abandoned());
    const report = await cleanUp(losing(world, world.deps(), 'mark'))(TERMS);
    expect(report).toEqual({ ended: 'finished', ...NOTHING, backlog: 1 });
    world.now += HOUR;
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'finished', ...NOTHING, removed: 1 });
  });
});
