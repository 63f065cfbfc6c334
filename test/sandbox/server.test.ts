import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateTermsCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { addUser } from '../../sandbox/cognito/fixtures.ts';
import { createPool, type Rig, startRig } from '../support/real-client.ts';

let rig: Rig;
let UserPoolId: string;

beforeAll(async () => {
  rig = await startRig();
  UserPoolId = await createPool(rig);
});
afterAll(() => rig.close());
afterEach(() => rig.sandbox.interference.reset());

const call = (operation: string, body: string, headers: Record<string, string> = {}) =>
  fetch(rig.sandbox.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`, ...headers },
    body,
  });

const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/cognito-idp/aws4_request',
};

describe('the wire', () => {
  test('an error has its type in the body and in a header, status 400 and the CORS origin', async () => {
    const response = await call(
      'SignUp',
      JSON.stringify({ ClientId: 'none', Username: 'ada', Password: 'x' }),
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'User pool client none does not exist.',
    });
    expect(response.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException:');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('a browser may ask first', async () => {
    const response = await fetch(rig.sandbox.endpoint, { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(response.headers.get('access-control-allow-headers')).toBe('*');
  });

  // Node would announce `timeout=5` and close after it; a call that met the closing would fail by chance.
  test.each([
    ['Cognito', () => rig.sandbox.endpoint],
    ['S3', () => rig.sandbox.s3.endpoint],
  ])('%s keeps an idle connection for as long as the client likes', async (_, endpoint) => {
    const { headers } = await fetch(endpoint());
    expect({ connection: headers.get('connection'), timeout: headers.get('keep-alive') }).toEqual({
      connection: 'keep-alive',
      timeout: null,
    });
  });

  test('dates are epoch seconds', async () => {
    const response = await call('DescribeUserPool', JSON.stringify({ UserPoolId }), SIGNED);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await response.json()).toMatchObject({ UserPool: { CreationDate: Date.UTC(2026, 0, 1) / 1000 } });
  });

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a string', '"x"'],
    ['a number where a string belongs', '{"UserPoolId": 7, "Username": "ada"}'],
    ['an object where a string belongs', '{"UserPoolId": "p", "Username": {"toString": 1}}'],
    ['a string where a list belongs', '{"UserPoolId": "p", "Username": "a", "UserAttributes": "x"}'],
    ['a string within a list of objects', '{"UserPoolId": "p", "Username": "a", "UserAttributes": ["x"]}'],
    ['a number within a map of strings', '{"UserPoolId": "p", "Username": "a", "ClientMetadata": {"a": 1}}'],
  ])('%s is refused as unreadable', async (_, body) => {
    const response = await call('AdminCreateUser', body, SIGNED);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });

  test('missing members are named together', async () => {
    const response = await call('AdminGetUser', '{}', SIGNED);
    expect(await response.json()).toEqual({
      __type: 'InvalidParameterException',
      message:
        "2 validation errors detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null; Value null at 'username' failed to satisfy constraint: Member must not be null",
    });
  });

  test('an operation that the sandbox does not have is refused by name', async () => {
    await expect(
      rig.client.send(
        new CreateTermsCommand({
          UserPoolId,
          ClientId: 'c',
          TermsName: 't',
          TermsSource: 'LINK',
          Enforcement: 'NONE',
        }),
      ),
    ).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
      message: expect.stringContaining('CreateTerms'),
    });
  });

  test('an operation that Cognito does not have is unknown, however it is called', async () => {
    for (const operation of ['MakeCoffee', '__proto__', 'constructor', 'toString']) {
      const response = await call(operation, '{}', SIGNED);
      expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
    }
  });

  test('a body above one megabyte is refused', async () => {
    const response = await call(
      'AdminGetUser',
      JSON.stringify({ Username: 'x'.repeat(1024 * 1024) }),
      SIGNED,
    );
    expect(response.status).toBe(413);
  });

  test('`__proto__` is a member that nobody reads', async () => {
    const body = `{"UserPoolId":"${UserPoolId}","Username":"__proto__","UserAttributes":[{"Name":"__proto__","Value":"x"}],"__proto__":{"a":"b"}}`;
    const response = await call('AdminCreateUser', body, SIGNED);
    expect(await response.json()).toMatchObject({
      __type: 'InvalidParameterException',
      message:
        'Attributes did not conform to the schema: __proto__: Attribute does not exist in the schema.\n',
    });
    expect('a' in {}).toBe(false);
  });

  test('a user may be called `__proto__`', async () => {
    const Username = '__proto__';
    await rig.client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
    await expect(rig.client.send(new AdminGetUserCommand({ UserPoolId, Username }))).resolves.toMatchObject({
      Username,
    });
    await expect(
      rig.client.send(new AdminGetUserCommand({ UserPoolId, Username: 'constructor' })),
    ).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('what the sandbox shows', () => {
  test('the signing keys of a pool', async () => {
    const response = await fetch(`${rig.sandbox.endpoint}/${UserPoolId}/.well-known/jwks.json`);
    expect(await response.json()).toMatchObject({ keys: [{ kty: 'RSA', alg: 'RS256' }] });
  });

  test('no keys of a pool that does not exist', async () => {
    const response = await fetch(`${rig.sandbox.endpoint}/eu-west-1_none/.well-known/jwks.json`);
    expect(response.status).toBe(404);
  });

  test('the address of its S3', async () => {
    const response = await fetch(`${rig.sandbox.endpoint}/_sandbox/addresses`);
    expect(await response.json()).toEqual({ s3Endpoint: rig.sandbox.s3.endpoint });
  });

  test('the messages of one user', async () => {
    const user = { UserPoolId, UserAttributes: [{ Name: 'email', Value: 'grace@example.com' }] };
    await rig.client.send(
      new AdminCreateUserCommand({ ...user, Username: 'grace', TemporaryPassword: 'first-one' }),
    );
    await rig.client.send(
      new AdminCreateUserCommand({ ...user, Username: 'other', TemporaryPassword: 'other-one' }),
    );
    const response = await fetch(
      `${rig.sandbox.endpoint}/_sandbox/outbox?userPoolId=${UserPoolId}&username=grace`,
    );
    expect(await response.json()).toEqual({
      messages: [expect.objectContaining({ purpose: 'invitation', medium: 'EMAIL', code: 'first-one' })],
    });
  });

  test('every call, without what it carried', async () => {
    const before = rig.sandbox.requests.length;
    await rig.client.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(rig.sandbox.requests.slice(before)).toEqual([
      {
        operation: 'DescribeUserPool',
        userPoolId: UserPoolId,
        at: rig.clock.now(),
        answer: { kind: 'answered' },
      },
    ]);
  });
});

describe('interference', () => {
  beforeAll(() => {
    addUser(rig.sandbox.services, rig.sandbox.services.pools.pool(UserPoolId), { username: 'ada' });
  });

  const getAda = () => rig.client.send(new AdminGetUserCommand({ UserPoolId, Username: 'ada' }));

  test('the next two calls fail as asked, the third does not', async () => {
    rig.sandbox.interference.failNext('AdminGetUser', { kind: 'error', name: 'TooManyRequestsException' }, 2);
    await expect(getAda()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate exceeded',
    });
    await expect(getAda()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(getAda()).resolves.toMatchObject({ Username: 'ada' });
  });

  test('an internal error is HTTP 500', async () => {
    rig.sandbox.interference.failNext('AdminGetUser', { kind: 'internal-error' });
    await expect(getAda()).rejects.toMatchObject({
      name: 'InternalErrorException',
      $metadata: { httpStatusCode: 500 },
    });
  });

  test('a dropped connection is no answer at all', async () => {
    rig.sandbox.interference.failNext('AdminGetUser', { kind: 'dropped-connection' });
    await expect(getAda()).rejects.toThrow('socket hang up');
    await expect(getAda()).resolves.toMatchObject({ Username: 'ada' });
  });

  test('a fault may come after calls that go well', async () => {
    rig.sandbox.interference.passNext('AdminGetUser');
    rig.sandbox.interference.failNext('AdminGetUser', { kind: 'internal-error' });
    await expect(getAda()).resolves.toMatchObject({ Username: 'ada' });
    await expect(getAda()).rejects.toMatchObject({ name: 'InternalErrorException' });
  });

  test('a fault of one operation leaves the others alone', async () => {
    rig.sandbox.interference.failNext('ListUsers', { kind: 'internal-error' });
    await expect(getAda()).resolves.toMatchObject({ Username: 'ada' });
  });

  test('quotas hold per category and second of the clock', async () => {
    rig.sandbox.interference.throttle({ UserRead: 2 });
    await getAda();
    await getAda();
    await expect(getAda()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await rig.client.send(new DescribeUserPoolCommand({ UserPoolId }));
    rig.clock.advanceBy(500);
    await expect(getAda()).resolves.toMatchObject({ Username: 'ada' });
    await expect(getAda()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });

  test('a slow operation still answers', async () => {
    rig.sandbox.interference.setLatency('AdminGetUser', 5);
    await expect(getAda()).resolves.toMatchObject({ Username: 'ada' });
  });
});
