import { describe, expect, test } from '@jest/globals';
import { Stopped } from '../../../aws/clients/paced-call.ts';
import { linesOfFolder } from '../../../handlers/backfill/run/parts.ts';
import { type Walk, type WalkState, walk } from '../../../handlers/backfill/run/walk.ts';
import { MemoryObjects } from '../../support/memory-objects.ts';

const RECORDS = Array.from({ length: 230 }, (_, index) => `record-${index}`);

const walkOf = (store: MemoryObjects, more: Partial<Walk> = {}): Walk => ({
  store,
  root: 'root',
  stateKey: 'state.json',
  records: async function* () {
    for (let from = 0; from < RECORDS.length; from += 70) yield [...RECORDS.slice(from, from + 70), ''];
  },
  work: async (record, index) => [{ folder: 'done', line: `${record} ${index}\n` }],
  stopped: () => false,
  ...more,
});

const written = async (store: MemoryObjects): Promise<readonly string[]> => {
  const { parts } = store.json<WalkState>('state.json');
  const lines: string[] = [];
  for await (const batch of linesOfFolder(store, 'root', parts, 'done')) lines.push(...batch);
  return lines;
};

const ALL = RECORDS.map((record, index) => `${record} ${index}`);

describe('a walk', () => {
  test('comes to each record, in order, once', async () => {
    const store = new MemoryObjects();
    expect(await walk(walkOf(store))).toMatchObject({ place: 230, done: true });
    expect(await written(store)).toEqual(ALL);
  });

  test('goes on from its place when its time was up', async () => {
    const store = new MemoryObjects();
    let rounds = 0;
    for (let done = false; !done; rounds += 1) {
      let looks = 0;
      ({ done } = await walk(
        walkOf(store, {
          stopped: () => {
            looks += 1;
            return looks > 2;
          },
        }),
      ));
    }
    expect(rounds).toBeGreaterThan(2);
    expect(await written(store)).toEqual(ALL);
  });

  test.each([
    ['was stopped', new Stopped('stopped')],
    ['failed', new Error('broken')],
  ])('keeps what was done before work that %s', async (_, error) => {
    const store = new MemoryObjects();
    const broken = walkOf(store, {
      work: async (record, index) => {
        if (index === 120) throw error;
        return [{ folder: 'done', line: `${record} ${index}\n` }];
      },
    });
    await walk(broken).catch(() => undefined);
    const place = store.json<WalkState>('state.json').place;
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThanOrEqual(120);
    expect(await walk(walkOf(store))).toMatchObject({ done: true });
    expect(await written(store)).toEqual(ALL);
  });

  test('does nothing again when it is done', async () => {
    const store = new MemoryObjects();
    await walk(walkOf(store));
    const never = () => Promise.reject(new Error('worked again'));
    expect(await walk(walkOf(store, { work: never }))).toMatchObject({ done: true });
  });

  test('through nothing is done at once', async () => {
    const store = new MemoryObjects();
    expect(await walk(walkOf(store, { records: async function* () {} }))).toMatchObject({
      place: 0,
      done: true,
    });
  });
});
