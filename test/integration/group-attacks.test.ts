import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  DeleteUserAttributesCommand,
  DescribeUserPoolClientCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLEAN_UP, GROUPS_CARRIED, SOURCE_SUB, SOURCE_VIA } from '../../migration/rules.ts';
import { asAttributes } from '../../sandbox/demo/people.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { newAccessToken, writeProfile } from '../support/integration-attacker.ts';
import {
  addGroup,
  addGroups,
  CARRYING,
  groupsIn,
  joinOldGroups,
  newGroupsOf,
  tokensOf,
} from '../support/integration-groups.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import {
  addPerson,
  answerTo,
  movedUser,
  type Person,
  usersOfNewPool,
} from '../support/integration-people.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

/** Nobody gains a group by anything that a client can write, in either pool. */

/** What Cognito says to an app that writes what it may not. */
const NOT_WRITABLE = /^NotAuthorizedException: /;

let move: Move;
beforeAll(async () => {
  move = await startMove({
    settings: CARRYING,
    // The old pool had attributes of the same names, for everybody to write.
    oldPool: {
      AliasAttributes: ['email'],
      Schema: ['plan', 'source_sub', 'source_via', 'groups_carried', 'clean_up'].map((Name) => ({
        ...{ Name, AttributeDataType: 'String', Mutable: true },
      })),
    },
  });
  await addGroups(move, 'admins', 'readers');
});
afterAll(() => move?.close());

let couples = 0;
const addAdminAndMallory = async (): Promise<{ admin: Person; mallory: Person }> => {
  couples += 1;
  const admin = await addPerson(move, `admin-${couples}`);
  await joinOldGroups(move, admin.username, 'admins');
  return { admin, mallory: await addPerson(move, `mallory-${couples}`) };
};

const groupsOf = async (username: string): Promise<readonly string[]> => {
  const { id, access } = await tokensOf(move, username);
  expect(groupsIn(access)).toEqual(groupsIn(id));
  expect(await newGroupsOf(move, username)).toEqual(groupsIn(id));
  return groupsIn(id);
};

describe.each([SOURCE_SUB, SOURCE_VIA, GROUPS_CARRIED, CLEAN_UP])(
  'attack: a client writes %s',
  (attribute) => {
    test('at SignUp, even where everybody may register', async () => {
      const { admin } = await addAdminAndMallory();
      const pool = move.sandbox.services.pools.pool(move.newUserPoolId);
      const { adminCreateUserConfig } = pool;
      pool.adminCreateUserConfig = { ...adminCreateUserConfig, AllowAdminCreateUserOnly: false };
      const username = `stranger-${couples}`;
      try {
        const attempt = answerTo(async () => {
          await move.cognito.send(
            new SignUpCommand({
              ClientId: move.newClientId,
              Username: username,
              Password: passwordOf(username),
              UserAttributes: asAttributes({ email: `${username}@example.com`, [attribute]: admin.sub }),
            }),
          );
          return 'registered';
        });
        expect(await attempt).toMatch(NOT_WRITABLE);
      } finally {
        pool.adminCreateUserConfig = adminCreateUserConfig;
      }
      expect((await usersOfNewPool(move)).filter((user) => user.username === username)).toEqual([]);
    });

    test('by UpdateUserAttributes, before the groups of anybody were carried, and after', async () => {
      const { admin, mallory } = await addAdminAndMallory();
      const token = await newAccessToken(move, mallory);
      expect(await writeProfile(move.cognito, token, { [attribute]: admin.sub })).toMatch(NOT_WRITABLE);
      expect(await groupsOf(mallory.username)).toEqual([]);
      expect(await groupsOf(admin.username)).toEqual(['admins']);
      expect(await writeProfile(move.cognito, token, { [attribute]: admin.sub })).toMatch(NOT_WRITABLE);
      expect(await groupsOf(mallory.username)).toEqual([]);
    });

    test('by DeleteUserAttributes', async () => {
      const { mallory } = await addAdminAndMallory();
      const AccessToken = await newAccessToken(move, mallory);
      // No removal was ever begun of somebody who signs in.
      if (attribute === CLEAN_UP) await move.world.updateNewUser(mallory.username, { [CLEAN_UP]: '1' });
      const removed = answerTo(async () => {
        await move.cognito.send(
          new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: [attribute] }),
        );
        return 'removed';
      });
      expect(await removed).toMatch(NOT_WRITABLE);
      expect((await movedUser(move, mallory))?.attributes[attribute]).toBeDefined();
    });

    test('in the old pool, where an attribute of that name is everybody’s: it does not come along', async () => {
      const { admin, mallory } = await addAdminAndMallory();
      await move.world.updateOldUser(mallory.username, { [attribute]: admin.sub });
      expect(await groupsOf(mallory.username)).toEqual([]);
      const moved = await movedUser(move, mallory);
      expect(moved?.attributes[SOURCE_SUB]).toBe(mallory.sub);
      expect(moved?.attributes[attribute]).not.toBe(admin.sub);
    });
  },
);

test('attack: the mark is written before the groups were carried, by whoever can: groups are lost, none is gained', async () => {
  const { admin, mallory } = await addAdminAndMallory();
  await move.world.updateOldUser(admin.username, { [GROUPS_CARRIED]: 'yes' });
  expect(await groupsOf(admin.username)).toEqual(['admins']);
  await tokensOf(move, mallory.username);
  await move.world.updateNewUser(mallory.username, { [GROUPS_CARRIED]: 'admins' });
  expect(await groupsOf(mallory.username)).toEqual([]);
});

