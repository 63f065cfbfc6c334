import {
  AdminDeleteUserCommand,
  AdminRemoveUserFromGroupCommand,
  DeleteGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GROUPS_CARRIED } from '../../migration/rules.ts';
import {
  addGroup,
  addGroups,
  CARRYING,
  groupClaimsOf,
  groupsIn,
  joinOldGroups,
  newGroupsOf,
  refreshed,
  tokensOf,
} from '../support/integration-groups.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import { addPerson, callsDuring, logDuring, movedUser } from '../support/integration-people.ts';
import { OLD_POOL_ID } from '../support/synthesized-assembly.ts';

/** What the mark says: when. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT.*Z$/;

/** Groups arrive with the person: in the first token, whatever it came by, and then without another call. */

const THROTTLED = { kind: 'error', name: 'TooManyRequestsException', message: 'Rate exceeded' } as const;

/** What a sign-in asks of the new pool by itself. */
const SIGN_IN = ['InitiateAuth'];

let move: Move;
beforeAll(async () => {
  move = await startMove({ settings: CARRYING });
  await addGroups(move, 'admins', 'editors', 'readers', 'beta-testers');
  await addGroup(move, OLD_POOL_ID, 'staff');
  await addGroup(move, move.newUserPoolId, 'employees');
});
afterAll(() => move?.close());

describe('the first token after a lazy migration', () => {
  test('has exactly the old groups, in both tokens, by their new names', async () => {
    await addPerson(move, 'anna');
    await joinOldGroups(move, 'anna', 'admins', 'editors', 'staff');
    const { id, access } = await tokensOf(move, 'anna');
    expect(groupsIn(id)).toEqual(['admins', 'editors', 'employees']);
    expect(groupsIn(access)).toEqual(['admins', 'editors', 'employees']);
    expect(await newGroupsOf(move, 'anna')).toEqual(['admins', 'editors', 'employees']);
  });

  test('leaves groups behind that stay behind', async () => {
    await addPerson(move, 'bert');
    await joinOldGroups(move, 'bert', 'beta-testers', 'readers');
    expect(groupsIn((await tokensOf(move, 'bert')).id)).toEqual(['readers']);
    expect(await newGroupsOf(move, 'bert')).toEqual(['readers']);
  });

  test('has no groups for somebody without any, and is not asked again', async () => {
    const person = await addPerson(move, 'carla');
    const { id } = await tokensOf(move, 'carla');
    expect(id).not.toHaveProperty('cognito:groups');
    expect((await movedUser(move, person))?.attributes[GROUPS_CARRIED]).toMatch(ISO_TIME);
  });

  test('says the same as the second, roles and preferred role included', async () => {
    const arn = (role: string) => `arn:aws:iam::111122223333:role/${role}`;
    for (const [name, Precedence, role] of [
      ['finance', 3, 'finance'],
      ['legal', 1, 'legal'],
    ] as const) {
      await addGroup(move, OLD_POOL_ID, name, { Precedence: 9 });
      await addGroup(move, move.newUserPoolId, name, { Precedence, RoleArn: arn(role) });
    }
    await addPerson(move, 'dora');
    await joinOldGroups(move, 'dora', 'finance', 'legal', 'readers');
    const first = await tokensOf(move, 'dora');
    const second = await tokensOf(move, 'dora');
    expect(groupClaimsOf(first.id)).toEqual({
      groups: ['finance', 'legal', 'readers'],
      roles: [arn('finance'), arn('legal')],
      preferredRole: arn('legal'),
    });
    expect(groupClaimsOf(second.id)).toEqual(groupClaimsOf(first.id));
    expect(groupClaimsOf(second.access)).toEqual(groupClaimsOf(first.access));
  });
});

