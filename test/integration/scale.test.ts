import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addUsers } from '../../sandbox/cognito/fixtures.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { rawCall } from '../support/integration-attacker.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import { callsDuring, REFUSED, signIn, usersOfNewPool } from '../support/integration-people.ts';

/** An old pool with a hundred thousand people in it. */

const PEOPLE = 100_000;
const nameOf = (number: number): string => `user-${String(number).padStart(6, '0')}`;

function* population() {
  for (let number = 0; number < PEOPLE; number += 1) {
    const username = nameOf(number);
    yield {
      username,
      attributes: {
        email: `${username}@example.com`,
        email_verified: 'true',
        preferred_username: `nick-${number}`,
      },
      state: { password: passwordOf(username) },
    };
  }
}

let move: Move;
beforeAll(async () => {
  move = await startMove();
  const { services } = move.sandbox;
  addUsers(services, services.pools.pool(move.world.oldPool.userPoolId), population());
}, 120_000);
afterAll(() => move?.close());

test.each([
  ['the first, by username', nameOf(0), nameOf(0)],
  ['one in the middle, by e-mail address', nameOf(54_321), `${nameOf(54_321)}@example.com`],
  ['the last, by preferred_username', nameOf(PEOPLE - 1), `nick-${PEOPLE - 1}`],
])('%s, moves', async (_, username, typed) => {
  expect(await signIn(move, typed, passwordOf(username))).toBe('tokens');
  expect((await usersOfNewPool(move)).map((user) => user.username)).toContain(username);
  const again = await callsDuring(move, () => signIn(move, typed, passwordOf(username)));
  expect(again.oldPool).toEqual([]);
});

test('a name that nobody has is answered as in a small pool', async () => {
  expect(await signIn(move, 'nobody', passwordOf('nobody'))).toBe(REFUSED);
});

test('ListUsers pages through everybody, each once', async () => {
  const seen = new Set<string>();
  let listed = 0;
  let PaginationToken: string | undefined;
  do {
    const page = await listPage(PaginationToken);
    listed += page.Users.length;
    for (const { Username } of page.Users) seen.add(Username);
    PaginationToken = page.PaginationToken;
  } while (PaginationToken !== undefined);
  expect({ listed, different: seen.size }).toEqual({ listed: PEOPLE, different: PEOPLE });
}, 120_000);

interface Page {
  readonly Users: readonly { readonly Username: string }[];
  readonly PaginationToken?: string;
}

/** Without the SDK, which takes most of the time of so many calls. */
async function listPage(PaginationToken: string | undefined): Promise<Page> {
  const { userPoolId } = move.world.oldPool;
  const { body } = await rawCall(
    move,
    'ListUsers',
    { UserPoolId: userPoolId, PaginationToken },
    { signed: true },
  );
  // What this operation answers.
  return body as Page;
}
