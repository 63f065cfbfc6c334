import { describe, expect, test } from '@jest/globals';
import { groupsOfOldUser } from '../../../migration/groups/groups-of-old-user.ts';
import { AmbiguousUsername } from '../../../migration/groups/ports.ts';
import { PoolCallFailed } from '../../../migration/ports.ts';

const SUB = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb';
const OTHER = 'cccccccc-1111-4222-8333-dddddddddddd';

const failure = () => new PoolCallFailed('TooManyRequestsException', 'Rate exceeded');

/** A pool of people, each in a group of their username's name; a member says what is out of the ordinary. */
interface Init {
  /** Usernames by `sub`. */
  readonly users: Readonly<Record<string, string>>;
  /** What a listing does. @default finds everybody */
  readonly listing?: 'late' | 'failing' | 'forbidden';
  /** Whom AdminGetUser prefers where a name is one's username and another's `sub`; AWS does not say. @default sub */
  readonly prefers?: 'sub' | 'username';
  readonly failing?: 'userNamed';
  readonly gone?: boolean;
}

const groupsIn = async ({ users, listing, prefers = 'sub', failing, gone = false }: Init) => {
  const asked: string[] = [];
  const memberships = groupsOfOldUser({
    usernameOf: async (sub) => {
      asked.push(`list ${sub}`);
      if (listing === 'failing') throw failure();
      if (listing === 'forbidden') throw new PoolCallFailed('AccessDeniedException', 'not authorized');
      return listing === 'late' ? undefined : users[sub];
    },
    userNamed: async (name) => {
      asked.push(`get ${name}`);
      if (failing === 'userNamed') throw failure();
      const people = Object.entries(users).map(([sub, username]) => ({ sub, username }));
      const bySub = people.find(({ sub }) => sub === name);
      const byUsername = people.find(({ username }) => username === name);
      return prefers === 'sub' ? (bySub ?? byUsername) : (byUsername ?? bySub);
    },
    groupsNamed: async (username) => (gone ? undefined : [`group of ${username}`]),
  });
  const { names: groups, ...fault } = await memberships.groupsOf(SUB);
  return { groups, ...fault, asked };
};

test.each([
  { title: 'any other', users: { [SUB]: 'ann' }, username: 'ann', asked: [`list ${SUB}`] },
  { title: 'the own sub', users: { [SUB]: SUB }, username: SUB, asked: [`list ${SUB}`] },
  {
    title: 'the own sub in capital letters',
    users: { [SUB]: SUB.toUpperCase() },
    username: SUB.toUpperCase(),
    asked: [`list ${SUB}`],
  },
  {
    title: 'shaped like a sub that nobody has',
    users: { [SUB]: OTHER },
    username: OTHER,
    asked: [`list ${SUB}`, `list ${OTHER}`],
  },
])('of somebody whose username is $title they are told', async ({ users, username, asked }) => {
  expect(await groupsIn({ users })).toEqual({ groups: [`group of ${username}`], asked });
});

test.each([
  ['as it is', OTHER],
  ['in capital letters', OTHER.toUpperCase()],
])(
  'of somebody whose username is the sub of another, %s, they are not told: they may be the other’s',
  async (_, username) => {
    const users = { [SUB]: username, [OTHER]: 'admin' };
    await expect(groupsIn({ users })).rejects.toThrow(AmbiguousUsername);
  },
);

describe.each(['late', 'failing'] as const)(
  'where a listing is %s, AdminGetUser has the last word:',
  (listing) => {
    test('they are told', async () => {
      expect(await groupsIn({ users: { [SUB]: 'ann' }, listing })).toEqual({
        groups: ['group of ann'],
        asked: [`list ${SUB}`, `get ${SUB}`],
      });
    });

    test('there are none of nobody', async () => {
      expect(await groupsIn({ users: {}, listing })).toEqual({
        groups: undefined,
        asked: [`list ${SUB}`, `get ${SUB}`],
      });
    });

    test('it is not known whether there are any if AdminGetUser has no answer either', async () => {
      const asked = groupsIn({ users: { [SUB]: 'ann' }, listing, failing: 'userNamed' });
      await expect(asked).rejects.toThrow(PoolCallFailed);
    });

    test('those of somebody whose username is the sub are not told', async () => {
      const users = { [SUB]: 'admin', [OTHER]: SUB };
      await expect(groupsIn({ users, listing, prefers: 'username' })).rejects.toThrow(AmbiguousUsername);
      await expect(groupsIn({ users: { [OTHER]: SUB }, listing })).rejects.toThrow(AmbiguousUsername);
    });
  },
);

describe('where a listing is failing, of somebody whose username is shaped like a sub', () => {
  const failing = { listing: 'failing' } as const;

  test('they are told if the API takes the name for them', async () => {
    expect(await groupsIn({ users: { [SUB]: OTHER }, ...failing })).toEqual({
      groups: [`group of ${OTHER}`],
      asked: [`list ${SUB}`, `get ${SUB}`, `list ${OTHER}`, `get ${OTHER}`],
    });
  });

  test('they are not told if it takes it for the sub of another', async () => {
    const users = { [SUB]: OTHER, [OTHER]: 'admin' };
    await expect(groupsIn({ users, ...failing })).rejects.toThrow(AmbiguousUsername);
  });

  test('there are none if they go meanwhile', async () => {
    let going: { username: string; sub: string } | undefined = { username: OTHER, sub: SUB };
    const memberships = groupsOfOldUser({
      usernameOf: async () => {
        throw failure();
      },
      userNamed: async () => {
        const user = going;
        going = undefined;
        return user;
      },
      groupsNamed: async () => undefined,
    });
    expect(await memberships.groupsOf(SUB)).toEqual({ names: undefined });
  });
});

test.each([
  ['of somebody', { [SUB]: 'ann' }, ['group of ann']],
  ['of nobody', {}, undefined],
])(
  'where a listing is forbidden, AdminGetUser tells those %s, and why it was asked',
  async (_, users, groups) => {
    expect(await groupsIn({ users, listing: 'forbidden' })).toEqual({
      groups,
      listingFault: 'no-permission',
      asked: [`list ${SUB}`, `get ${SUB}`],
    });
  },
);

test('of somebody who goes meanwhile there are none', async () => {
  expect((await groupsIn({ users: { [SUB]: 'ann' }, gone: true })).groups).toBeUndefined();
});

test('a fault of ours is not taken for a listing that fails', async () => {
  const memberships = groupsOfOldUser({
    usernameOf: () => Promise.reject(new TypeError('ours')),
    userNamed: async () => undefined,
    groupsNamed: async () => undefined,
  });
  await expect(memberships.groupsOf(SUB)).rejects.toThrow(TypeError);
});