describe('what it costs', () => {
  test('the first token: two looks into the old pool, one write for each group, one look, one mark', async () => {
    await addPerson(move, 'emil');
    await joinOldGroups(move, 'emil', 'editors', 'readers');
    const calls = await callsDuring(move, () => tokensOf(move, 'emil'));
    expect(calls.oldPool).toEqual([
      ...['AdminGetUser', 'AdminInitiateAuth', 'AdminListGroupsForUser', 'ListUsers'],
    ]);
    expect(calls.newPool).toEqual([
      ...['AdminAddUserToGroup', 'AdminAddUserToGroup', 'AdminGetUser', 'AdminGetUser'],
      ...['AdminListGroupsForUser', 'AdminUpdateUserAttributes', 'InitiateAuth'],
    ]);
  });

  test('the first token of somebody whom no listing finds: one look more, and then no call either', async () => {
    await addPerson(move, 'edda');
    await joinOldGroups(move, 'edda', 'editors');
    move.sandbox.interference.failNext('ListUsers', THROTTLED);
    const calls = await callsDuring(move, () => tokensOf(move, 'edda'));
    expect(calls.oldPool).toEqual([
      ...['AdminGetUser', 'AdminGetUser', 'AdminInitiateAuth', 'AdminListGroupsForUser', 'ListUsers'],
    ]);
    expect(await callsDuring(move, () => tokensOf(move, 'edda'))).toMatchObject({ oldPool: [] });
  });

  test('the first token of somebody whose username looks like a sub: one look more into each pool', async () => {
    const username = '0b9ff4ce-7b1c-4f7a-9d35-2f1a35a4d111';
    await addPerson(move, username);
    await joinOldGroups(move, username, 'editors');
    const calls = await callsDuring(move, async () => {
      expect(groupsIn((await tokensOf(move, username)).id)).toEqual(['editors']);
    });
    expect(calls.oldPool).toEqual([
      ...['AdminGetUser', 'AdminInitiateAuth', 'AdminListGroupsForUser', 'ListUsers', 'ListUsers'],
    ]);
    expect(calls.newPool).toEqual([
      // Three of the migration, for this name, the old sub and the address, and one of the token.
      ...['AdminAddUserToGroup', 'AdminGetUser', 'AdminGetUser', 'AdminGetUser', 'AdminGetUser'],
      ...['AdminListGroupsForUser', 'AdminUpdateUserAttributes', 'InitiateAuth'],
    ]);
    expect(await callsDuring(move, () => tokensOf(move, username))).toMatchObject({ oldPool: [] });
  });

  test('the second token, and every refresh: no call', async () => {
    const { refreshToken } = await tokensOf(move, 'emil');
    const signedIn = await callsDuring(move, () => tokensOf(move, 'emil'));
    expect(signedIn).toEqual({ oldPool: [], newPool: SIGN_IN, invocations: 1 });
    const calls = await callsDuring(move, async () => {
      expect(groupsIn((await refreshed(move, refreshToken)).id)).toEqual(['editors', 'readers']);
    });
    expect(calls).toEqual({ oldPool: [], newPool: SIGN_IN, invocations: 1 });
  });

  test('two first sign-ins at once end as one would', async () => {
    await addPerson(move, 'fanny');
    await joinOldGroups(move, 'fanny', 'admins', 'readers');
    const both = await Promise.allSettled([tokensOf(move, 'fanny'), tokensOf(move, 'fanny')]);
    const tokens = both.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(tokens.length).toBeGreaterThan(0);
    for (const { id } of tokens) expect(groupsIn(id)).toEqual(['admins', 'readers']);
    expect(await newGroupsOf(move, 'fanny')).toEqual(['admins', 'readers']);
  });

  test('a person with more groups than a page, or than Cognito takes writes in a second, has them all', async () => {
    const names = Array.from({ length: 70 }, (_, index) => `team-${String(index).padStart(2, '0')}`);
    await addGroups(move, ...names);
    await addPerson(move, 'gerd');
    await joinOldGroups(move, 'gerd', ...names);
    expect(groupsIn((await tokensOf(move, 'gerd')).id)).toEqual(names);
  });
});

