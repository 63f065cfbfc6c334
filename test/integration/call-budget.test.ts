import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { CASE_SENSITIVE, type Move, startMove } from '../support/integration-move.ts';
import { addPerson, callsDuring, REFUSED, signIn } from '../support/integration-people.ts';

/**
 * What an attempt costs in calls. The old pool's quotas are shared with the app that still signs in there, and
 * everybody whom AdminGetUser reads is billed as active.
 */

const WRONG = 'Not-my-passw0rd!';

/** So many calls of one operation. */
const times = (count: number, operation: string): string[] => Array.from({ length: count }, () => operation);

describe('an old pool that folds case', () => {
  let move: Move;
  beforeAll(async () => {
    move = await startMove();
  });
  afterAll(() => move?.close());

  const forgot = (typed: string) => move.world.app.forgotPassword(typed);

  describe('a migrating sign-in costs the old pool two calls', () => {
    test('by username; the new pool is asked about the old sub and the e-mail address', async () => {
      await addPerson(move, 'anna');
      const calls = await callsDuring(move, () => signIn(move, 'anna', passwordOf('anna')));
      expect(calls).toEqual({
        oldPool: ['AdminGetUser', 'AdminInitiateAuth'],
        newPool: [...times(2, 'AdminGetUser'), 'InitiateAuth'],
        invocations: 1,
      });
    });

    test('by e-mail address; the new pool is asked about the username and the old sub', async () => {
      await addPerson(move, 'bert');
      const calls = await callsDuring(move, () => signIn(move, 'bert@example.com', passwordOf('bert')));
      expect(calls).toEqual({
        oldPool: ['AdminGetUser', 'AdminInitiateAuth'],
        newPool: [...times(2, 'AdminGetUser'), 'InitiateAuth'],
        invocations: 1,
      });
    });

    test('without any contact; the new pool is asked about the old sub alone', async () => {
      await addPerson(move, 'carla', { attributes: {} });
      const calls = await callsDuring(move, () => signIn(move, 'carla', passwordOf('carla')));
      expect(calls).toEqual({
        oldPool: ['AdminGetUser', 'AdminInitiateAuth'],
        newPool: ['AdminGetUser', 'InitiateAuth'],
        invocations: 1,
      });
    });

    test('for an unverified e-mail address, nobody is asked', async () => {
      await addPerson(move, 'dora', { attributes: { email: 'dora@example.com' } });
      const calls = await callsDuring(move, () => signIn(move, 'dora', passwordOf('dora')));
      expect(calls.newPool).toEqual(['AdminGetUser', 'InitiateAuth']);
    });
  });

  test('a preferred_username costs one look-up in each pool, and one search for other claims', async () => {
    await addPerson(move, 'emil', { attributes: { preferred_username: 'emil-e' } });
    const calls = await callsDuring(move, () => signIn(move, 'emil', passwordOf('emil')));
    expect(calls).toEqual({
      oldPool: [...times(2, 'AdminGetUser'), 'AdminInitiateAuth', 'ListUsers'],
      newPool: [...times(2, 'AdminGetUser'), 'InitiateAuth'],
      invocations: 1,
    });
  });

  test('typed, it is searched for once, and nobody needs to be asked again', async () => {
    await addPerson(move, 'fanny', { attributes: { preferred_username: 'fanny-f' } });
    const calls = await callsDuring(move, () => signIn(move, 'fanny-f', passwordOf('fanny')));
    expect(calls).toEqual({
      oldPool: ['AdminGetUser', ...times(2, 'AdminInitiateAuth'), 'ListUsers'],
      newPool: [...times(2, 'AdminGetUser'), 'InitiateAuth'],
      invocations: 1,
    });
  });

  test('the second sign-in never reaches the old pool, right or wrong', async () => {
    await addPerson(move, 'georg');
    await signIn(move, 'georg', passwordOf('georg'));
    for (const password of [passwordOf('georg'), WRONG]) {
      const calls = await callsDuring(move, () => signIn(move, 'georg', password));
      expect(calls).toEqual({ oldPool: [], newPool: ['InitiateAuth'], invocations: 0 });
    }
  });

  describe('a declined sign-in reads no profile', () => {
    test.each<[string, string, Parameters<typeof addPerson>[2], string]>([
      ['wrong password', 'w-1', {}, WRONG],
      ['disabled', 'w-2', { standing: 'disabled' }, passwordOf('w-2')],
      ['never confirmed', 'w-3', { standing: 'unconfirmed', attributes: {} }, passwordOf('w-3')],
      ['a second factor', 'w-4', { factors: ['authenticator-app'] }, passwordOf('w-4')],
    ])('%s: one call', async (_, username, init, password) => {
      await addPerson(move, username, init);
      const calls = await callsDuring(move, async () => {
        expect(await signIn(move, username, password)).toBe(REFUSED);
      });
      expect(calls).toEqual({ oldPool: ['AdminInitiateAuth'], newPool: ['InitiateAuth'], invocations: 1 });
    });

    test.each([
      ['an e-mail address that nobody has: one call', 'nobody@example.com', ['AdminInitiateAuth']],
      ['a phone number that nobody has: one call', '+15550109999', ['AdminInitiateAuth']],
      ['a name that nobody has: and one search', 'nobody', ['AdminInitiateAuth', 'ListUsers']],
      ['what can be no name at all: no call', 'no body', []],
    ])('%s', async (_, typed, oldPool) => {
      const calls = await callsDuring(move, () => signIn(move, typed, WRONG));
      expect(calls).toEqual({ oldPool, newPool: ['InitiateAuth'], invocations: 1 });
    });

    test('a preferred_username that two claim: nobody is tried', async () => {
      for (const username of ['hanna', 'igor']) {
        await addPerson(move, username, { attributes: { preferred_username: 'captain' } });
      }
      const calls = await callsDuring(move, () => signIn(move, 'captain', passwordOf('hanna')));
      expect(calls.oldPool).toEqual(['AdminInitiateAuth', 'ListUsers']);
    });
  });

  test('MFA required, no factor enrolled yet: two calls', async () => {
    await addPerson(move, 'julia', { attributes: {} });
    await move.world.requireMfa('ON');
    const calls = await callsDuring(move, async () => {
      expect(await signIn(move, 'julia', passwordOf('julia'))).toBe('tokens');
    });
    await move.world.requireMfa('OPTIONAL');
    expect(calls.oldPool).toEqual(['AdminGetUser', 'AdminInitiateAuth']);
  });

  test('throttled twice, the sign-in is tried again and succeeds', async () => {
    await addPerson(move, 'karl');
    move.world.answerNext('AdminInitiateAuth', 'TooManyRequestsException', 'Rate exceeded', 2);
    const calls = await callsDuring(move, async () => {
      expect(await signIn(move, 'karl', passwordOf('karl'))).toBe('tokens');
    });
    expect(calls.oldPool).toEqual(['AdminGetUser', ...times(3, 'AdminInitiateAuth')]);
  });

  test('after any other error nothing is tried again: it may have counted as a failed sign-in', async () => {
    await addPerson(move, 'lena');
    move.world.answerNext('AdminInitiateAuth', 'InternalErrorException', '');
    const calls = await callsDuring(move, () => signIn(move, 'lena', passwordOf('lena')));
    expect(calls.oldPool).toEqual(['AdminInitiateAuth']);
  });

  describe('a forgotten password', () => {
    test.each([
      ['the username', 'f-1', 'f-1', ['AdminGetUser']],
      ['the e-mail address', 'f-2', 'f-2@example.com', ['AdminGetUser']],
      ['a preferred_username', 'f-3', 'f-three', [...times(2, 'AdminGetUser'), 'ListUsers']],
    ])('by %s: the look-ups that the name needs', async (_, username, typed, oldPool) => {
      await addPerson(move, username, {
        attributes: {
          email: `${username}@example.com`,
          email_verified: 'true',
          ...(typed === 'f-three' && { preferred_username: typed }),
        },
      });
      const calls = await callsDuring(move, () => forgot(typed));
      expect(calls).toMatchObject({ oldPool, invocations: 1 });
      expect(await callsDuring(move, () => forgot(typed))).toMatchObject({ oldPool: [], invocations: 0 });
    });

    test.each([
      ['a name that nobody has', 'nobody', ['AdminGetUser', 'ListUsers']],
      ['an e-mail address that nobody has', 'nobody@example.com', ['AdminGetUser']],
    ])('of %s', async (_, typed, oldPool) => {
      expect(await callsDuring(move, () => forgot(typed))).toMatchObject({ oldPool, invocations: 1 });
    });
  });
});

describe('an old pool where names may differ by case only', () => {
  let move: Move;
  beforeAll(async () => {
    move = await startMove(CASE_SENSITIVE);
  });
  afterAll(() => move?.close());

  test('a migrating sign-in looks for the other usual spellings too', async () => {
    await addPerson(move, 'anna');
    const calls = await callsDuring(move, () => signIn(move, 'anna', passwordOf('anna')));
    // The profile, then ANNA and Anna.
    expect(calls.oldPool).toEqual([...times(3, 'AdminGetUser'), 'AdminInitiateAuth']);
  });

  test('a wrong password costs one call all the same', async () => {
    await addPerson(move, 'bert');
    const calls = await callsDuring(move, () => signIn(move, 'bert', WRONG));
    expect(calls.oldPool).toEqual(['AdminInitiateAuth']);
  });
});
