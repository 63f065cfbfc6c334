import { describe, expect, test } from '@jest/globals';
import { createPace } from '../../../aws/clients/request-pace.ts';
import type { Chain, ListPage } from '../../../aws/user-lister.ts';
import { type ListingState, listPool, type PoolListing } from '../../../handlers/backfill/run/list-pool.ts';
import { linesOfFolder } from '../../../handlers/backfill/run/parts.ts';
import { fakeTimer, MemoryObjects } from '../../support/memory-objects.ts';

const CHAINS = ['a', 'b', 'c'].map((name) => ({ name }));
const PAGES = 5;

/** Two users a page, five pages a chain. */
const listPage: ListPage = async (place) => {
  const { name } = place as Chain;
  const page = Number(place.token ?? 0);
  const users = ['x', 'y'].map((letter) => ({
    username: `${name}${page}${letter}`,
    sub: `${name}${page}${letter}`,
    enabled: true,
    status: 'CONFIRMED',
    attributes: new Map<string, string>(),
  }));
  return { users, ...(page + 1 < PAGES ? { token: String(page + 1) } : {}) };
};

const EVERYBODY = CHAINS.flatMap(({ name }) =>
  Array.from({ length: PAGES }, (_, page) => [`${name}${page}x`, `${name}${page}y`]).flat(),
).sort();

const listing = (store: MemoryObjects, more: Partial<PoolListing> = {}): PoolListing => {
  const timer = fakeTimer();
  return {
    store,
    root: 'root',
    stateKey: 'state.json',
    chains: CHAINS,
    listPage,
    pace: createPace(30, timer),
    linesOf: ({ sub }, { name, restarts }) => [{ folder: `users/${name}/${restarts}`, line: `${sub}\n` }],
    stopped: () => false,
    timer,
    ...more,
  };
};

/** Whom a reader finds, by the state: of each chain the last generation. */
const listed = async (store: MemoryObjects): Promise<readonly string[]> => {
  const { chains, parts } = store.json<ListingState>('state.json');
  const found: string[] = [];
  for (const { name, restarts } of chains) {
    for await (const lines of linesOfFolder(store, 'root', parts, `users/${name}/${restarts}`))
      found.push(...lines);
  }
  return found.sort();
};

const countOf = ({ chains }: ListingState): number => chains.reduce((sum, chain) => sum + chain.listed, 0);

/** Says that the time is up after so many questions. */
const upAfter = (questions: number) => {
  let asked = 0;
  return () => {
    asked += 1;
    return asked > questions;
  };
};

describe('the listing of a pool', () => {
  test('has everybody once', async () => {
    const store = new MemoryObjects();
    const state = await listPool(listing(store));
    expect(state.done).toBe(true);
    expect(await listed(store)).toEqual(EVERYBODY);
    expect(countOf(state)).toBe(EVERYBODY.length);
  });

  test.each([1, 3, 7, 12])(
    'goes on where it was when its time is up after %i looks at the clock',
    async (looks) => {
      const store = new MemoryObjects();
      let rounds = 0;
      for (let done = false; !done; rounds += 1) {
        // At least one page gets through a round, or it would never end.
        ({ done } = await listPool(listing(store, { stopped: upAfter(looks + 5) })));
      }
      expect(rounds).toBeGreaterThan(1);
      expect(await listed(store)).toEqual(EVERYBODY);
      expect(countOf(store.json('state.json'))).toBe(EVERYBODY.length);
    },
  );

  test.each([
    ['writing a part', (key: string) => key.includes('users/')],
    ['saving its place', (key: string) => key === 'state.json'],
  ])('loses and doubles nobody when it is killed while %s', async (_, dies) => {
    const store = new MemoryObjects();
    let lives = 4;
    for (let done = false; !done; ) {
      let writes = 0;
      store.beforeWrite = (key) => {
        if (!dies(key)) return;
        writes += 1;
        if (lives > 0 && writes > 1) {
          lives -= 1;
          throw new Error('killed');
        }
      };
      // A checkpoint at every page: the clock jumps.
      const timer = fakeTimer();
      const slow: ListPage = async (place) => {
        timer.pass(31_000);
        return listPage(place);
      };
      done = await listPool(listing(store, { listPage: slow, timer, pace: createPace(30, timer) }))
        .then((state) => state.done)
        .catch(() => false);
    }
    expect(lives).toBe(0);
    expect(await listed(store)).toEqual(EVERYBODY);
    expect(countOf(store.json('state.json'))).toBe(EVERYBODY.length);
  });

  test('counts those once whose chain began again because its token died', async () => {
    const store = new MemoryObjects();
    await listPool(listing(store, { stopped: upAfter(14) }));
    const before = store.json<ListingState>('state.json');
    expect(before.chains.some(({ token }) => token !== undefined)).toBe(true);
    const dead = new Set(before.chains.map(({ name }) => name));
    const dying: ListPage = async (place) => {
      const { name } = place as Chain;
      if (place.token !== undefined && dead.delete(name)) {
        throw Object.assign(new Error('Paging Marker is Invalid'), { name: 'InvalidParameterException' });
      }
      return listPage(place);
    };
    const state = await listPool(listing(store, { listPage: dying }));
    expect(state.done).toBe(true);
    expect(await listed(store)).toEqual(EVERYBODY);
    expect(countOf(state)).toBe(EVERYBODY.length);
  });

  test('a chain whose token died too often begins again when the run is resumed', async () => {
    const store = new MemoryObjects();
    let deaths = 6;
    const dying: ListPage = async (place) => {
      if (place.token === undefined || deaths === 0) return listPage(place);
      deaths -= 1;
      throw Object.assign(new Error('Paging Marker is Invalid'), { name: 'InvalidParameterException' });
    };
    const one = { chains: [{ name: 'a' }], listPage: dying };
    // A checkpoint at every page: the clock jumps.
    const timer = fakeTimer();
    const slow: ListPage = async (place) => {
      timer.pass(31_000);
      return dying(place);
    };
    await expect(
      listPool(listing(store, { ...one, listPage: slow, timer, pace: createPace(30, timer) })),
    ).rejects.toThrow('Paging Marker');
    deaths = 1;
    expect(await listPool(listing(store, { ...one, resumed: 1 }))).toMatchObject({ done: true });
  });

  test('stops at the limit of a pilot', async () => {
    const store = new MemoryObjects();
    const state = await listPool(listing(store, { chains: [{ name: 'a' }], limit: 3 }));
    expect(state).toMatchObject({ done: true, chains: [{ listed: 3 }] });
    expect(await listed(store)).toEqual(['a0x', 'a0y', 'a1x']);
  });

  test('gives way to an invocation that has taken over', async () => {
    const store = new MemoryObjects();
    await listPool(listing(store, { stopped: upAfter(8) }));
    const other: ListPage = async (place) => {
      store.put('state.json', store.json('state.json'));
      return listPage(place);
    };
    await expect(listPool(listing(store, { listPage: other }))).rejects.toMatchObject({
      name: 'WrittenByAnother',
    });
  });

  test('is not made again when it is done', async () => {
    const store = new MemoryObjects();
    await listPool(listing(store));
    const never: ListPage = () => Promise.reject(new Error('asked again'));
    expect((await listPool(listing(store, { listPage: never }))).done).toBe(true);
  });
});
