import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import type { OldPoolAccess } from '../../aws/old-pool.ts';
import { createOldPool } from '../../aws/old-pool.ts';
import { secretHash } from '../../aws/secret-hash.ts';
import { readException } from '../../migration/old-pool-answer.ts';
import type { OldPoolCalls } from '../../migration/ports.ts';
import type { Script, SeenRequest } from '../support/scripted-service.ts';
import { CREDENTIALS, withEnvironment, withService } from '../support/scripted-service.ts';

const access: OldPoolAccess = { userPoolId: 'eu-west-1_OldPool00', clientId: '1oldclient' };
const PASSWORD = 'Right-Horse-7';
const token = (username: string, sub?: string) =>
  ['e30', Buffer.from(JSON.stringify({ username, sub })).toString('base64url'), 's'].join('.');

/** One old pool over a scripted service. */
const withOldPool = <T>(
  script: Script,
  use: (pool: OldPoolCalls, requests: readonly SeenRequest[]) => Promise<T>,
  signal = new AbortController().signal,
) =>
  withService(script, async ({ endpoint, requests }) => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
    const client = new CognitoIdentityProviderClient({
      endpoint,
      region: 'eu-west-1',
      credentials,
      maxAttempts: 1,
    });
    try {
      return await use(createOldPool(client, access)(signal), requests);
    } finally {
      client.destroy();
    }
  });

describe('authenticate', () => {
  const authenticate = (script: Script) => withOldPool(script, (pool) => pool.authenticate('ann', PASSWORD));

  test('asks with the flow that only an administrator may use, and says that it is a migration', () =>
    withOldPool(
      () => ({ body: { AuthenticationResult: { AccessToken: token('ann') } } }),
      async (pool, requests) => {
        await pool.authenticate('ann@example.com', PASSWORD);
        expect(requests.map(({ operation, input }) => ({ operation, input }))).toEqual([
          {
            operation: 'AdminInitiateAuth',
            input: {
              UserPoolId: 'eu-west-1_OldPool00',
              ClientId: '1oldclient',
              AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
              AuthParameters: { USERNAME: 'ann@example.com', PASSWORD },
              ClientMetadata: { migration: 'true' },
            },
          },
        ]);
      },
    ));

  test.each([
    ['tokens, and whose', { AuthenticationResult: { AccessToken: token('ann') } }, { kind: 'tokens' }, 'ann'],
    ['tokens that tell no name', { AuthenticationResult: {} }, { kind: 'tokens' }, undefined],
    [
      'a challenge, and whose',
      { ChallengeName: 'SMS_MFA', ChallengeParameters: { USER_ID_FOR_SRP: 'ann' } },
      { kind: 'challenge', name: 'SMS_MFA' },
      'ann',
    ],
    [
      'a challenge without parameters',
      { ChallengeName: 'MFA_SETUP' },
      { kind: 'challenge', name: 'MFA_SETUP' },
      undefined,
    ],
    [
      'a choice of factors',
      {
        ChallengeName: 'SELECT_MFA_TYPE',
        ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' },
      },
      { kind: 'challenge', name: 'SELECT_MFA_TYPE', factors: ['SMS_MFA', 'EMAIL_OTP'] },
      undefined,
    ],
    ...['not JSON', '{}', 'null'].map(
      (MFAS_CAN_CHOOSE) =>
        [
          `a choice of ${MFAS_CAN_CHOOSE}`,
          { ChallengeName: 'SELECT_MFA_TYPE', ChallengeParameters: { MFAS_CAN_CHOOSE } },
          { kind: 'challenge', name: 'SELECT_MFA_TYPE' },
          undefined,
        ] as const,
    ),
    ['neither', {}, { kind: 'challenge', name: '' }, undefined],
  ])('%s', async (_, body, answer, username) => {
    expect(await authenticate(() => ({ body }))).toEqual({ answer, username });
  });

  test('tokens tell the sub too', async () => {
    const body = { AuthenticationResult: { AccessToken: token('ann', 'sub-1') } };
    expect(await authenticate(() => ({ body }))).toMatchObject({ username: 'ann', sub: 'sub-1' });
  });

  test.each(['NotAuthorizedException', 'UserNotFoundException', 'TooManyRequestsException'])(
    '%s is an answer',
    async (name) => {
      expect(await authenticate(() => ({ exception: name, message: 'text' }))).toEqual({
        answer: { kind: 'exception', name, message: 'text' },
        username: undefined,
      });
    },
  );

  test.each([
    ['a broken connection', 'drop' as const, 'network'],
    ['a page of a proxy', { text: '<html>', status: 502 }, 'network'],
    ['an internal error', { exception: 'InternalErrorException', status: 500 }, 'internal-error'],
  ])('%s is no refusal', async (_, scripted, reason) => {
    const { answer } = await authenticate(() => scripted);
    if (answer.kind !== 'exception') throw new Error('no exception');
    expect(readException(answer)).toEqual({ kind: 'unavailable', reason });
  });

  test('an old pool that does not answer is given up at the deadline', async () => {
    const controller = new AbortController();
    const script: Script = () => {
      controller.abort();
      return 'hang';
    };
    const { answer } = await withOldPool(
      script,
      (pool) => pool.authenticate('ann', PASSWORD),
      controller.signal,
    );
    expect(answer).toMatchObject({ kind: 'exception', name: 'AbortError' });
  });
});

