import {
  AdminCreateUserCommand,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asAttributes } from '../../sandbox/demo/people.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import { addCouple, type Couple, newAccessToken, writeProfile } from '../support/integration-attacker.ts';
import { type Move, startMove, USERNAME_ONLY, withMove } from '../support/integration-move.ts';
import {
  addPerson,
  answerTo,
  callsDuring,
  logDuring,
  movedUser,
  signIn,
} from '../support/integration-people.ts';

/** `selfSignUp: "guarded"`: new customers register, and nobody who is still to come loses a name to one of them. */

const REFUSED =
  'UserLambdaValidationException: PreSignUp failed with error You cannot register with these details. If you have been here before, please sign in.';

let move: Move;
beforeAll(async () => {
  move = await startMove({ settings: { selfSignUp: 'guarded' } });
});
afterAll(() => move?.close());

const PASSWORD = 'New-Customer-1!';

const register = (
  username: string,
  attributes: Readonly<Record<string, string>> = {},
  { cognito, newClientId }: Move = move,
): Promise<string> =>
  answerTo(async () => {
    await cognito.send(
      new SignUpCommand({
        ClientId: newClientId,
        Username: username,
        Password: PASSWORD,
        UserAttributes: asAttributes(attributes),
      }),
    );
    return 'registered';
  });

describe('a new customer', () => {
  test('registers, confirms by the code and signs in', async () => {
    expect(await register('newcomer', { email: 'newcomer@example.com' })).toBe('registered');
    const [message] = move.sandbox.services.outbox.messages({
      userPoolId: move.newUserPoolId,
      username: 'newcomer',
    });
    const confirm = { ClientId: move.newClientId, Username: 'newcomer', ConfirmationCode: message!.code };
    await move.cognito.send(new ConfirmSignUpCommand(confirm));
    expect(await signIn(move, 'newcomer', PASSWORD)).toBe('tokens');
  });

  test('is refused under the name of somebody who moved already, by Cognito itself', async () => {
    const { victim } = await addCouple(move);
    await signIn(move, victim.username, victim.password);
    expect(await register(victim.username)).toMatch(
      /^(UsernameExistsException|UserLambdaValidationException):/,
    );
  });

  const LISTING = 'ListUsers';
  test('with an address costs the old pool four listings and two looks, and makes nobody active there', async () => {
    const { oldPool } = await callsDuring(move, () => register('thrifty', { email: 'thrifty@example.com' }));
    expect(oldPool).toEqual([...['AdminGetUser', 'AdminGetUser'], LISTING, LISTING, LISTING, LISTING]);
  });

  test('under the name of somebody else costs one listing', async () => {
    const { victim } = await addCouple(move);
    const { oldPool } = await callsDuring(move, () => register(victim.username));
    expect(oldPool).toEqual([LISTING]);
  });

  test('is not asked about again while the old pool is throttled', async () => {
    move.sandbox.interference.failNext('ListUsers', { kind: 'error', name: 'TooManyRequestsException' }, 20);
    const { oldPool } = await callsDuring(move, () => register('impatient'));
    move.sandbox.interference.reset();
    expect(oldPool).toEqual([LISTING]);
  });

  test.each([
    ['128 quotes', '"'.repeat(128), {}],
    ['an endless address', 'endless', { email: `${'e'.repeat(235)}@example.com` }],
  ])(
    'with a name that cannot be searched is refused, which is no failure: %s',
    async (_, name, attributes) => {
      const lines = await logDuring(move, async () => {
        expect(await register(name, attributes)).toBe(REFUSED);
      });
      expect(lines).toContainEqual(
        expect.objectContaining({ message: 'Sign-up refused', reason: 'malformed-name' }),
      );
      expect(JSON.stringify(lines)).not.toContain('Sign-up failed');
    },
  );
});

