import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createCognitoClient } from '../../../aws/clients/cognito-client.ts';

/** What the other end does with a request, by how many came on the same connection before it. */
type Fate = 'answer' | 'reset' | 'never-answer';

let server: Server;
let client: CognitoIdentityProviderClient;
let fateOf: (earlier: number) => Fate;
let requests: number;
let connections: number;
/** Milliseconds that the process was frozen. */
let frozen: number;

const answer = (response: ServerResponse): void => {
  response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify({ Username: 'ann' }));
};

beforeEach(async () => {
  frozen = 0;
  const now = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + frozen);
  requests = 0;
  connections = 0;
  const earlierOn = new WeakMap<Socket, number>();
  server = createServer((request, response) => {
    const { socket } = request;
    const earlier = earlierOn.get(socket) ?? 0;
    earlierOn.set(socket, earlier + 1);
    requests += 1;
    const fate = fateOf(earlier);
    if (fate === 'reset') socket.resetAndDestroy();
    else if (fate === 'answer') answer(response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createCognitoClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const find = (abortSignal = new AbortController().signal) =>
  client
    .send(new AdminGetUserCommand({ UserPoolId: 'eu-west-1_OldPool00', Username: 'ann' }), { abortSignal })
    .then(({ Username }) => Username)
    .catch(({ name, message }: Error) => (/ECONNRESET|hang up/.test(message) ? 'broken' : name));

const freeze = (): void => {
  frozen += 60_000;
};

describe('a connection that was closed while the process was frozen', () => {
  test('costs the person nothing: the request goes out on a fresh one', async () => {
    fateOf = (earlier) => (earlier === 0 ? 'answer' : 'reset');
    expect(await find()).toBe('ann');
    freeze();
    expect(await find()).toBe('ann');
    expect({ requests, connections }).toEqual({ requests: 3, connections: 2 });
  });

  test('nor do several, which are all given up at the first', async () => {
    fateOf = (earlier) => (earlier === 0 ? 'answer' : 'reset');
    expect(await Promise.all([find(), find(), find()])).toEqual(['ann', 'ann', 'ann']);
    freeze();
    expect(await find()).toBe('ann');
    expect({ requests, connections }).toEqual({ requests: 5, connections: 4 });
  });
});

describe('is not sent again, for it may have been heard:', () => {
  test('what broke on a fresh connection', async () => {
    fateOf = () => 'reset';
    expect(await find()).toBe('broken');
    expect(requests).toBe(1);
  });

  test('what broke on a connection that was in use a moment ago', async () => {
    fateOf = (earlier) => (earlier === 0 ? 'answer' : 'reset');
    expect([await find(), await find()]).toEqual(['ann', 'broken']);
    expect({ requests, connections }).toEqual({ requests: 2, connections: 1 });
  });

  test('what broke on the fresh connection after a closed one', async () => {
    fateOf = (earlier) => (earlier === 0 && requests === 1 ? 'answer' : 'reset');
    expect(await find()).toBe('ann');
    freeze();
    expect(await find()).toBe('broken');
    expect({ requests, connections }).toEqual({ requests: 3, connections: 2 });
  });

  test('what had no answer until the deadline, on a kept connection', async () => {
    const deadline = new AbortController();
    fateOf = (earlier) => {
      if (earlier === 0) return 'answer';
      deadline.abort();
      return 'never-answer';
    };
    expect(await find()).toBe('ann');
    freeze();
    expect(await find(deadline.signal)).toBe('AbortError');
    expect(requests).toBe(2);
  });
});
