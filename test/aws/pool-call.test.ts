import { CognitoIdentityProviderServiceException } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { beforeDeadline, exceptionOf, unlessNotFound } from '../../aws/pool-call.ts';
import { PoolCallFailed } from '../../migration/ports.ts';

const exception = (name: string) =>
  new CognitoIdentityProviderServiceException({ name, message: 'text', $fault: 'client', $metadata: {} });
const never = new Promise<never>(() => undefined);
const noLimit = new AbortController().signal;

describe('the exception of whatever was thrown', () => {
  test.each([
    [
      'an exception of Cognito',
      exception('UserNotFoundException'),
      { name: 'UserNotFoundException', message: 'text' },
    ],
    ['a fault of the network', new Error('ECONNREFUSED'), { name: 'Error', message: 'ECONNREFUSED' }],
    ['a text', 'no', { name: 'UnknownError', message: 'no' }],
    ['nothing', undefined, { name: 'UnknownError', message: 'undefined' }],
  ])('%s', (_, thrown, expected) => {
    expect(exceptionOf(thrown)).toEqual(expected);
  });
});

describe('a call with a deadline', () => {
  test('gives its result', async () => {
    expect(await beforeDeadline(Promise.resolve(42), noLimit)).toBe(42);
  });

  test('gives its own error', async () => {
    await expect(beforeDeadline(Promise.reject(new Error('own')), noLimit)).rejects.toThrow('own');
  });

  test('is given up when the time is up, even if the client goes on', async () => {
    const controller = new AbortController();
    const call = beforeDeadline(never, controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('is not waited for if the time was up before', async () => {
    await expect(beforeDeadline(never, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('may fail after it was given up, and nobody is hurt', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    await expect(beforeDeadline(promise, AbortSignal.abort())).rejects.toThrow();
    reject(new Error('too late'));
  });

  test('leaves no listener behind', async () => {
    const controller = new AbortController();
    const added: string[] = [];
    const removed: string[] = [];
    const { signal } = controller;
    signal.addEventListener = (type: string) => void added.push(type);
    signal.removeEventListener = (type: string) => void removed.push(type);
    await beforeDeadline(Promise.resolve(), signal);
    await expect(beforeDeadline(Promise.reject(new Error('no')), signal)).rejects.toThrow();
    expect(removed).toEqual(added);
  });
});

describe('a call about a user', () => {
  test('has a result', async () => {
    expect(await unlessNotFound(Promise.resolve('ann'), noLimit)).toBe('ann');
  });

  test('has none if the user does not exist', async () => {
    expect(await unlessNotFound(Promise.reject(exception('UserNotFoundException')), noLimit)).toBeUndefined();
  });

  test.each(['TooManyRequestsException', 'ResourceNotFoundException', 'NotAuthorizedException'])(
    'fails with %s as PoolCallFailed, and keeps the cause',
    async (name) => {
      const cause = exception(name);
      const failure = await unlessNotFound(Promise.reject(cause), noLimit).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(PoolCallFailed);
      expect(failure).toMatchObject({ exception: name, message: 'text', cause });
    },
  );

  test('fails at the deadline as PoolCallFailed', async () => {
    await expect(unlessNotFound(never, AbortSignal.abort())).rejects.toMatchObject({
      name: 'PoolCallFailed',
      exception: 'AbortError',
    });
  });
});
