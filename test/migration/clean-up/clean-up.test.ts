import { describe, expect, test } from '@jest/globals';
import { cleanUp } from '../../../migration/clean-up/clean-up.ts';
import type { DatedUser } from '../../../migration/dated-user.ts';
import { abandoned, HOUR, interrupted, NOTHING, TERMS } from './profiles.ts';
import { World } from './world.ts';

describe('a clean-up', () => {
  test('marks, disables, looks once more and removes; then looks for nobody else', async () => {
    const world = new World(abandoned());
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'finished', ...NOTHING, removed: 1 });
    expect(world.users).toEqual([]);
    expect(world.calls).toEqual([
      'executions',
      'describe',
      'list disabled',
      'list reset-required',
      'source old-sub',
      'executions',
      'find new-sub',
      'mark new-sub',
      'find new-sub',
      'disable new-sub',
      'mark new-sub',
      'find new-sub',
      'remove new-sub',
    ]);
  });

  test('leaves whoever completed the profile since it was listed', async () => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'find new-sub') world.change('new-sub', (user) => (user.status = 'CONFIRMED'));
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING });
    expect(world.calls).not.toContain('disable new-sub');
  });

  test('leaves whoever has the name by now', async () => {
    const world = new World(abandoned());
    const deps = world.deps();
    const find = async () => abandoned({ sub: 'another' });
    await cleanUp({ ...deps, newPool: { ...deps.newPool, find } })(TERMS);
    expect(world.calls).not.toContain('mark new-sub');
  });

  test('gives the profile back to whoever completes it in the very moment', async () => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'disable new-sub') world.change('new-sub', (user) => (user.status = 'CONFIRMED'));
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING, givenBack: 1 });
    expect(world.user()).toMatchObject({ enabled: true, status: 'CONFIRMED' });
  });

  test.each([
    ['is gone', (world: World) => world.users.splice(0)],
    [
      'was marked by another run',
      (world: World) =>
        world.change('new-sub', ({ attributes }) => attributes.set('custom:clean_up', '1 disabled')),
    ],
  ])('does nothing more where the profile %s at the last look', async (_, happens) => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'find new-sub' && world.user()?.enabled === false) happens(world);
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING });
    expect(world.calls.at(-1)).toBe('find new-sub');
  });

  test.each([
    ['is gone', (world: World) => world.users.splice(0)],
    [
      'was disabled by an administrator',
      (world: World) => world.change('new-sub', (user) => (user.enabled = false)),
    ],
  ])('does not disable a profile that %s after the first look', async (_, happens) => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'mark new-sub') happens(world);
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING });
    expect(world.calls.at(-1)).toBe('find new-sub');
    expect(world.calls).not.toContain('disable new-sub');
  });

  const LATER = 6_000;
  /** Somebody completes the profile and signs in without a mark on it, and an administrator takes the password away. */
  const useAndReset = (world: World) => {
    world.change('new-sub', (user) => (user.status = 'CONFIRMED'));
    world.now += LATER;
    world.change('new-sub', (user) => (user.status = 'RESET_REQUIRED'));
  };

  test.each(['source old-sub', 'executions'])(
    'leaves whoever signed in without a mark and was reset before the look: during %s',
    async (slow) => {
      const world = new World(abandoned());
      const deps = world.deps((call) => {
        if (call === slow && world.calls.includes('list reset-required')) useAndReset(world);
      });
      expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING });
      expect(world.calls).not.toContain('mark new-sub');
    },
  );

  test.each(['mark new-sub', 'disable new-sub'])(
    'goes no further where it took too long since the look: %s',
    async (slow) => {
      const world = new World(abandoned());
      const deps = world.deps((call) => {
        if (call === slow) useAndReset(world);
      });
      expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING, backlog: 1 });
      expect(world.user()).toMatchObject({ enabled: true, status: 'RESET_REQUIRED' });
      world.now += HOUR;
      expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'finished', ...NOTHING, changed: 1 });
      expect(world.user()).toBeDefined();
    },
  );

  test('begins again with a profile that took too long to mark or to disable', async () => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'disable new-sub') world.now += LATER;
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING, backlog: 1 });
    world.now += HOUR;
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'finished', ...NOTHING, removed: 1 });
  });

  test.each<[string, string, (world: World) => DatedUser, DatedUser]>([
    ['is disabled', 'by an earlier removal', () => interrupted(), abandoned()],
    ['is enabled again', 'by an administrator', () => abandoned(), interrupted()],
  ])('leaves a profile that %s since it was listed, %s', async (_, __, becomes, listed) => {
    const world = new World(listed);
    const deps = world.deps((call) => {
      if (call === 'find new-sub') world.users.splice(0, 1, ...new World(becomes(world)).users);
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING });
    expect(world.calls.at(-1)).toBe('find new-sub');
  });

  test('leaves somebody whom the old pool could not move again', async () => {
    const world = new World(abandoned(), abandoned({ sub: 'nobodys' }, { 'custom:source_sub': 'gone' }));
    world.sources.set('old-sub', { enabled: false, status: 'CONFIRMED' });
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'finished', ...NOTHING, withoutSource: 2 });
    expect(world.users).toHaveLength(2);
  });
});

