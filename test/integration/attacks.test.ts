import {
  DeleteUserAttributesCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SOURCE_SUB, SOURCE_VIA } from '../../migration/rules.ts';
import { FakeClock } from '../../sandbox/clock.ts';
import { asAttributes } from '../../sandbox/demo/people.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import {
  addCouple,
  type Couple,
  newAccessToken,
  writeOldProfile,
  writeProfile,
} from '../support/integration-attacker.ts';
import {
  CASE_SENSITIVE,
  EMAIL_AS_USERNAME,
  type Move,
  startMove,
  USERNAME_ONLY,
  withMove,
} from '../support/integration-move.ts';
import {
  addPerson,
  answerTo,
  callsDuring,
  holderOf,
  movedUser,
  REFUSED,
  signIn,
  usersOfNewPool,
} from '../support/integration-people.ts';

/** Nobody takes a name, an e-mail address or a preferred_username of somebody else, in either pool. */

/** Messages that the new pool sent to an address. */
const messagesTo = ({ sandbox, newUserPoolId }: Move, destination: string) =>
  sandbox.services.outbox
    .messages({ userPoolId: newUserPoolId })
    .filter((message) => message.destination === destination);

describe('an old pool where e-mail addresses are what people say they are', () => {
  let move: Move;
  beforeAll(async () => {
    move = await startMove(USERNAME_ONLY);
  });
  afterAll(() => move?.close());

  describe("attack: one's own e-mail address set to the victim's, unverified", () => {
    const attack = async (): Promise<Couple & { email: string }> => {
      const couple = await addCouple(move);
      const email = couple.victim.attributes!['email']!;
      expect(await writeOldProfile(move, couple.mallory, { email })).toBe('done');
      return { ...couple, email };
    };

    test('Mallory moves first: the address stays free, and the victim brings it along', async () => {
      const { mallory, victim, email } = await attack();
      expect(await signIn(move, mallory.username, mallory.password)).toBe('tokens');
      expect(await holderOf(move, email)).toBeUndefined();

      expect(await signIn(move, victim.username, victim.password)).toBe('tokens');
      expect(await holderOf(move, email)).toBe(victim.username);
      expect(await signIn(move, email, victim.password)).toBe('tokens');
      expect(await signIn(move, email, mallory.password)).toBe(REFUSED);
    });

    test("Mallory types the victim's address with a password of their own", async () => {
      const { mallory, victim, email } = await attack();
      for (const typed of [email, email.toUpperCase()]) {
        expect(await signIn(move, typed, mallory.password)).toBe(REFUSED);
        expect(await move.world.app.forgotPassword(typed)).toBe('code-announced');
      }
      expect(await movedUser(move, mallory)).toBeUndefined();
      expect(await movedUser(move, victim)).toBeUndefined();
      expect(messagesTo(move, email)).toEqual([]);
    });

    test('Mallory forgets the password: no code goes to an address that nobody proved', async () => {
      const { mallory, email } = await attack();
      expect(await move.world.app.forgotPassword(mallory.username)).toBe('code-announced');
      expect(messagesTo(move, email)).toEqual([]);
      expect(await movedUser(move, mallory)).toBeUndefined();
    });
  });

  describe("attack: one's own preferred_username set to", () => {
    test.each<[string, (couple: Couple) => string]>([
      ["the victim's username", ({ victim }) => victim.username],
      ["the victim's username in capitals", ({ victim }) => victim.username.toUpperCase()],
      ["the victim's e-mail address", ({ victim }) => victim.attributes!['email']!],
      ["the victim's phone number", ({ victim }) => victim.attributes!['phone_number']!],
      ["the victim's sub", ({ victim }) => victim.sub],
      ["the victim's sub in capitals", ({ victim }) => victim.sub.toUpperCase()],
      ["the victim's preferred_username", ({ victim }) => victim.attributes!['preferred_username']!],
      [
        "the victim's preferred_username in capitals",
        ({ victim }) => victim.attributes!['preferred_username']!.toUpperCase(),
      ],
    ])('%s', async (_, nameOf) => {
      const couple = await addCouple(move);
      const { mallory, victim } = couple;
      const name = nameOf(couple);
      expect(await writeOldProfile(move, mallory, { preferred_username: name })).toBe('done');

      // Typed while the victim has not moved ...
      expect(await signIn(move, name, mallory.password)).toBe(REFUSED);
      expect(await usersOfNewPool(move)).not.toContainEqual(
        expect.objectContaining({ attributes: expect.objectContaining({ [SOURCE_SUB]: mallory.sub }) }),
      );
      // ... brought along ...
      expect(await signIn(move, mallory.username, mallory.password)).toBe('tokens');
      expect((await movedUser(move, mallory))?.attributes).not.toHaveProperty('preferred_username');
      expect(await holderOf(move, name)).toBeUndefined();
      // ... and once the victim has moved.
      expect(await signIn(move, victim.username, victim.password)).toBe('tokens');
      expect([victim.username, undefined]).toContain(await holderOf(move, name));
      expect(await signIn(move, name, mallory.password)).toBe(REFUSED);
    });
  });

  describe("attack: a username shaped like the victim's e-mail address", () => {
    const attack = async () => {
      const { victim } = await addCouple(move);
      const email = victim.attributes!['email']!;
      const mallory = await addPerson(move, email, {
        attributes: { email: `not-${email}`, email_verified: 'true' },
      });
      return { victim, email, mallory };
    };

    test('typed, it moves nobody, by password or by code', async () => {
      const { email, mallory } = await attack();
      expect(await signIn(move, email, mallory.password)).toBe(REFUSED);
      expect(await move.world.app.forgotPassword(email)).toBe('code-announced');
      expect(await movedUser(move, mallory)).toBeUndefined();
      expect(messagesTo(move, `not-${email}`)).toEqual([]);
    });

    test('the victim still brings the address along and signs in with it', async () => {
      const { victim, email, mallory } = await attack();
      await signIn(move, email, mallory.password);
      expect(await signIn(move, victim.username, victim.password)).toBe('tokens');
      expect(await signIn(move, email, victim.password)).toBe('tokens');
      expect(await signIn(move, email, mallory.password)).toBe(REFUSED);
    });
  });

  test('attack: the name of somebody who came to the new pool only, typed with a password of the old one', async () => {
    const { mallory } = await addCouple(move);
    await move.world.signUpNatively(mallory.username, {});
    const calls = await callsDuring(move, async () => {
      for (const typed of [mallory.username, mallory.username.toUpperCase()]) {
        expect(await signIn(move, typed, mallory.password)).toBe(REFUSED);
      }
    });
    expect(calls.invocations).toBe(0);
    expect(await movedUser(move, mallory)).toBeUndefined();
  });

  test.each([
    ['as it is', (email: string) => email],
    ['in capitals', (email: string) => email.toUpperCase()],
  ])('attack: a verified e-mail address that somebody of the new pool holds, %s', async (_, spelled) => {
    const { mallory } = await addCouple(move);
    const native = `native-of-${mallory.username}`;
    const email = mallory.attributes!['email']!;
    await move.world.signUpNatively(native, { email: spelled(email), email_verified: 'true' });

    expect(await signIn(move, email, mallory.password)).toBe(REFUSED);
    expect(await signIn(move, mallory.username, mallory.password)).toBe('tokens');

    expect(await movedUser(move, mallory)).toMatchObject({ attributes: { email, email_verified: 'false' } });
    expect(await holderOf(move, email)).toBe(native);
    expect(await signIn(move, email, mallory.password)).toBe(REFUSED);
  });
});

