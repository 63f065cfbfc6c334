import { describe, expect, test } from '@jest/globals';
import { createNewMemberships, createOldUserGroups } from '../../aws/group-memberships.ts';
import { groupsOfOldUser } from '../../migration/groups/groups-of-old-user.ts';
import { AmbiguousUsername } from '../../migration/groups/ports.ts';
import type { Script, SeenRequest } from '../support/scripted-service.ts';
import { withCognito } from '../support/scripted-service.ts';

const POOL = 'eu-west-1_Pool00000';
const SUB = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb';

const never = new AbortController().signal;
const callsOf = (requests: readonly SeenRequest[]) =>
  requests.map(({ operation, input }) => ({ operation, ...input }));

describe('memberships in the old pool', () => {
  const groupsOf = (script: Script, signal = never) =>
    withCognito(script, async (client, requests) => ({
      groups: (await groupsOfOldUser(createOldUserGroups(client, POOL)(signal)).groupsOf(SUB)).names,
      calls: callsOf(requests),
    }));

  /** A pool with Ann, who is in one group, and its answer to a listing. */
  const poolOf =
    (listed: ReturnType<Script>, user: ReturnType<Script> = { body: ANN }): Script =>
    ({ operation }) => {
      if (operation === 'ListUsers') return listed;
      return operation === 'AdminGetUser' ? user : { body: { Groups: [{ GroupName: 'a' }] } };
    };
  const ANN = { Username: 'ann', UserAttributes: [{ Name: 'sub', Value: SUB }] };
  const NOBODY = { body: { Users: [] } };
  const looking = { operation: 'AdminGetUser', UserPoolId: POOL, Username: SUB };
  const listing = (sub: string) => ({
    ...{ operation: 'ListUsers', UserPoolId: POOL, Filter: `sub = "${sub}"` },
  });

  test('are asked for by the username behind the sub, page after page', async () => {
    const { groups, calls } = await groupsOf(({ operation, input }) => {
      if (operation === 'ListUsers') return { body: { Users: [{ Username: 'ann' }] } };
      return {
        body:
          input['NextToken'] === undefined
            ? { Groups: [{ GroupName: 'a' }], NextToken: 'next' }
            : { Groups: [{ GroupName: 'b' }] },
      };
    });
    expect(groups).toEqual(['a', 'b']);
    expect(calls).toEqual([
      listing(SUB),
      { operation: 'AdminListGroupsForUser', UserPoolId: POOL, Username: 'ann' },
      { operation: 'AdminListGroupsForUser', UserPoolId: POOL, Username: 'ann', NextToken: 'next' },
    ]);
  });

  test('of somebody who is behind an empty page are told: that page is not the answer', async () => {
    const { groups, calls } = await groupsOf(({ operation, input }) => {
      if (operation !== 'ListUsers') return { body: { Groups: [{ GroupName: 'a' }] } };
      return input['PaginationToken'] === undefined
        ? { body: { Users: [], PaginationToken: 'next' } }
        : { body: { Users: [{ Username: 'ann' }] } };
    });
    expect(groups).toEqual(['a']);
    expect(calls.slice(0, 2)).toEqual([listing(SUB), { ...listing(SUB), PaginationToken: 'next' }]);
  });

  test.each<[string, ReturnType<Script>, number]>([
    ['has not come to yet', NOBODY, 1],
    ['is too busy for, which is not asked again', { exception: 'TooManyRequestsException' }, 1],
    ['breaks down over', { exception: 'InternalErrorException' }, 1],
    ['does not end for', { body: { Users: [], PaginationToken: 'more' } }, 5],
  ])('of somebody whom a listing %s are told: AdminGetUser knows the sub', async (_, listed, pages) => {
    const { groups, calls } = await groupsOf(poolOf(listed));
    expect(groups).toEqual(['a']);
    expect(calls.map(({ operation }) => operation)).toEqual([
      ...Array.from({ length: pages }, () => 'ListUsers'),
      ...['AdminGetUser', 'AdminListGroupsForUser'],
    ]);
    expect(calls[pages]).toEqual(looking);
  });

  test('of nobody are none, if AdminGetUser says so too', async () => {
    const { groups, calls } = await groupsOf(poolOf(NOBODY, { exception: 'UserNotFoundException' }));
    expect(groups).toBeUndefined();
    expect(calls).toEqual([listing(SUB), looking]);
  });

  test.each([[{}], [{ Username: 'eve', UserAttributes: [{ Name: 'sub', Value: 'another' }] }]])(
    'of somebody else are not told: AdminGetUser answers %j',
    async (body) => {
      await expect(groupsOf(poolOf(NOBODY, { body }))).rejects.toThrow(AmbiguousUsername);
    },
  );

  test('of somebody who goes meanwhile are none', async () => {
    const { groups } = await groupsOf(({ operation }) =>
      operation === 'ListUsers'
        ? { body: { Users: [{ Username: 'ann' }] } }
        : { exception: 'UserNotFoundException' },
    );
    expect(groups).toBeUndefined();
  });

  test.each<[string, Script, string]>([
    ['a pool that is gone', () => ({ exception: 'ResourceNotFoundException' }), 'ResourceNotFoundException'],
    ['too many requests', () => ({ exception: 'TooManyRequestsException' }), 'TooManyRequestsException'],
  ])('%s is no answer', async (_, script, exception) => {
    await expect(groupsOf(script)).rejects.toMatchObject({ name: 'PoolCallFailed', exception });
  });

  test('a deadline that has passed is no answer, and waits for none', async () => {
    await expect(groupsOf(() => 'hang', AbortSignal.abort())).rejects.toMatchObject({
      exception: 'AbortError',
    });
  });
});

