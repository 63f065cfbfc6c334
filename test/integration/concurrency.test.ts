import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SOURCE_SUB } from '../../migration/rules.ts';
import { type Move, startMove, USERNAME_ONLY, withMove } from '../support/integration-move.ts';
import {
  addPerson,
  callsDuring,
  movedUser,
  type Person,
  REFUSED,
  signIn,
  usersOfNewPool,
} from '../support/integration-people.ts';

/** Several first sign-ins at the same time. */

let move: Move;
beforeAll(async () => {
  move = await startMove({ maximumEnvironments: 5 });
});
afterAll(() => move?.close());

/**
 * What somebody may see who came second: another request of the same person has just created the profile. They
 * try again, and are in. (AWS does not say what the loser sees.)
 */
const LOST_THE_RACE = [REFUSED, 'UserNotFoundException: User account already exists'];

const attemptAll = (people: readonly (readonly [typed: string, password: string])[]) =>
  Promise.all(people.map(([typed, password]) => signIn(move, typed, password)));

test('twenty different people at once: all of them move, each once', async () => {
  const people: Person[] = [];
  for (let number = 0; number < 20; number += 1) people.push(await addPerson(move, `crowd-${number}`));

  const answers = await attemptAll(people.map(({ username, password }) => [username, password]));
  const again = await callsDuring(move, async () => {
    for (const { username, password } of people)
      expect(await signIn(move, username, password)).toBe('tokens');
  });

  expect(answers).toEqual(people.map(() => 'tokens'));
  expect(again.oldPool).toEqual([]);
  const subs = (await usersOfNewPool(move)).map(({ attributes }) => attributes[SOURCE_SUB]);
  expect(subs.toSorted()).toEqual(people.map(({ sub }) => sub).toSorted());
});

describe('the same person five times at once moves once, and whoever lost gets in on the next attempt', () => {
  const attributes = { email: 'multi@example.com', email_verified: 'true', preferred_username: 'multi-m' };

  test.each<[string, string, string[]]>([
    ['by one name', 'one', ['one', 'one', 'one', 'one', 'one']],
    ['by every name', 'multi', ['multi', 'multi@example.com', 'multi-m', 'MULTI', 'Multi@Example.com']],
  ])('%s', async (_, username, typed) => {
    const person = await addPerson(move, username, username === 'multi' ? { attributes } : {});
    const names = typed.map((name) => [name, person.password] as const);

    const answers = await attemptAll(names);
    const retried = await attemptAll(names);

    expect(answers).toContain('tokens');
    for (const answer of answers) expect(['tokens', ...LOST_THE_RACE]).toContain(answer);
    expect(retried).toEqual(names.map(() => 'tokens'));
    expect(await movedUser(move, person)).toMatchObject({ status: 'CONFIRMED' });
  });

  test('right and wrong passwords at once', async () => {
    const person = await addPerson(move, 'mixed');
    const answers = await attemptAll([
      ['mixed', 'Not-my-passw0rd!'],
      ['mixed', person.password],
      ['mixed', 'Not-my-passw0rd!'],
    ]);
    expect(answers).toEqual([REFUSED, 'tokens', REFUSED]);
    expect(await signIn(move, 'mixed', person.password)).toBe('tokens');
  });

  test('a sign-in and a forgotten password', async () => {
    const person = await addPerson(move, 'torn');
    const [signedIn, announced] = await Promise.all([
      signIn(move, 'torn', person.password),
      move.world.app.forgotPassword('torn'),
    ]);
    // Whichever was first decides whether the old password still works; there is one profile, with a way in.
    expect(['tokens', ...LOST_THE_RACE]).toContain(signedIn);
    expect(['code-announced', 'UserNotFoundException']).toContain(announced);
    expect(await movedUser(move, person)).toBeDefined();
    expect(await move.world.app.forgotPassword('torn')).toBe('code-announced');
    const { code } = move.sandbox.services.outbox.latest(move.newUserPoolId, 'torn')!;
    expect(await move.world.app.confirmPassword('torn', code, 'Brand-new-passw0rd!')).toBe('done');
    expect(await signIn(move, 'torn', 'Brand-new-passw0rd!')).toBe('tokens');
  });
});

test('two people with the same verified e-mail address at once: both move, one of them has it', async () => {
  await withMove({ ...USERNAME_ONLY, maximumEnvironments: 2 }, async (twins) => {
    const attributes = { email: 'shared@example.com', email_verified: 'true' };
    const people = [
      await addPerson(twins, 'twin-1', { attributes }),
      await addPerson(twins, 'twin-2', { attributes }),
    ];
    const attempt = () =>
      Promise.all(people.map(({ username, password }) => signIn(twins, username, password)));

    const first = await attempt();

    expect(first).toContain('tokens');
    for (const answer of first) {
      expect([
        'tokens',
        expect.stringMatching(/^UserNotFoundException: .*email already exists/),
      ]).toContainEqual(answer);
    }
    expect(await attempt()).toEqual(['tokens', 'tokens']);
    const flags = (await usersOfNewPool(twins)).map(({ attributes: { email_verified } }) => email_verified);
    expect(flags.toSorted()).toEqual(['false', 'true']);
  });
});
