import { expect, test } from '@jest/globals';
import { groupsOfOldUser } from '../../../migration/groups/groups-of-old-user.ts';

const SUB = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb';
const OTHER = 'cccccccc-1111-4222-8333-dddddddddddd';

/** A pool that has these people, username by `sub`, each in a group of their username's name. */
const groupsIn = async (usernames: Readonly<Record<string, string>>, gone = false) => {
  const asked: string[] = [];
  const memberships = groupsOfOldUser({
    usernameOf: async (sub) => {
      asked.push(sub);
      return usernames[sub];
    },
    groupsNamed: async (username) => (gone ? undefined : [`group of ${username}`]),
  });
  return { groups: await memberships.groupsOf(SUB), asked };
};

test.each([
  { title: 'any other', usernames: { [SUB]: 'ann' }, username: 'ann', asked: [SUB] },
  { title: 'the own sub', usernames: { [SUB]: SUB }, username: SUB, asked: [SUB] },
  {
    title: 'the own sub in capital letters',
    usernames: { [SUB]: SUB.toUpperCase() },
    username: SUB.toUpperCase(),
    asked: [SUB],
  },
  {
    title: 'shaped like a sub that nobody has',
    usernames: { [SUB]: OTHER },
    username: OTHER,
    asked: [SUB, OTHER],
  },
])('of somebody whose username is $title they are told', async ({ usernames, username, asked }) => {
  expect(await groupsIn(usernames)).toEqual({ groups: [`group of ${username}`], asked });
});

test.each([
  ['as it is', OTHER],
  ['in capital letters', OTHER.toUpperCase()],
])(
  'of somebody whose username is the sub of another, %s, they are not told: they may be the other’s',
  async (_, username) => {
    await expect(groupsIn({ [SUB]: username, [OTHER]: 'admin' })).rejects.toMatchObject({
      ...{ name: 'PoolCallFailed', exception: 'AmbiguousUsername' },
    });
  },
);

test('of nobody there are none', async () => {
  expect(await groupsIn({})).toEqual({ groups: undefined, asked: [SUB] });
});

test('of somebody who goes meanwhile there are none', async () => {
  expect((await groupsIn({ [SUB]: 'ann' }, true)).groups).toBeUndefined();
});
