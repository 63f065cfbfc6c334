import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { createNewPool } from '../../aws/new-pool.ts';
import type { Script } from '../support/scripted-service.ts';
import { withService } from '../support/scripted-service.ts';

const findHolder = (script: Script) =>
  withService(script, async ({ endpoint, requests }) => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
    const client = new CognitoIdentityProviderClient({
      endpoint,
      region: 'eu-west-1',
      credentials,
      maxAttempts: 1,
    });
    try {
      const pool = createNewPool(client)('eu-west-1_NewPool00', new AbortController().signal);
      return { holder: await pool.findHolder('ann'), inputs: requests.map(({ input }) => input) };
    } finally {
      client.destroy();
    }
  });

test.each([
  [
    'somebody who moved',
    { UserAttributes: [{ Name: 'custom:source_sub', Value: 'sub-1' }] },
    { sourceSub: 'sub-1' },
  ],
  ['somebody who signed up', { UserAttributes: [{ Name: 'sub', Value: 'x' }] }, { sourceSub: undefined }],
  ['somebody of whom little is told', {}, { sourceSub: undefined }],
])('%s holds the name', async (_, body, holder) => {
  expect(await findHolder(() => ({ body }))).toEqual({
    holder,
    inputs: [{ UserPoolId: 'eu-west-1_NewPool00', Username: 'ann' }],
  });
});

test('nobody holds the name', async () => {
  expect((await findHolder(() => ({ exception: 'UserNotFoundException' }))).holder).toBeUndefined();
});

test('a pool that does not answer is not a free name', async () => {
  await expect(findHolder(() => ({ exception: 'TooManyRequestsException' }))).rejects.toMatchObject({
    name: 'PoolCallFailed',
    exception: 'TooManyRequestsException',
  });
});