describe('memberships in the new pool', () => {
  const withMemberships = <T>(
    script: Script,
    use: (memberships: ReturnType<ReturnType<typeof createNewMemberships>>) => Promise<T>,
  ) =>
    withCognito(script, async (client, requests) => ({
      result: await use(createNewMemberships(client, () => Date.UTC(2026, 0, 10))(POOL, never)),
      calls: callsOf(requests),
    }));

  test.each<[string, ReturnType<Script>, string | undefined]>([
    ['somebody', { body: { Username: 'ann', UserAttributes: [{ Name: 'sub', Value: SUB }] } }, SUB],
    ['nobody', { exception: 'UserNotFoundException' }, undefined],
  ])('are those of whomever a name is taken for: %s', async (_, answer, sub) => {
    const { result, calls } = await withMemberships(
      () => answer,
      (memberships) => memberships.subOf('ann'),
    );
    expect(result).toBe(sub);
    expect(calls).toEqual([{ operation: 'AdminGetUser', UserPoolId: POOL, Username: 'ann' }]);
  });

  test('are added one by one', async () => {
    const { result, calls } = await withMemberships(
      () => ({ body: {} }),
      (memberships) => memberships.add('ann', 'a'),
    );
    expect(result).toBe('added');
    expect(calls).toEqual([
      { operation: 'AdminAddUserToGroup', UserPoolId: POOL, Username: 'ann', GroupName: 'a' },
    ]);
  });

  test('cannot be added to a group that is not there', async () => {
    const { result } = await withMemberships(
      () => ({ exception: 'ResourceNotFoundException', message: 'Group not found.' }),
      (memberships) => memberships.add('ann', 'a'),
    );
    expect(result).toBe('no-such-group');
  });

  test.each(['TooManyRequestsException', 'UserNotFoundException', 'NotAuthorizedException'])(
    'are not added where Cognito says %s',
    async (exception) => {
      const added = withMemberships(
        () => ({ exception }),
        (memberships) => memberships.add('ann', 'a'),
      );
      await expect(added).rejects.toMatchObject({ name: 'PoolCallFailed', exception });
    },
  );

  test('are listed with what the pool says about the groups', async () => {
    const { result } = await withMemberships(
      () => ({
        body: {
          Groups: [
            { GroupName: 'a', Description: 'A', Precedence: 0, RoleArn: 'arn:role' },
            { GroupName: 'b' },
          ],
        },
      }),
      (memberships) => memberships.groupsOf('ann'),
    );
    expect(result).toEqual([
      { name: 'a', description: 'A', precedence: 0, roleArn: 'arn:role' },
      { name: 'b' },
    ]);
  });

  test('are marked as carried', async () => {
    const { calls } = await withMemberships(
      () => ({ body: {} }),
      (memberships) => memberships.markCarried('ann'),
    );
    expect(calls).toEqual([
      {
        operation: 'AdminUpdateUserAttributes',
        UserPoolId: POOL,
        Username: 'ann',
        UserAttributes: [{ Name: 'custom:groups_carried', Value: '2026-01-10T00:00:00.000Z' }],
      },
    ]);
  });
});
