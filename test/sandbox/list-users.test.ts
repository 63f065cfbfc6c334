import {
  ListUsersCommand,
  type ListUsersRequest,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addFederatedUser, addUser, addUsers } from '../../sandbox/cognito/fixtures.ts';
import type { UserPool } from '../../sandbox/cognito/state.ts';
import { createPool, type Rig, startRig } from '../support/real-client.ts';

let rig: Rig;
let pool: UserPool;

beforeAll(async () => {
  rig = await startRig();
  pool = rig.sandbox.services.pools.pool(await createPool(rig));
  addUsers(
    rig.sandbox.services,
    pool,
    Array.from({ length: 130 }, (_, n) => ({ username: `bulk${n}`, attributes: { family_name: 'Bulk' } })),
  );
  addUser(rig.sandbox.services, pool, {
    username: 'Ada',
    attributes: {
      email: 'Ada@example.com',
      phone_number: '+15550100',
      name: 'Ada "the first" \\ King',
      preferred_username: 'countess',
    },
    state: { status: 'RESET_REQUIRED' },
  });
  addUser(rig.sandbox.services, pool, { username: 'off', state: { enabled: false } });
  addFederatedUser(rig.sandbox.services, pool, { providerName: 'Google', providerUserId: '42' });
});
afterAll(() => rig.close());

const list = (input: Partial<ListUsersRequest>) =>
  rig.client.send(new ListUsersCommand({ UserPoolId: pool.id, ...input }));

