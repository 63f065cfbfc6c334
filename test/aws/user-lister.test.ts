import { describe, expect, test } from '@jest/globals';
import { createPace } from '../../aws/clients/request-pace.ts';
import type { Chain, ListedPage, ListPage } from '../../aws/user-lister.ts';
import {
  createListPage,
  filterByUsername,
  firstUsers,
  listChains,
  prefixesThatWork,
} from '../../aws/user-lister.ts';
import type { ListedUser } from '../../migration/listed-user.ts';
import { addUser } from '../support/integration-backfill.ts';
import { fakeTimer } from '../support/memory-objects.ts';
import { createPool, startRig } from '../support/real-client.ts';

const user = (sub: string): ListedUser => ({
  username: sub,
  sub,
  enabled: true,
  status: 'CONFIRMED',
  attributes: new Map(),
});

const chain = (name: string, more: Partial<Chain> = {}): Chain => ({
  name,
  done: false,
  restarts: 0,
  ...more,
});

const deadToken = () =>
  Object.assign(new Error('Paging Marker is Invalid for Request'), { name: 'InvalidParameterException' });

/** Pages of two users each; the token is the number of the page. */
const pagesOf =
  (pages: number, fail: (token: string | undefined) => void = () => {}): ListPage =>
  async (place) => {
    fail(place.token);
    const page = Number(place.token ?? 0);
    const name = (place as Chain).name;
    return {
      users: [user(`${name}-${page}a`), user(`${name}-${page}b`)],
      ...(page + 1 < pages ? { token: String(page + 1) } : {}),
    };
  };

const list = async (
  chains: readonly Chain[],
  listPage: ListPage,
  { stopAfter = Number.POSITIVE_INFINITY }: { stopAfter?: number } = {},
) => {
  const timer = fakeTimer();
  const pages: ListedPage[] = [];
  const counts = await listChains({
    listPage,
    pace: createPace(30, timer),
    take: async (page) => void pages.push(page),
    stopped: () => pages.length >= stopAfter,
    timer,
  })(chains);
  const places = new Map(chains.map((one) => [one.name, one]));
  for (const page of pages) places.set(page.chain.name, page.chain);
  return { counts, pages, places: [...places.values()] };
};

const subs = (pages: readonly ListedPage[]) => pages.flatMap(({ users }) => users.map(({ sub }) => sub));

describe('chains of pages', () => {
  test('all are followed to the end', async () => {
    const { pages, places } = await list([chain('a'), chain('b')], pagesOf(3));
    expect(new Set(subs(pages)).size).toBe(12);
    expect(places.every(({ done }) => done)).toBe(true);
  });

  test('a throttled page is asked for again, from the same place', async () => {
    let refusals = 2;
    const { pages, counts } = await list(
      [chain('a')],
      pagesOf(3, (token) => {
        if (token === '1' && refusals > 0) {
          refusals -= 1;
          throw Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
        }
      }),
    );
    expect(subs(pages)).toEqual(['a-0a', 'a-0b', 'a-1a', 'a-1b', 'a-2a', 'a-2b']);
    expect(counts).toEqual({ calls: 5, throttled: 2 });
  });

  test('when the time is up, each says where to go on, and goes on from there', async () => {
    const first = await list([chain('a'), chain('b')], pagesOf(3), { stopAfter: 2 });
    expect(first.places.some(({ done, token }) => !done && token !== undefined)).toBe(true);
    const second = await list(first.places, pagesOf(3));
    expect([...subs(first.pages), ...subs(second.pages)].sort()).toHaveLength(12);
    expect(new Set([...subs(first.pages), ...subs(second.pages)]).size).toBe(12);
  });

  test('one whose token has died begins from nothing and says so', async () => {
    let dead = true;
    const { pages, places } = await list(
      [chain('a', { token: '2' })],
      pagesOf(3, (token) => {
        if (token === '2' && dead) {
          dead = false;
          throw deadToken();
        }
      }),
    );
    expect(places).toEqual([chain('a', { done: true, restarts: 1 })]);
    expect(subs(pages)).toHaveLength(6);
  });

  test('a request that is wrong from the beginning fails', async () => {
    const wrong = pagesOf(1, () => {
      throw deadToken();
    });
    await expect(list([chain('a')], wrong)).rejects.toThrow('Paging Marker');
  });

  test('tokens that die again and again fail', async () => {
    const dying = pagesOf(3, (token) => {
      if (token !== undefined) throw deadToken();
    });
    await expect(list([chain('a')], dying)).rejects.toThrow('Paging Marker');
  });
});

