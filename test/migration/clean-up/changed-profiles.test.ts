import { describe, expect, test } from '@jest/globals';
import { cleanUp } from '../../../migration/clean-up/clean-up.ts';
import { abandoned, HOUR, MADE, NOTHING, TERMS } from './profiles.ts';
import { World } from './world.ts';

describe('a clean-up', () => {
  test('counts a profile that stays as new once, whenever the runs come to it', async () => {
    // Its time runs out at 12:00 the next day, the first moment of an hour, or at its last.
    for (const createdAt of [MADE, MADE + HOUR - 1]) {
      const world = new World(abandoned({ createdAt, modifiedAt: createdAt + HOUR }));
      const counts: number[] = [];
      for (const [hours, seconds, late] of [
        [24, 3_001, 0],
        [25, 3_059, 840],
        [26, 3_001, 2],
        [27, 3_030, 0],
      ] as const) {
        const scheduledAt = MADE + hours * HOUR + seconds * 1_000;
        world.now = scheduledAt + late * 1_000;
        counts.push((await cleanUp(world.deps())({ ...TERMS, scheduledAt })).newlyChanged);
      }
      expect(counts).toEqual([0, 1, 0, 0]);
    }
  });

  test('counts the profiles that stay because they changed', async () => {
    const again = { modifiedAt: MADE + HOUR };
    const world = new World(
      abandoned(again),
      abandoned({ sub: 'other', createdAt: MADE + 5.5 * HOUR, modifiedAt: MADE + 7 * HOUR }),
      abandoned({ sub: 'third' }),
    );
    expect(await cleanUp(world.deps())(TERMS)).toEqual({
      ...{ ended: 'finished', ...NOTHING },
      ...{ changed: 2, newlyChanged: 1, removed: 1 },
    });
  });
});