describe('an old pool that signs in by verified e-mail address too', () => {
  let move: Move;
  beforeAll(async () => {
    move = await startMove();
  });
  afterAll(() => move?.close());

  test.each([
    ['the username', (name: string) => ({ username: name, attributes: {} })],
    [
      'the preferred_username',
      (name: string) => ({ username: `x-${name}`, attributes: { preferred_username: name } }),
    ],
    [
      'the preferred_username in capitals',
      (name: string) => ({ username: `x-${name}`, attributes: { preferred_username: name.toUpperCase() } }),
    ],
  ])('attack: a username that is %s of somebody of the new pool', async (_, nativeWith) => {
    const { mallory } = await addCouple(move);
    const native = nativeWith(mallory.username);
    await move.world.signUpNatively(native.username, native.attributes);

    expect(await signIn(move, mallory.attributes!['email']!, mallory.password)).toBe('tokens');

    expect(await movedUser(move, mallory)).toMatchObject({ username: mallory.sub });
    expect(await holderOf(move, mallory.username)).toBe(native.username);
    expect(await signIn(move, mallory.username, mallory.password)).toBe(REFUSED);
  });

  describe('attack: a second door, for somebody who has moved', () => {
    const changedAddress = async () => {
      const { victim } = await addCouple(move);
      const AccessToken = await newAccessToken(move, victim);
      const email = `new-${victim.attributes!['email']!}`;
      expect(await writeProfile(move.cognito, AccessToken, { email })).toBe('done');
      const { code } = move.sandbox.services.outbox.latest(move.newUserPoolId, victim.username)!;
      await move.cognito.send(
        new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: code }),
      );
      return { victim, email, oldEmail: victim.attributes!['email']! };
    };

    test('the old e-mail address, after they changed it in the new pool', async () => {
      const { victim, email, oldEmail } = await changedAddress();
      expect(await signIn(move, oldEmail, victim.password)).toBe(REFUSED);
      expect(await signIn(move, email, victim.password)).toBe('tokens');
      expect(await movedUser(move, victim)).toMatchObject({
        username: victim.username,
        attributes: { email },
      });
    });

    test('the same, by a forgotten password: no code goes to the old address', async () => {
      const { oldEmail } = await changedAddress();
      expect(await move.world.app.forgotPassword(oldEmail)).toBe('code-announced');
      expect(messagesTo(move, oldEmail)).toEqual([]);
    });

    test('the old preferred_username, after it was taken from them in the new pool', async () => {
      const { victim } = await addCouple(move);
      await signIn(move, victim.username, victim.password);
      await move.world.updateNewUser(victim.username, { preferred_username: '' });
      expect(await signIn(move, victim.attributes!['preferred_username']!, victim.password)).toBe(REFUSED);
      expect(await movedUser(move, victim)).toBeDefined();
    });

    test('the old password, after they changed it in the new pool', async () => {
      const { victim } = await addCouple(move);
      await signIn(move, victim.username, victim.password);
      await move.world.app.forgotPassword(victim.username);
      const { code } = move.sandbox.services.outbox.latest(move.newUserPoolId, victim.username)!;
      expect(await move.world.app.confirmPassword(victim.username, code, 'Brand-new-passw0rd!')).toBe('done');
      const { email = '', preferred_username = '' } = victim.attributes!;
      const calls = await callsDuring(move, async () => {
        for (const typed of [victim.username, email, preferred_username]) {
          expect(await signIn(move, typed, victim.password)).toBe(REFUSED);
        }
      });
      expect(calls).toMatchObject({ oldPool: [], invocations: 0 });
    });
  });

  describe("attack through the new pool's app client", () => {
    const FORBIDDEN = [
      SOURCE_SUB,
      SOURCE_VIA,
      'email_verified',
      'phone_number_verified',
      'preferred_username',
    ] as const;
    const UNAUTHORIZED = 'NotAuthorizedException: A client attempted to write unauthorized attribute';

    test.each(['', ...FORBIDDEN])(
      'SignUp under the name of somebody who has not moved, with %s',
      async (name) => {
        const { victim } = await addCouple(move);
        const attributes = { email: 'mallory@example.com', ...(name !== '' && { [name]: victim.sub }) };
        const attempt = answerTo(async () => {
          await move.cognito.send(
            new SignUpCommand({
              ClientId: move.newClientId,
              Username: victim.username,
              Password: 'Mallory-1-was-here!',
              UserAttributes: asAttributes(attributes),
            }),
          );
          return 'done';
        });
        expect(await attempt).toBe('NotAuthorizedException: SignUp is not permitted for this user pool');
        expect(await signIn(move, victim.username, victim.password)).toBe('tokens');
      },
    );

    test.each(FORBIDDEN)('UpdateUserAttributes of %s', async (name) => {
      const { victim, mallory } = await addCouple(move);
      const AccessToken = await newAccessToken(move, mallory);
      const before = await movedUser(move, mallory);
      const value = name.endsWith('_verified') ? 'true' : victim.sub;
      expect(await writeProfile(move.cognito, AccessToken, { [name]: value })).toBe(UNAUTHORIZED);
      expect(await movedUser(move, mallory)).toEqual(before);
    });

    test.each(FORBIDDEN)('DeleteUserAttributes of %s, to be moved once more', async (name) => {
      const { mallory } = await addCouple(move);
      const AccessToken = await newAccessToken(move, mallory);
      const attempt = answerTo(async () => {
        await move.cognito.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: [name] }));
        return 'done';
      });
      expect(await attempt).toBe(UNAUTHORIZED);
      expect((await movedUser(move, mallory))?.attributes[SOURCE_VIA]).toBe('sign-in');
    });

    test("one's own e-mail address set to that of somebody who has not moved", async () => {
      const { victim, mallory } = await addCouple(move);
      const email = victim.attributes!['email']!;
      const AccessToken = await newAccessToken(move, mallory);
      expect(await writeProfile(move.cognito, AccessToken, { email })).toBe('done');

      expect(await holderOf(move, email)).toBeUndefined();
      expect(await signIn(move, email, victim.password)).toBe('tokens');
      expect(await holderOf(move, email)).toBe(victim.username);
      expect(await movedUser(move, mallory)).toMatchObject({ attributes: mallory.attributes });
    });

    test('ClientMetadata that names attributes and a status', async () => {
      const { victim, mallory } = await addCouple(move);
      const ClientMetadata = {
        [SOURCE_SUB]: victim.sub,
        username: victim.username,
        preferred_username: victim.username,
        email: victim.attributes!['email']!,
        email_verified: 'true',
        finalUserStatus: 'CONFIRMED',
      };
      await move.cognito.send(
        new ForgotPasswordCommand({ ClientId: move.newClientId, Username: 'nobody', ClientMetadata }),
      );
      await move.cognito.send(
        new InitiateAuthCommand({
          ClientId: move.newClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: mallory.username, PASSWORD: mallory.password },
          ClientMetadata,
        }),
      );
      expect(await movedUser(move, victim)).toBeUndefined();
      expect(await movedUser(move, mallory)).toMatchObject({
        username: mallory.username,
        attributes: mallory.attributes,
      });
    });
  });

  describe('attack: a temporary password that somebody else knows', () => {
    test('gives no tokens, and does not become permanent', async () => {
      const username = 'newcomer';
      const person = await addPerson(move, username, { standing: 'temporary-password' });
      const attempts = [
        await signIn(move, username, person.password),
        await signIn(move, username, person.password),
      ];
      expect(attempts).toEqual([REFUSED, REFUSED]);
      expect(await movedUser(move, person)).toMatchObject({ status: 'RESET_REQUIRED' });

      expect(await move.world.app.forgotPassword(username)).toBe('code-announced');
      const [message] = messagesTo(move, person.attributes!['email']!);
      expect(await move.world.app.confirmPassword(username, message!.code, 'Brand-new-passw0rd!')).toBe(
        'done',
      );
      expect(await signIn(move, username, 'Brand-new-passw0rd!')).toBe('tokens');
      expect(await signIn(move, username, person.password)).toBe(REFUSED);
    });
  });

  test.each([['sms'], ['authenticator-app'], ['e-mail']] as const)(
    'attack: the password without the second factor, %s',
    async (factor) => {
      const username = `careful-${factor}`;
      const person = await addPerson(move, username, {
        attributes: {
          email: `${username}@example.com`,
          email_verified: 'true',
          phone_number: '+15550300001',
          phone_number_verified: 'true',
        },
        factors: [factor],
      });
      expect(await signIn(move, username, person.password)).toBe(REFUSED);
      expect(await move.world.app.forgotPassword(username)).toBe('code-announced');
      expect(await movedUser(move, person)).toBeUndefined();
      expect(messagesTo(move, `${username}@example.com`)).toEqual([]);
    },
  );
});

