import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createCognitoClient } from '../../../aws/clients/cognito-client.ts';
import type { Script } from '../../support/scripted-service.ts';
import { CREDENTIALS, withEnvironment, withService } from '../../support/scripted-service.ts';

// The backoff between tries is random; without it the tests do not wait.
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const call = (script: Script) =>
  withService(script, ({ endpoint, requests }) =>
    withEnvironment({ ...CREDENTIALS, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint }, async () => {
      const client = createCognitoClient({ region: 'eu-west-1' });
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