async function all(input: Partial<ListUsersRequest>): Promise<UserType[]> {
  const users: UserType[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await list({ ...input, ...(PaginationToken && { PaginationToken }) });
    users.push(...(page.Users ?? []));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return users;
}

const names = (users: readonly UserType[]) => users.map(({ Username }) => Username);

describe('filters', () => {
  test.each([
    ['username = "Ada"', ['Ada']],
    ['username = "ada"', []],
    ['username="Ada"', ['Ada']],
    ['username ^= "Ad"', ['Ada']],
    ['username ^= "ad"', []],
    ['email = "ada@EXAMPLE.com"', ['Ada']],
    ['email ^= "ADA"', ['Ada']],
    ['phone_number = "+15550100"', ['Ada']],
    ['preferred_username = "Countess"', ['Ada']],
    ['name = "Ada \\"the first\\" \\\\ King"', ['Ada']],
    ['name ^= "ada \\"THE"', ['Ada']],
    ['cognito:user_status = "reset_required"', ['Ada']],
    ['cognito:user_status = "EXTERNAL_PROVIDER"', ['Google_42']],
    ['status = "Disabled"', ['off']],
    ['status = "disabled"', []],
    ['email = "nobody@example.com"', []],
    ['username = "__proto__"', []],
  ])('%s', async (Filter, expected) => {
    expect(names(await all({ Filter }))).toEqual(expected);
  });

  test('by sub, whole and by prefix', async () => {
    const [ada] = await all({ Filter: 'username = "Ada"' });
    const sub = ada!.Attributes!.find(({ Name }) => Name === 'sub')!.Value!;
    expect(names(await all({ Filter: `sub = "${sub}"` }))).toEqual(['Ada']);
    for (const length of [1, 2, 8]) {
      expect(names(await all({ Filter: `sub ^= "${sub.slice(0, length)}"` }))).toContain('Ada');
    }
  });

  test('sixteen prefixes of sub are everybody, once', async () => {
    const shards = await Promise.all(
      [...'0123456789abcdef'].map((digit) => all({ Filter: `sub ^= "${digit}"` })),
    );
    expect(names(shards.flat()).sort()).toEqual(
      [...pool.users.values()].map(({ username }) => username).sort(),
    );
  });

  test.each([
    ['custom attributes', 'custom:plan = "x"', 'Invalid search attribute: custom:plan'],
    ['no quotes', 'email = x', 'Error while parsing filter.'],
    ['two conditions', 'email = "x" and name = "y"', 'Error while parsing filter.'],
    ['another comparison', 'email != "x"', 'Error while parsing filter.'],
    ['an unescaped quotation mark', 'name = "a"b"', 'Error while parsing filter.'],
  ])('%s is refused', async (_, Filter, message) => {
    await expect(list({ Filter })).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });

  test('an index built by a look-up follows later changes', async () => {
    const { pools } = rig.sandbox.services;
    const user = addUser(rig.sandbox.services, pool, {
      username: 'moving',
      attributes: { email: 'old@example.com' },
    });
    expect(names(await all({ Filter: 'email = "old@example.com"' }))).toEqual(['moving']);
    pools.updateAttributes(pool, user, new Map([['email', 'new@example.com']]));
    expect(names(await all({ Filter: 'email = "old@example.com"' }))).toEqual([]);
    expect(names(await all({ Filter: 'email = "new@example.com"' }))).toEqual(['moving']);
    pools.removeUser(pool, user);
    expect(names(await all({ Filter: 'email = "new@example.com"' }))).toEqual([]);
  });
});

describe('pages', () => {
  test('a chain has everybody once, sixty at a time', async () => {
    const first = await list({});
    expect(first.Users).toHaveLength(60);
    expect(names(await all({})).sort()).toEqual([...pool.users.keys()].sort());
  });

  test.each([7, 60])('with a limit of %s too', async (Limit) => {
    const seen = names(await all({ Limit, Filter: 'family_name = "bulk"' }));
    expect(new Set(seen).size).toBe(130);
    expect(seen).toHaveLength(130);
  });

  test.each([-1, 61])('a limit of %s is refused', async (Limit) => {
    await expect(list({ Limit })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('who is deleted in between is not listed, nobody else is lost', async () => {
    const other = rig.sandbox.services.pools.pool(await createPool(rig));
    addUsers(
      rig.sandbox.services,
      other,
      Array.from({ length: 10 }, (_, n) => ({ username: `u${n}` })),
    );
    const page = await list({ UserPoolId: other.id, Limit: 5 });
    const gone = [...other.users.values()].find(({ username }) => !names(page.Users!).includes(username))!;
    rig.sandbox.services.pools.removeUser(other, gone);
    const rest = await list({ UserPoolId: other.id, Limit: 5, PaginationToken: page.PaginationToken! });
    expect(rest.Users).toHaveLength(4);
    expect(names([...page.Users!, ...rest.Users!])).not.toContain(gone.username);
  });

  test.each<[string, (token: string) => Partial<ListUsersRequest>]>([
    ['another filter', (PaginationToken) => ({ PaginationToken, Filter: 'status = "Enabled"' })],
    ['another limit', (PaginationToken) => ({ PaginationToken, Limit: 5 })],
    ['a token that was tampered with', (token) => ({ PaginationToken: `x${token}` })],
    ['a made-up token', () => ({ PaginationToken: 'eyJhIjoxfQ.abc' })],
  ])('%s does not go on', async (_, input) => {
    const { PaginationToken } = await list({});
    await expect(list(input(PaginationToken!))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Paging Marker is Invalid for Request',
    });
  });

  test('a token works for an hour', async () => {
    const { PaginationToken } = await list({});
    rig.clock.advanceBy(3_600_000);
    await expect(list({ PaginationToken: PaginationToken! })).resolves.toBeDefined();
    rig.clock.advanceBy(1);
    await expect(list({ PaginationToken: PaginationToken! })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('AttributesToGet', () => {
  test('shows only what was asked for', async () => {
    const [ada] = await all({ Filter: 'username = "Ada"', AttributesToGet: ['email'] });
    expect(ada!.Attributes).toEqual([{ Name: 'email', Value: 'Ada@example.com' }]);
  });

  test.each([[['email']], [['sub']]])(
    '%s is refused where somebody lacks it or it is not taken',
    async (AttributesToGet) => {
      await expect(all({ AttributesToGet })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'One or more requested attributes do not exist in user pool.',
      });
    },
  );
});

test('a filter that no index serves may give short pages, and misses nobody', async () => {
  const large = rig.sandbox.services.pools.pool(await createPool(rig));
  addUsers(
    rig.sandbox.services,
    large,
    Array.from({ length: 12_000 }, (_, n) => ({ username: `user${n}` })),
  );
  expect(names(await all({ UserPoolId: large.id, Filter: 'username ^= "user11999"' }))).toEqual([
    'user11999',
  ]);
});
