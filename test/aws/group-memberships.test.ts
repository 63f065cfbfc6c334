import { describe, expect, test } from '@jest/globals';
import { createNewMemberships, createOldUserGroups } from '../../aws/group-memberships.ts';
import { groupsOfOldUser } from '../../migration/groups/groups-of-old-user.ts';
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
      groups: await groupsOfOldUser(createOldUserGroups(client, POOL)(signal)).groupsOf(SUB),
      calls: callsOf(requests),
    }));

  /** A pool that has these people, by `sub`, and groups of the one who is asked for. */
  const poolOf =
    (usernames: Readonly<Record<string, string>>, groups: readonly string[] = ['a']): Script =>
    ({ operation, input }) => {
      if (operation !== 'ListUsers') return { body: { Groups: groups.map((GroupName) => ({ GroupName })) } };
      const found = Object.entries(usernames).filter(([sub]) => input['Filter'] === `sub = "${sub}"`);
      return { body: { Users: found.map(([, Username]) => ({ Username })) } };
    };
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

  test('where the pages do not end, it is not known whether there is anybody', async () => {
    const endless: Script = () => ({ body: { Users: [], PaginationToken: 'more' } });
    await expect(groupsOf(endless)).rejects.toMatchObject({
      ...{ name: 'PoolCallFailed', exception: 'InternalErrorException' },
    });
  });

  test('of nobody are none', async () => {
    const { groups, calls } = await groupsOf(poolOf({}));
    expect(groups).toBeUndefined();
    expect(calls).toEqual([listing(SUB)]);
  });

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
