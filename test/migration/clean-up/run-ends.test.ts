import { describe, expect, test } from '@jest/globals';
import { cleanUp } from '../../../migration/clean-up/clean-up.ts';
import type { ProfileState } from '../../../migration/clean-up/ports.ts';
import type { DatedUser } from '../../../migration/dated-user.ts';
import { abandoned, HOUR, interrupted, NOTHING, TERMS } from './profiles.ts';
import { World } from './world.ts';

describe('a run ends', () => {
  test('where somebody was imported who must reset their password', async () => {
    const world = new World(abandoned(), abandoned({ sub: 'other' }, { 'custom:source_via': 'import' }));
    expect(await cleanUp(world.deps())(TERMS)).toEqual({ ended: 'backfill', ...NOTHING });
  });

  test('when a backfill begins, before the next removal', async () => {
    const world = new World(abandoned(), abandoned({ sub: 'other' }));
    const deps = world.deps((call) => {
      if (call === 'remove new-sub') world.backfill = true;
    });
    const others = Array.from({ length: 18 }, (_, index) => abandoned({ sub: `sub-${index}` }));
    world.users.push(...new World(...others).users);
    const report = await cleanUp(deps)(TERMS);
    const removed = world.calls.filter((call) => call.startsWith('remove ')).length;
    expect(report).toEqual({ ended: 'backfill', ...NOTHING, removed, backlog: 20 - removed });
    // Those that were under way by then, and nobody after them.
    expect(removed).toBeLessThanOrEqual(4);
  });

  test('when its time is up', async () => {
    const world = new World(abandoned());
    expect(await cleanUp({ ...world.deps(), stopped: () => true })(TERMS)).toEqual({
      ended: 'out-of-time',
      ...NOTHING,
      backlog: 1,
    });
  });

  test('when its time is up among the profiles: the rest is counted', async () => {
    const subs = Array.from({ length: 10 }, (_, index) => `sub-${index}`);
    const world = new World(...subs.map((sub) => abandoned({ sub })));
    const stopped = () => world.calls.some((call) => call.startsWith('remove '));
    const report = await cleanUp({ ...world.deps(), stopped })(TERMS);
    expect(report.ended).toBe('out-of-time');
    expect(report.removed + report.backlog).toBe(10);
    expect(report.backlog).toBeGreaterThan(0);
  });

  /** A listing of profiles that must be reset, page by page. */
  const listing = (pages: readonly (readonly DatedUser[])[]) => {
    const world = new World(abandoned());
    const deps = world.deps();
    const seen: number[] = [];
    const list = async function* (state: ProfileState) {
      for (const [index, page] of state === 'disabled' ? [] : pages.entries()) {
        seen.push(index);
        yield page;
      }
    };
    return { world, seen, deps: { ...deps, newPool: { ...deps.newPool, list } } };
  };

  test('where somebody was imported, without a removal of whoever was listed before', async () => {
    const imported = abandoned({ sub: 'other' }, { 'custom:source_via': 'import' });
    const { world, deps } = listing([[abandoned()], [imported]]);
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'backfill', ...NOTHING, backlog: 1 });
    expect(world.user()).toBeDefined();
  });

  test('when its time is up among the pages', async () => {
    const { seen, deps } = listing([[], []]);
    const stopped = () => seen.length > 0;
    expect(await cleanUp({ ...deps, stopped })(TERMS)).toEqual({ ended: 'out-of-time', ...NOTHING });
    expect(seen).toEqual([0]);
  });

  test('with the 50,000 profiles that it remembers: the rest is the next run’s', async () => {
    const page = Array.from({ length: 50_000 }, (_, index) => abandoned({ sub: `sub-${index}` }));
    const { world, seen, deps } = listing([page, page]);
    // Nobody of the listing is there any more.
    expect(await cleanUp(deps)(TERMS)).toEqual({ ended: 'finished', ...NOTHING });
    expect(world.calls.filter((call) => call.startsWith('find sub-'))).toHaveLength(50_000);
    expect(seen).toEqual([0]);
  });

  test('without a removal where nobody can say whether a backfill has begun', async () => {
    const world = new World(abandoned());
    const deps = world.deps((call) => {
      if (call === 'executions') throw new Error('AccessDenied');
    });
    await expect(cleanUp(deps)(TERMS)).rejects.toThrow('AccessDenied');
    expect(world.user()).toBeDefined();
  });

  const SUBS = Array.from({ length: 60 }, (_, index) => `sub-${index}`);
  const refusing = (refused: readonly string[]) => {
    const world = new World(...SUBS.map((sub) => abandoned({ sub })));
    const deps = world.deps((call) => {
      if (refused.includes(call.split(' ')[1] ?? '')) throw new Error('TooManyRequestsException');
    });
    return { world, deps };
  };

  test('after twenty failures in a row, or a few more that were under way', async () => {
    const { deps } = refusing(SUBS);
    const report = await cleanUp(deps)(TERMS);
    expect(report).toMatchObject({ ended: 'failures', removed: 0, backlog: 60 });
    expect(report.failed).toBeGreaterThanOrEqual(20);
    expect(report.failed).toBeLessThan(24);
  });

  test('not after many failures in between', async () => {
    const { world, deps } = refusing(SUBS.filter((_, index) => index % 2 === 0));
    expect(await cleanUp(deps)(TERMS)).toMatchObject({
      ended: 'finished',
      removed: 30,
      failed: 30,
      backlog: 30,
    });
    expect(world.failures).toHaveLength(30);
  });

  test('not before the others had their turn, where it begins behind those that always fail', async () => {
    const { world, deps } = refusing(SUBS.slice(0, 30));
    expect(await cleanUp(deps)(TERMS)).toMatchObject({ ended: 'failures', removed: 0 });
    world.now += HOUR;
    world.random = 0.5;
    expect(await cleanUp(deps)(TERMS)).toMatchObject({ removed: 30, backlog: 30 });
  });

  test('not because of disabled profiles that always fail', async () => {
    const { world, deps } = refusing(SUBS.slice(0, 30));
    for (const user of world.users.slice(0, 30)) Object.assign(user, { ...interrupted(), sub: user.sub });
    expect(await cleanUp(deps)(TERMS)).toMatchObject({ ended: 'failures', removed: 30, backlog: 30 });
  });
});
