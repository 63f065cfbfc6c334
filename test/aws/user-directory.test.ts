import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { createUserDirectory } from '../../aws/user-directory.ts';
import type { Script } from '../support/scripted-service.ts';
import { withCognito } from '../support/scripted-service.ts';

const USER_POOL_ID = 'eu-west-1_OldPool00';
const DENIED = { exception: 'AccessDeniedException', message: 'User is not authorized' };

const called = <T>(script: Script, use: (client: CognitoIdentityProviderClient) => Promise<T>) =>
  withCognito(script, async (client, requests) => ({ answer: await use(client), requests: [...requests] }));

describe('the users of a pool', () => {
  const directory = (client: CognitoIdentityProviderClient) => createUserDirectory(client, USER_POOL_ID);

  test('nobody has the name', async () => {
    const { answer } = await called(
      () => ({ exception: 'UserNotFoundException' }),
      (client) => directory(client).find('ann'),
    );
    expect(answer).toBeUndefined();
  });

  test.each(['AccessDeniedException', 'TooManyRequestsException'])(
    '%s is nobody’s absence',
    async (exception) => {
      const find = called(
        () => ({ exception }),
        (client) => directory(client).find('ann'),
      );
      await expect(find).rejects.toMatchObject({ name: exception });
    },
  );

  test('a value is searched in ListUsers’ own language', async () => {
    const { answer, requests } = await called(
      () => ({ body: { Users: [{ Username: 'ann', Attributes: [{ Name: 'sub', Value: 'sub-1' }] }] } }),
      (client) => directory(client).list('preferred_username', 'a "b"'),
    );
    expect(answer).toMatchObject([{ username: 'ann', sub: 'sub-1' }]);
    expect(requests[0]?.input).toMatchObject({ Filter: 'preferred_username = "a \\"b\\""' });
  });

  test('a value that is longer than any filter is not searched', async () => {
    const { answer, requests } = await called(
      () => ({ body: {} }),
      (client) => directory(client).list('email', `${'a'.repeat(250)}@example.com`),
    );
    expect({ answer, requests }).toEqual({ answer: [], requests: [] });
  });

  test('groups of all pages are counted', async () => {
    const { answer } = await called(
      (_, number) =>
        number === 1
          ? { body: { Groups: [{ GroupName: 'a' }, { GroupName: 'b' }], NextToken: 'next' } }
          : { body: { Groups: [{ GroupName: 'c' }] } },
      (client) => directory(client).countGroups('ann'),
    );
    expect(answer).toBe(3);
  });

  test('groups that may not be read are not counted', async () => {
    const { answer } = await called(
      () => DENIED,
      (client) => directory(client).countGroups('ann'),
    );
    expect(answer).toBeUndefined();
  });
});