describe('when something is missing', () => {
  const reasons = async (attempt: () => Promise<unknown>) =>
    (await logDuring(move, attempt))
      .filter(({ message }) => message === 'Groups not carried')
      .map(({ reason, unknownGroups, postponed }) => ({ reason, unknownGroups, postponed }));

  test('a group that the new pool lacks is not in the token, is counted, and comes when it is there', async () => {
    await addGroup(move, OLD_POOL_ID, 'press');
    const person = await addPerson(move, 'hanna');
    await joinOldGroups(move, 'hanna', 'press', 'readers');
    const counted = await reasons(async () => {
      expect(groupsIn((await tokensOf(move, 'hanna')).id)).toEqual(['readers']);
    });
    expect(counted).toEqual([{ reason: 'unknown-group', unknownGroups: 1, postponed: 0 }]);
    expect((await movedUser(move, person))?.attributes).not.toHaveProperty([GROUPS_CARRIED]);

    await addGroup(move, move.newUserPoolId, 'press');
    expect(groupsIn((await tokensOf(move, 'hanna')).id)).toEqual(['press', 'readers']);
    expect(await callsDuring(move, () => tokensOf(move, 'hanna'))).toMatchObject({ oldPool: [] });
  });

  test('somebody who was deleted in the old pool is marked only when AdminGetUser says so', async () => {
    const person = await addPerson(move, 'inge');
    const { interference } = move.sandbox;
    interference.failNext('AdminListGroupsForUser', { kind: 'internal-error' });
    await tokensOf(move, 'inge');
    await move.cognito.send(new AdminDeleteUserCommand({ UserPoolId: OLD_POOL_ID, Username: 'inge' }));

    interference.failNext('AdminGetUser', { kind: 'internal-error' });
    await tokensOf(move, 'inge');
    expect((await movedUser(move, person))?.attributes).not.toHaveProperty([GROUPS_CARRIED]);

    const calls = await callsDuring(move, () => tokensOf(move, 'inge'));
    expect(calls.oldPool).toEqual(['AdminGetUser', 'ListUsers']);
    expect((await movedUser(move, person))?.attributes[GROUPS_CARRIED]).toMatch(ISO_TIME);
  });

  test('the old pool does not answer: the sign-in goes through, and a refresh carries the groups', async () => {
    await addPerson(move, 'ida');
    await joinOldGroups(move, 'ida', 'editors');
    let refreshToken = '';
    const { interference } = move.sandbox;
    interference.failNext('AdminListGroupsForUser', { kind: 'internal-error' });
    const counted = await reasons(async () => {
      const tokens = await tokensOf(move, 'ida');
      refreshToken = tokens.refreshToken;
      expect(groupsIn(tokens.id)).toEqual([]);
    });
    expect(counted).toMatchObject([{ reason: 'internal-error' }]);
    expect(groupsIn((await refreshed(move, refreshToken)).access)).toEqual(['editors']);
    expect(await newGroupsOf(move, 'ida')).toEqual(['editors']);
  });

  test('the new pool takes no more writes: the groups are in the token all the same, and written later', async () => {
    const person = await addPerson(move, 'jan');
    await joinOldGroups(move, 'jan', 'admins');
    move.sandbox.interference.failNext('AdminAddUserToGroup', THROTTLED);
    const counted = await reasons(async () => {
      expect(groupsIn((await tokensOf(move, 'jan')).id)).toEqual(['admins']);
    });
    expect(counted).toEqual([{ reason: 'throttled', unknownGroups: 0, postponed: 1 }]);
    expect((await movedUser(move, person))?.attributes).not.toHaveProperty([GROUPS_CARRIED]);

    expect(groupsIn((await tokensOf(move, 'jan')).id)).toEqual(['admins']);
    expect(await newGroupsOf(move, 'jan')).toEqual(['admins']);
  });

  test('the mark cannot be written: nothing is lost, and the next token writes it', async () => {
    const person = await addPerson(move, 'karin');
    await joinOldGroups(move, 'karin', 'readers');
    move.sandbox.interference.failNext('AdminUpdateUserAttributes', { kind: 'internal-error' });
    expect(groupsIn((await tokensOf(move, 'karin')).id)).toEqual(['readers']);
    expect((await movedUser(move, person))?.attributes).not.toHaveProperty([GROUPS_CARRIED]);
    await tokensOf(move, 'karin');
    expect((await movedUser(move, person))?.attributes[GROUPS_CARRIED]).toMatch(ISO_TIME);
  });

  test('once carried, the new pool rules: who is taken out of a group there stays out', async () => {
    await addPerson(move, 'leo');
    await joinOldGroups(move, 'leo', 'admins', 'readers');
    await tokensOf(move, 'leo');
    const { cognito, newUserPoolId: UserPoolId } = move;
    await cognito.send(
      new AdminRemoveUserFromGroupCommand({ UserPoolId, Username: 'leo', GroupName: 'admins' }),
    );
    expect(groupsIn((await tokensOf(move, 'leo')).id)).toEqual(['readers']);
  });

  test('a group that was deleted in the new pool is in nobody’s token', async () => {
    await addGroups(move, 'retired');
    await move.cognito.send(new DeleteGroupCommand({ UserPoolId: move.newUserPoolId, GroupName: 'retired' }));
    await addPerson(move, 'mia');
    await joinOldGroups(move, 'mia', 'retired');
    expect(groupsIn((await tokensOf(move, 'mia')).id)).toEqual([]);
  });
});

describe('the claim with the old sub', () => {
  test('is in both tokens of whoever came from the old pool, from the first on, and in those of nobody else', async () => {
    const { sub } = await addPerson(move, 'nora');
    const first = await tokensOf(move, 'nora');
    const second = await tokensOf(move, 'nora');
    for (const claims of [first.id, first.access, second.id, second.access]) {
      expect(claims['old_sub']).toBe(sub);
    }
    await joinOldGroups(move, 'nora', 'admins');
    expect(groupsIn((await tokensOf(move, 'nora')).id)).toEqual([]);
  });
});