describe('attack: registering a name of somebody who has not moved yet', () => {
  const spellings: [string, (couple: Couple) => [string, Record<string, string>?]][] = [
    ['their username', ({ victim }) => [victim.username]],
    ['their username in capitals', ({ victim }) => [victim.username.toUpperCase()]],
    ['their username with one capital', ({ victim }) => [victim.username.replace('c', 'C')]],
    ['their preferred_username as username', ({ victim }) => [victim.attributes!['preferred_username']!]],
    [
      'their preferred_username as username, in capitals',
      ({ victim }) => [victim.attributes!['preferred_username']!.toUpperCase()],
    ],
    ['their sub as username', ({ victim }) => [victim.sub]],
    ['their sub in capitals as username', ({ victim }) => [victim.sub.toUpperCase()]],
    ['their e-mail address', ({ victim }) => ['eve', { email: victim.attributes!['email']! }]],
    [
      'their e-mail address in capitals',
      ({ victim }) => ['eve', { email: victim.attributes!['email']!.toUpperCase() }],
    ],
    ['their phone number', ({ victim }) => ['eve', { phone_number: victim.attributes!['phone_number']! }]],
  ];

  test.each(spellings)('%s: refused, and they move as if nothing had been', async (_, attempt) => {
    const couple = await addCouple(move);
    expect(await register(...attempt(couple))).toBe(REFUSED);
    expect(await signIn(move, couple.victim.username, couple.victim.password)).toBe('tokens');
    expect(await movedUser(move, couple.victim)).toMatchObject({ status: 'CONFIRMED' });
  });

  test('a name in a spelling of its own, in a pool that folds case', async () => {
    const person = await addPerson(move, 'McDonald');
    expect(await register('mcdonald')).toBe(REFUSED);
    expect(await signIn(move, 'McDonald', person.password)).toBe('tokens');
  });

  test('whoever never confirmed their registration in the old pool keeps nobody out', async () => {
    await addPerson(move, 'halfway', {
      standing: 'unconfirmed',
      attributes: { email: 'halfway@example.com' },
    });
    expect(await register('halfway')).toBe('registered');
  });
});

test('attack: an address that is the username of somebody in another spelling, where usernames are all there is', () =>
  withMove({ ...USERNAME_ONLY, settings: { selfSignUp: 'guarded' } }, async (usernameOnly) => {
    await addPerson(usernameOnly, 'Ann.Lee@Example.com', { attributes: {} });
    for (const email of ['Ann.Lee@Example.com', 'ann.lee@example.com', 'ANN.lee@example.com']) {
      expect(await register('eve', { email }, usernameOnly)).toBe(REFUSED);
    }
    expect(await register('eve', { email: 'eve@example.com' }, usernameOnly)).toBe('registered');
  }));

describe('attack: pretending to have come from the old pool', () => {
  test.each(['custom:source_sub', 'custom:source_via', 'custom:groups_carried', 'custom:clean_up'])(
    'setting %s at sign-up',
    async (name) => {
      const { victim } = await addCouple(move);
      const answer = await register(`${victim.username}x`, { [name]: victim.sub });
      expect(answer).toBe('NotAuthorizedException: A client attempted to write unauthorized attribute');
      expect(await register(victim.username, { [name]: victim.sub })).not.toBe('registered');
      expect(await movedUser(move, victim)).toBeUndefined();
    },
  );

  test('setting custom:source_sub by UpdateUserAttributes', async () => {
    const { victim, mallory } = await addCouple(move);
    const token = await newAccessToken(move, mallory);
    expect(await writeProfile(move.cognito, token, { 'custom:source_sub': victim.sub })).toBe(
      'NotAuthorizedException: A client attempted to write unauthorized attribute',
    );
  });
});

describe('who needs no guard', () => {
  test('people who come from the old pool, although PreSignUp runs for them', async () => {
    const person = await addPerson(move, 'comer');
    expect(await signIn(move, 'comer', person.password)).toBe('tokens');
  });

  test('whom an administrator creates', async () => {
    const { victim } = await addCouple(move);
    const create = new AdminCreateUserCommand({
      UserPoolId: move.newUserPoolId,
      Username: victim.username,
      MessageAction: 'SUPPRESS',
    });
    expect((await move.cognito.send(create)).User?.Username).toBe(victim.username);
  });
});

describe('while the old pool cannot be asked', () => {
  test('nobody registers, and everybody reads the same neutral sentence', async () => {
    const { victim } = await addCouple(move);
    for (const name of [victim.username, 'nobody-at-all']) {
      move.sandbox.interference.failNext(
        'ListUsers',
        { kind: 'error', name: 'TooManyRequestsException' },
        20,
      );
      expect(await register(name)).toBe(
        'UserLambdaValidationException: PreSignUp failed with error Please try again in a few minutes.',
      );
      move.sandbox.interference.reset();
    }
  });
});

test('no line of the log holds what was typed', async () => {
  const person = await addPerson(move, 'quiet-person', {
    password: passwordOf('quiet-person'),
    attributes: { email: 'quiet-address@example.com', email_verified: 'true' },
  });
  const lines = await logDuring(move, async () => {
    await register('quiet-person', { email: 'quiet-address@example.com' });
    await register('quiet-person', { email: 'other-address@example.com' });
  });
  const text = JSON.stringify(lines);
  for (const secret of ['quiet-person', 'quiet-address', 'other-address', PASSWORD, person.sub]) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain('name-of-old-user');
});