describe('an old pool with the e-mail address as username', () => {
  test("attack: an account with the victim's address that never was verified", async () => {
    await withMove(EMAIL_AS_USERNAME, async (move) => {
      const email = 'victim@example.com';
      const mallory = await addPerson(move, email, { attributes: { email } });
      for (const typed of [email, 'Victim@Example.com']) {
        expect(await signIn(move, typed, mallory.password)).toBe(REFUSED);
        expect(await move.world.app.forgotPassword(typed)).toBe('code-announced');
      }
      expect(await usersOfNewPool(move)).toEqual([]);
      // Cognito takes the sub for a name: the account moves, and the address stays free.
      expect(await signIn(move, mallory.sub, mallory.password)).toBe('tokens');
      expect(await holderOf(move, email)).toBeUndefined();
      expect(messagesTo(move, email)).toEqual([]);
    });
  });
});

describe('an old pool where names may differ by case only', () => {
  test('attack: the name of the victim in another spelling, whoever comes first', async () => {
    await withMove(CASE_SENSITIVE, async (move) => {
      const victim = await addPerson(move, 'hugo', { attributes: {} });
      const mallory = await addPerson(move, 'Hugo', { attributes: {} });
      for (const { username, password } of [mallory, victim, mallory]) {
        expect(await signIn(move, username, password)).toBe(REFUSED);
        expect(await move.world.app.forgotPassword(username)).toBe('code-announced');
      }
      // Each other's password at each other's name.
      expect(await signIn(move, 'HUGO', mallory.password)).toBe(REFUSED);
      expect(await signIn(move, 'hugo', mallory.password)).toBe(REFUSED);
      expect(await usersOfNewPool(move)).toEqual([]);
    });
  });
});