describe('an interrupted removal', () => {
  test('that only marked the profile is begun again', async () => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'disable new-sub') throw new Error('TooManyRequestsException');
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING, failed: 1, backlog: 1 });
    world.now += HOUR;
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'finished', ...NOTHING, removed: 1 });
  });

  test.each(['removal', 'administrator'])(
    'that may not have disabled it is left alone and reported: %s',
    async (who) => {
      const world = new World(abandoned());
      const deps = world.deps((call) => {
        const marks = world.calls.filter((made) => made === 'mark new-sub').length;
        const dies = who === 'removal' ? call === 'mark new-sub' && marks === 1 : call === 'disable new-sub';
        if (dies) throw new Error('TooManyRequestsException');
      });
      await cleanUp(deps)(TERMS);
      if (who === 'administrator') world.change('new-sub', (user) => (user.enabled = false));
      world.now += HOUR;
      expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'finished', ...NOTHING, unclear: 1 });
      expect(world.user()).toMatchObject({ enabled: false, status: 'RESET_REQUIRED' });
    },
  );

  test('is finished', async () => {
    const world = new World(interrupted());
    expect(await cleanUp(world.deps())(TERMS)).toMatchObject({ removed: 1, givenBack: 0 });
  });

  test('is another run’s that marked it since it was listed', async () => {
    const world = new World(interrupted());
    const deps = world.deps((call) => {
      if (call !== 'find new-sub') return;
      world.change('new-sub', ({ attributes }) => attributes.set('custom:clean_up', `${world.now} disabled`));
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING });
    expect(world.calls).not.toContain('mark new-sub');
  });

  test('waits where a backfill has begun since the run did, for the next run to take it back', async () => {
    const world = new World(interrupted());
    const deps = world.deps((call) => {
      if (call === 'source old-sub') world.backfill = true;
    });
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'backfill', ...NOTHING, backlog: 1 });
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'backfill', ...NOTHING, givenBack: 1 });
    expect(world.user()?.enabled).toBe(true);
  });

  test('is taken back where the person had completed the profile', async () => {
    const world = new World(interrupted('CONFIRMED'));
    expect(await cleanUp(world.deps())(TERMS)).toMatchObject({ removed: 0, givenBack: 1 });
    expect(world.user()?.enabled).toBe(true);
  });

  test('is taken back where the old pool does not have the person any more', async () => {
    const world = new World(interrupted());
    world.sources.clear();
    expect(await cleanUp(world.deps())(TERMS)).toMatchObject({ removed: 0, givenBack: 1 });
    expect(world.user()?.enabled).toBe(true);
  });

  test.each([
    ['a backfill has begun', 'backfill', (world: World) => (world.backfill = true)],
    ['a code alone signs people in', 'passwordless', (world: World) => (world.passwordless = true)],
    [
      'an import has left somebody disabled',
      'backfill',
      (world: World) =>
        world.users.unshift({
          ...abandoned({ sub: 'imported', enabled: false }),
          attributes: new Map([['custom:source_via', 'import']]),
        }),
    ],
  ])('is taken back where %s, and nobody is removed', async (_, ended, happens) => {
    const world = new World(interrupted(), abandoned({ sub: 'other' }));
    happens(world);
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended, ...NOTHING, givenBack: 1 });
    expect(world.user()?.enabled).toBe(true);
    expect(world.user('other')).toBeDefined();
  });
});