describe('prefixes of sub', () => {
  const PREFIXES = ['0a', '1b', 'ff'];
  const everybody: ListPage = async ({ filter }) => ({
    users: filter === undefined || filter.includes('1b') ? [user('1b2c')] : [],
  });
  const emptyPages =
    (pages: number): ListPage =>
    async (place) =>
      Number(place.token ?? 0) < pages
        ? { users: [], token: String(Number(place.token ?? 0) + 1) }
        : everybody(place);
  const refused =
    (name: string): ListPage =>
    async (place) => {
      if (place.filter === undefined) return everybody(place);
      throw Object.assign(new Error('Error while parsing filter.'), { name });
    };

  test.each<[string, ListPage, readonly string[]]>([
    ['somebody is found by one', everybody, PREFIXES],
    ['somebody is found after pages of nobody', emptyPages(3), PREFIXES],
    ['somebody is found after many pages of nobody', emptyPages(50), PREFIXES],
    ['nobody is there', async () => ({ users: [] }), ['']],
    ['the filter finds nobody', async ({ filter }) => ({ users: filter ? [] : [user('1b2c')] }), ['']],
    ['the filter finds anybody', async () => ({ users: [user('1b2c'), user('2c3d')] }), ['']],
    ['somebody has no such prefix', async () => ({ users: [user('zz')] }), ['']],
    ['the filter is refused', refused('InvalidParameterException'), ['']],
  ])('where %s', async (_, listPage, prefixes) => {
    expect(await prefixesThatWork(listPage, PREFIXES)).toEqual(prefixes);
  });

  test('what else goes wrong is no answer', async () => {
    await expect(prefixesThatWork(refused('AccessDeniedException'), PREFIXES)).rejects.toThrow();
  });
});

test.each([
  ['somebody comes after more empty pages than anybody would expect', 300, [user('1b2c')], 301],
  ['somebody is on the first page, and others follow', 0, [user('1b2c')], 1],
  ['the pages end without anybody', 300, [], 301],
])('where %s, that is the answer', async (_, emptyPages, users, pages) => {
  let read = 0;
  const listPage: ListPage = async ({ token }) => {
    read += 1;
    const page = Number(token ?? 0);
    if (page < emptyPages) return { users: [], token: String(page + 1) };
    return users.length > 0 && page === 0 ? { users, token: 'more' } : { users };
  };
  expect(await firstUsers(listPage, 'sub = "1b2c"')).toEqual(users);
  expect(read).toBe(pages);
});

test('ListUsers finds by username, whatever is in it, and tells what is needed of a user', async () => {
  const rig = await startRig();
  try {
    const poolId = await createPool(rig);
    const sub = addUser(rig.sandbox, poolId, {
      username: 'with"quote\\',
      enabled: false,
      attributes: { email: 'a@example.com' },
    });
    addUser(rig.sandbox, poolId, { username: 'other' });
    const { users } = await createListPage(rig.client, poolId)({ filter: filterByUsername('with"quote\\') });
    expect(users).toEqual([
      {
        username: 'with"quote\\',
        sub,
        enabled: false,
        status: 'CONFIRMED',
        attributes: new Map([['email', 'a@example.com']]),
        createdAt: rig.clock.now(),
        modifiedAt: rig.clock.now(),
      },
    ]);
  } finally {
    await rig.close();
  }
});