describe('attack: password spraying', () => {
  test('over many people: one call each, no profile is read, nobody is created', async () => {
    await withMove({}, async (move) => {
      const names: string[] = [];
      for (let number = 0; number < 12; number += 1) {
        names.push((await addPerson(move, `sprayed-${number}`)).username);
      }
      const calls = await callsDuring(move, async () => {
        for (const name of [...names, 'nobody@example.com']) {
          expect(await signIn(move, name, 'Summer-2026!')).toBe(REFUSED);
        }
      });
      expect(calls.oldPool).toEqual([...names, ''].map(() => 'AdminInitiateAuth'));
      expect(calls.newPool).toEqual([...names, ''].map(() => 'InitiateAuth'));
      expect(await usersOfNewPool(move)).toEqual([]);
    });
  });

  test("over one person: the old pool's lockout holds through the trigger, by every name", async () => {
    const clock = new FakeClock(Date.now());
    await withMove({ sandbox: { clock } }, async (move) => {
      const { username, password } = await addPerson(move, 'tina', {
        attributes: { email: 'tina@example.com', email_verified: 'true', preferred_username: 'tina-t' },
      });
      for (let guess = 0; guess < 5; guess += 1) {
        expect(await signIn(move, username, `Summer-${guess}!`)).toBe(REFUSED);
      }
      for (const typed of [username, 'tina@example.com', 'tina-t']) {
        expect(await signIn(move, typed, password)).toBe(REFUSED);
      }
      expect(await usersOfNewPool(move)).toEqual([]);

      clock.advanceBy(1_001);
      expect(await signIn(move, username, passwordOf(username))).toBe('tokens');
    });
  });
});