describe('findUser', () => {
  const find = (body: unknown) =>
    withOldPool(
      () => ({ body }),
      (pool) => pool.findUser('ann'),
    );

  test('reads the profile', async () => {
    expect(
      await find({
        Username: 'ann',
        Enabled: true,
        UserStatus: 'CONFIRMED',
        UserAttributes: [
          { Name: 'sub', Value: 'sub-1' },
          { Name: 'email', Value: 'ann@example.com' },
          { Name: '__proto__', Value: 'x' },
        ],
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      }),
    ).toEqual({
      username: 'ann',
      sub: 'sub-1',
      enabled: true,
      status: 'CONFIRMED',
      attributes: new Map([
        ['email', 'ann@example.com'],
        ['__proto__', 'x'],
      ]),
      factors: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  test('a factor of an old pool that knows only MFAOptions counts, once', async () => {
    const MFAOptions = [{ AttributeName: 'phone_number', DeliveryMedium: 'SMS' }];
    expect(await find({ Username: 'ann', MFAOptions })).toMatchObject({ factors: ['SMS_MFA'] });
    expect(await find({ Username: 'ann', MFAOptions, UserMFASettingList: ['SMS_MFA'] })).toMatchObject({
      factors: ['SMS_MFA'],
    });
  });

  test('what is not said speaks against the person', async () => {
    expect(await find({})).toEqual({
      username: '',
      sub: '',
      enabled: false,
      status: 'UNKNOWN',
      attributes: new Map(),
      factors: [],
    });
  });

  test('an attribute without value is empty', async () => {
    const person = await find({ UserAttributes: [{ Name: 'nickname' }, { Value: 'x' }] });
    expect(person?.attributes).toEqual(
      new Map([
        ['nickname', ''],
        ['', 'x'],
      ]),
    );
  });

  test('nobody', async () => {
    const script: Script = () => ({ exception: 'UserNotFoundException' });
    expect(await withOldPool(script, (pool) => pool.findUser('ann'))).toBeUndefined();
  });

  test.each(['AccessDeniedException', 'TooManyRequestsException'])(
    '%s: PoolCallFailed',
    async (exception) => {
      await expect(
        withOldPool(
          () => ({ exception }),
          (pool) => pool.findUser('ann'),
        ),
      ).rejects.toMatchObject({ name: 'PoolCallFailed', exception });
    },
  );
});

describe('listUsers', () => {
  const ann = { Username: 'ann', Attributes: [{ Name: 'sub', Value: 'sub-1' }] };
  const ben = { Username: 'ben', Attributes: [{ Name: 'sub', Value: 'sub-2' }] };

  test.each([
    ['annie', 'preferred_username = "annie"'],
    ['an"nie', 'preferred_username = "an\\"nie"'],
    ['an\\nie', 'preferred_username = "an\\\\nie"'],
    ['" or sub ^= "', 'preferred_username = "\\" or sub ^= \\""'],
    ['\\" = "x', 'preferred_username = "\\\\\\" = \\"x"'],
  ])('attack: %s stays one value of the filter', (value, filter) =>
    withOldPool(
      () => ({ body: { Users: [] } }),
      async (pool, requests) => {
        expect(await pool.listUsers({ attribute: 'preferred_username', value })).toEqual([]);
        expect(requests.map(({ input }) => input)).toEqual([
          { UserPoolId: 'eu-west-1_OldPool00', Filter: filter },
        ]);
      },
    ),
  );

  test.each([
    ['of 256 characters', 'x'.repeat(256 - 'preferred_username = ""'.length), 1],
    ['of 257 characters', 'x'.repeat(257 - 'preferred_username = ""'.length), 0],
    ['of too many with its backslashes', '"'.repeat(128), 0],
  ])('a filter %s: calls and matches nobody, or only the latter where it is too long', (_, value, calls) =>
    withOldPool(
      () => ({ body: { Users: [] } }),
      async (pool, requests) => {
        expect(await pool.listUsers({ attribute: 'preferred_username', value })).toEqual([]);
        expect(requests).toHaveLength(calls);
      },
    ),
  );

  const listed = (pages: readonly object[]) =>
    withOldPool(
      (_, number) => ({ body: pages[number - 1] ?? {} }),
      async (pool, requests) => ({
        users: await pool.listUsers({ attribute: 'email', value: 'ann@example.com' }),
        tokens: requests.map(({ input }) => input['PaginationToken']),
      }),
    );

  test('one match', async () => {
    expect(await listed([{ Users: [ann] }])).toEqual({
      users: [{ username: 'ann', sub: 'sub-1' }],
      tokens: [undefined],
    });
  });

  test('an empty page is not the end', async () => {
    expect(await listed([{ Users: [], PaginationToken: 't1' }, { Users: [ann] }])).toEqual({
      users: [{ username: 'ann', sub: 'sub-1' }],
      tokens: [undefined, 't1'],
    });
  });

  test('a match is not the end either: there may be a second', async () => {
    const { users } = await listed([{ Users: [ann], PaginationToken: 't1' }, { Users: [ben] }]);
    expect(users).toHaveLength(2);
  });

  test('two matches are enough', async () => {
    const { tokens } = await listed([{ Users: [ann, ben], PaginationToken: 't1' }]);
    expect(tokens).toEqual([undefined]);
  });

  test('a service that pages forever fails, rather than give an answer that may be wrong', async () => {
    const forever: Script = () => ({ body: { Users: [], PaginationToken: 't' } });
    await expect(
      withOldPool(forever, (pool) => pool.listUsers({ attribute: 'email', value: 'x' })),
    ).rejects.toMatchObject({ name: 'PoolCallFailed', exception: 'InternalErrorException' });
  });

  test('users of whom little is told', async () => {
    expect((await listed([{ Users: [{}] }])).users).toEqual([{ username: '', sub: '' }]);
    expect((await listed([{}])).users).toEqual([]);
  });

  test.each(['TooManyRequestsException', 'InvalidParameterException'])(
    '%s: PoolCallFailed',
    async (exception) => {
      await expect(
        withOldPool(
          () => ({ exception }),
          (pool) => pool.listUsers({ attribute: 'email', value: 'x' }),
        ),
      ).rejects.toMatchObject({ name: 'PoolCallFailed', exception });
    },
  );
});

describe('an old client with a secret', () => {
  const clientSecretArn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:old-client';

  const withSecret = <T>(
    script: Script,
    use: (pool: OldPoolCalls, requests: readonly SeenRequest[]) => Promise<T>,
  ) =>
    withService(script, ({ endpoint, requests }) =>
      withEnvironment({ ...CREDENTIALS, AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint }, async () => {
        const client = new CognitoIdentityProviderClient({ endpoint, region: 'eu-west-1', maxAttempts: 1 });
        try {
          const bind = createOldPool(client, { ...access, clientSecretArn });
          return await use(bind(new AbortController().signal), requests);
        } finally {
          client.destroy();
        }
      }),
    );

  const readable: Script = ({ operation }) =>
    operation === 'GetSecretValue'
      ? { body: { SecretString: 'the-secret' } }
      : { body: { AuthenticationResult: { AccessToken: token('ann') } } };

  test('sends the hash of each name, and reads the secret once, from its own Region', () =>
    withSecret(readable, async (pool, requests) => {
      await pool.authenticate('ann', PASSWORD);
      await pool.authenticate('ben', PASSWORD);
      expect(requests.map(({ operation }) => operation)).toEqual([
        'GetSecretValue',
        'AdminInitiateAuth',
        'AdminInitiateAuth',
      ]);
      expect(requests[0]?.input).toEqual({ SecretId: clientSecretArn });
      expect(requests[0]?.authorization).toContain('/eu-central-1/secretsmanager/');
      expect(requests.slice(1).map(({ input }) => input['AuthParameters'])).toEqual(
        ['ann', 'ben'].map((name) => ({
          USERNAME: name,
          PASSWORD,
          SECRET_HASH: secretHash('the-secret', '1oldclient', name),
        })),
      );
    }));

  test.each([
    ['does not exist', { exception: 'ResourceNotFoundException' }],
    ['is being deleted', { exception: 'InvalidRequestException' }],
    ['has a name that is none', { exception: 'InvalidParameterException' }],
    ['cannot be decrypted', { exception: 'DecryptionFailure' }],
    ['is empty', { body: { SecretString: '' } }],
    ['is binary', { body: { SecretBinary: 'AAAA' } }],
  ])('a secret that %s is for the operator to mend, and no refusal', async (_, scripted) => {
    await withSecret(
      () => scripted,
      async (pool, requests) => {
        const { answer } = await pool.authenticate('ann', PASSWORD);
        if (answer.kind !== 'exception') throw new Error('no exception');
        expect(readException(answer)).toEqual({ kind: 'misconfigured', reason: 'client-secret' });
        expect(requests.map(({ operation }) => operation)).toEqual(['GetSecretValue']);
      },
    );
  });

  test('a secret that may not be read is a missing permission', async () => {
    await withSecret(
      () => ({ exception: 'AccessDeniedException' }),
      async (pool) => {
        const { answer } = await pool.authenticate('ann', PASSWORD);
        if (answer.kind !== 'exception') throw new Error('no exception');
        expect(readException(answer)).toEqual({ kind: 'misconfigured', reason: 'no-permission' });
      },
    );
  });

  test('a secret that could not be read is asked for again', () =>
    withSecret(
      (request, number) =>
        number === 1 ? { exception: 'AccessDeniedException' } : readable(request, number),
      async (pool) => {
        await pool.authenticate('ann', PASSWORD);
        expect((await pool.authenticate('ann', PASSWORD)).answer).toEqual({ kind: 'tokens' });
      },
    ));

  test('a secret that was rotated is read anew at the next attempt', () =>
    withSecret(
      (request, number) =>
        number === 2
          ? {
              exception: 'NotAuthorizedException',
              message: 'Unable to verify secret hash for client 1oldclient',
            }
          : readable(request, number),
      async (pool, requests) => {
        await pool.authenticate('ann', PASSWORD);
        expect((await pool.authenticate('ann', PASSWORD)).answer).toEqual({ kind: 'tokens' });
        expect(requests.map(({ operation }) => operation)).toEqual([
          'GetSecretValue',
          'AdminInitiateAuth',
          'GetSecretValue',
          'AdminInitiateAuth',
        ]);
      },
    ));
});
