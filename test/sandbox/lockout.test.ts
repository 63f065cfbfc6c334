import { describe, expect, test } from '@jest/globals';
import { addClient, addPool, addUser, PASSWORD, refusal, signIn, testCognito } from '../support/cognito.ts';

const INCORRECT = 'NotAuthorizedException: Incorrect username or password.';
const EXCEEDED = 'NotAuthorizedException: Password attempts exceeded';

function world() {
  const cognito = testCognito();
  const pool = addPool(cognito);
  const client = addClient(cognito, pool);
  addUser(cognito, pool);
  const attempt = (password: string) => signIn(cognito, client, 'ada', password);
  const fail = async (times: number) => {
    for (let i = 0; i < times; i += 1) expect(await refusal(attempt('wrong'))).toBe(INCORRECT);
  };
  return { clock: cognito.clock, attempt, fail };
}

describe('lockout', () => {
  test('comes with the fifth wrong password, and refuses the right one too', async () => {
    const { attempt, fail } = world();
    await fail(5);
    expect(await refusal(attempt(PASSWORD))).toBe(EXCEEDED);
  });

  test('lasts one second, and then doubles with each failure', async () => {
    const { clock, attempt, fail } = world();
    await fail(5);
    for (const seconds of [1, 2, 4, 8]) {
      clock.advanceBy(seconds * 1000 - 1);
      expect(await refusal(attempt(PASSWORD))).toBe(EXCEEDED);
      clock.advanceBy(1);
      await fail(1);
    }
  });

  test('is not extended by attempts during it', async () => {
    const { clock, attempt, fail } = world();
    await fail(5);
    for (let i = 0; i < 10; i += 1) expect(await refusal(attempt('wrong'))).toBe(EXCEEDED);
    clock.advanceBy(1000);
    expect((await attempt(PASSWORD)).AuthenticationResult).toBeDefined();
  });

  test('never lasts longer than fifteen minutes', async () => {
    const { clock, attempt, fail } = world();
    await fail(5);
    for (let lockout = 1; lockout < 900; lockout *= 2) {
      clock.advanceBy(lockout * 1000);
      await fail(1);
    }
    clock.advanceBy(15 * 60_000 - 1);
    expect(await refusal(attempt(PASSWORD))).toBe(EXCEEDED);
    clock.advanceBy(1);
    expect((await attempt(PASSWORD)).AuthenticationResult).toBeDefined();
  });

  test('starts from nothing after a success', async () => {
    const { attempt, fail } = world();
    await fail(4);
    await attempt(PASSWORD);
    await fail(4);
    expect((await attempt(PASSWORD)).AuthenticationResult).toBeDefined();
  });

  test('starts from nothing after fifteen quiet minutes', async () => {
    const { clock, attempt, fail } = world();
    await fail(4);
    clock.advanceBy(15 * 60_000);
    await fail(4);
    expect((await attempt(PASSWORD)).AuthenticationResult).toBeDefined();
  });
});
