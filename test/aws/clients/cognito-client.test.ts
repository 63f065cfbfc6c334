import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createCognitoClient, singleAttempt } from '../../../aws/clients/cognito-client.ts';
import type { Script } from '../../support/scripted-service.ts';
import { CREDENTIALS, withEnvironment, withService } from '../../support/scripted-service.ts';

// The backoff between tries is random; without it the tests do not wait.
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const call = (script: Script, clientOf = createCognitoClient) =>
  withService(script, ({ endpoint, requests }) =>
    withEnvironment({ ...CREDENTIALS, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint }, async () => {
      const client = clientOf({ region: 'eu-west-1' });
      const answer = await client
        .send(new AdminGetUserCommand({ UserPoolId: 'eu-west-1_OldPool00', Username: 'ann' }))
        .then(({ Username }) => Username)
        .catch((error: Error) => error.name);
      client.destroy();
      return { answer, calls: requests.length };
    }),
  );

describe('what is tried again', () => {
  test.each(['TooManyRequestsException', 'ThrottlingException'])('%s, twice', async (exception) => {
    expect(await call(() => ({ exception }))).toEqual({ answer: exception, calls: 3 });
  });

  test('throttled once: the second call counts', async () => {
    const script: Script = (_, number) =>
      number === 1 ? { exception: 'TooManyRequestsException' } : { body: { Username: 'ann' } };
    expect(await call(script)).toEqual({ answer: 'ann', calls: 2 });
  });
});

test('a client for single attempts gives up at once, at the address of the other and as the same caller', async () => {
  const single: typeof createCognitoClient = (access) => singleAttempt(createCognitoClient(access));
  const throttled = { answer: 'TooManyRequestsException', calls: 1 };
  expect(await call(() => ({ exception: 'TooManyRequestsException' }), single)).toEqual(throttled);
  await withService(
    () => ({ body: { Username: 'ann' } }),
    async ({ endpoint, requests }) => {
      const credentials = { accessKeyId: 'AKIAOTHER', secretAccessKey: 's' };
      const client = single({ region: 'eu-west-1', endpoint, credentials });
      await client.send(new AdminGetUserCommand({ UserPoolId: 'eu-west-1_OldPool00', Username: 'ann' }));
      client.destroy();
      expect(requests[0]?.authorization).toContain('Credential=AKIAOTHER/');
    },
  );
});

describe('what is not tried again, or a sign-in would count twice', () => {
  test.each([
    ['a wrong password', { exception: 'NotAuthorizedException' }, 'NotAuthorizedException'],
    ['an internal error', { exception: 'InternalErrorException', status: 500 }, 'InternalErrorException'],
    ['an error of a proxy', { text: '<html>Bad gateway</html>', status: 502 }, undefined],
    ['a broken connection', 'drop', undefined],
  ] as const)('%s', async (_, scripted, name) => {
    const { answer, calls } = await call(() => scripted);
    expect(calls).toBe(1);
    if (name !== undefined) expect(answer).toBe(name);
  });
});