test('attack: every attribute that a client can write says the name of a group, or the sub of an administrator', async () => {
  const { admin, mallory } = await addAdminAndMallory();
  await joinOldGroups(move, mallory.username, 'readers');
  const token = await newAccessToken(move, mallory);
  const { UserPoolClient } = await move.cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: move.newUserPoolId, ClientId: move.newClientId }),
  );
  const writable = UserPoolClient?.WriteAttributes ?? [];
  expect(writable).not.toEqual([]);
  for (const attribute of writable) {
    for (const value of ['admins', admin.sub])
      await writeProfile(move.cognito, token, { [attribute]: value });
  }
  expect(await groupsOf(mallory.username)).toEqual(['readers']);
});

test('attack: ClientMetadata names groups and attributes', async () => {
  const { admin, mallory } = await addAdminAndMallory();
  const metadata = {
    [SOURCE_SUB]: admin.sub,
    groupsToOverride: '["admins"]',
    'cognito:groups': 'admins',
  };
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { id } = await tokensOf(move, mallory.username, mallory.password, metadata);
    expect(groupsIn(id)).toEqual([]);
  }
});

test('attack: back into a group that was taken away in the new pool', async () => {
  const { admin } = await addAdminAndMallory();
  const token = await newAccessToken(move, admin);
  await move.cognito.send(
    new AdminRemoveUserFromGroupCommand({
      ...{ UserPoolId: move.newUserPoolId, Username: admin.username, GroupName: 'admins' },
    }),
  );
  expect(await writeProfile(move.cognito, token, { [GROUPS_CARRIED]: '' })).toMatch(NOT_WRITABLE);
  expect(await groupsOf(admin.username)).toEqual([]);
});

test('attack: the old name of an administrator who was deleted there, by whoever has it now', async () => {
  const { admin, mallory } = await addAdminAndMallory();
  await tokensOf(move, mallory.username);
  await addGroup(move, OLD_POOL_ID, 'owners');
  await addGroup(move, move.newUserPoolId, 'owners');
  // Mallory moved; then the old account goes, and another person there gets the name and a group.
  await move.world.updateNewUser(mallory.username, { [GROUPS_CARRIED]: '' });
  await move.cognito.send(
    new AdminDeleteUserCommand({ UserPoolId: OLD_POOL_ID, Username: mallory.username }),
  );
  await addPerson(move, mallory.username, {
    attributes: { email: 'namesake@example.com', email_verified: 'true' },
  });
  await joinOldGroups(move, mallory.username, 'owners');
  expect(await groupsOf(mallory.username)).toEqual([]);
  expect(await groupsOf(admin.username)).toEqual(['admins']);
});

test('attack: a flood of unknown names uses up ListUsers: nobody’s first token lacks a group', async () => {
  const { admin } = await addAdminAndMallory();
  const uuid = '7d4b3c52-53b6-4d53-8f1e-0f6f5b1f2222';
  await addPerson(move, uuid, { attributes: {} });
  await joinOldGroups(move, uuid, 'admins');
  const spent = { kind: 'error', name: 'TooManyRequestsException', message: 'Rate exceeded' } as const;
  move.sandbox.interference.failNext('ListUsers', spent, 100);
  try {
    expect(await groupsOf(admin.username)).toEqual(['admins']);
    expect(await groupsOf(uuid)).toEqual(['admins']);
  } finally {
    move.sandbox.interference.reset();
  }
});

test('attack: the same flood, by whoever has the sub of an administrator as username: nothing is gained', async () => {
  const { admin } = await addAdminAndMallory();
  const impostor = await addPerson(move, admin.sub, { attributes: {} });
  const spent = { kind: 'error', name: 'TooManyRequestsException', message: 'Rate exceeded' } as const;
  move.sandbox.interference.failNext('ListUsers', spent, 100);
  try {
    expect(groupsIn((await tokensOf(move, impostor.username, impostor.password)).id)).toEqual([]);
    // Not theirs for now: the API takes the sub for the impostor. With a listing, they have it.
    expect(groupsIn((await tokensOf(move, admin.username)).id)).toEqual([]);
  } finally {
    move.sandbox.interference.reset();
  }
  expect(await groupsOf(admin.username)).toEqual(['admins']);
});

test('attack: the sub of an administrator is somebody’s username in the old pool: that person gains nothing', async () => {
  const { admin } = await addAdminAndMallory();
  const impostor = await addPerson(move, admin.sub, { attributes: {} });
  expect(groupsIn((await tokensOf(move, impostor.username, impostor.password)).id)).toEqual([]);
});

test('attack: the sub of an administrator is somebody’s username in the old pool: the administrator loses nothing', async () => {
  const { admin } = await addAdminAndMallory();
  const impostor = await addPerson(move, admin.sub, { attributes: {} });
  expect(await groupsOf(admin.username)).toEqual(['admins']);
  await tokensOf(move, impostor.username, impostor.password);
  expect((await movedUser(move, impostor))?.attributes).not.toHaveProperty([GROUPS_CARRIED]);
});

test('a person of the new pool alone has the groups of the new pool, and no claim of an old sub', async () => {
  const { cognito, newUserPoolId: UserPoolId } = move;
  const Username = 'native';
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  const Password = passwordOf(Username);
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  const { id, access } = await tokensOf(move, Username);
  expect(groupsIn(id)).toEqual([]);
  expect(id).not.toHaveProperty('old_sub');
  expect(access).not.toHaveProperty('old_sub');
});
