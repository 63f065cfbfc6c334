import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { confirmResetPassword, resetPassword } from 'aws-amplify/auth';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SOURCE_SUB, SOURCE_VIA } from '../../migration/rules.ts';
import {
  configureAmplify,
  PASSWORD_CLIENTS,
  type RealClient,
  SRP_CLIENTS,
  type Tokens,
} from '../support/integration-clients.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import { addPerson, callsDuring, movedUser, type Person, signIn } from '../support/integration-people.ts';

/** Unmodified clients of Cognito against the product as synthesized. */

let move: Move;
beforeAll(async () => {
  // Amplify advises against an endpoint of one's own.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  move = await startMove();
});
afterAll(async () => {
  await move?.close();
  jest.restoreAllMocks();
});

type NameOf = (person: Person) => string;

/** What a person types, and where it stands in their old profile. */
const NAMES: readonly [string, NameOf][] = [
  ['the username', ({ username }) => username],
  ['the e-mail address', ({ attributes }) => attributes!['email']!],
  ['a preferred_username that they already had', ({ attributes }) => attributes!['preferred_username']!],
];

let people = 0;

/** Somebody with everything that can travel. */
const somebody = (): Promise<Person> => {
  people += 1;
  const username = `person-${people}`;
  return addPerson(move, username, {
    attributes: {
      email: `${username}@example.com`,
      email_verified: 'true',
      phone_number: `+155501${String(people).padStart(5, '0')}`,
      phone_number_verified: 'false',
      preferred_username: `nick-${people}`,
      name: 'Zoë 山田 🎈',
      birthdate: '1990-12-31',
      'custom:plan': 'gold',
      'custom:legacy_id': '4711',
    },
  });
};

/** As an app's backend would: with the pool's own keys. @returns the claims */
async function verified({ idToken, accessToken }: Tokens, clientId: string) {
  const { newUserPoolId: userPoolId, sandbox } = move;
  const jwks = await (await fetch(`${sandbox.endpoint}/${userPoolId}/.well-known/jwks.json`)).json();
  const verify = (tokenUse: 'id' | 'access', token: string) => {
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse });
    verifier.cacheJwks(jwks as never);
    return verifier.verify(token);
  };
  return { id: await verify('id', idToken), access: await verify('access', accessToken) };
}

const CASES: readonly [string, string, RealClient, NameOf][] = PASSWORD_CLIENTS.flatMap((client) =>
  NAMES.map(([name, typed]): [string, string, RealClient, NameOf] => [client.name, name, client, typed]),
);

describe('the first sign-in moves the person, and the password survives', () => {
  test.each(CASES)('%s, with %s', async (_, __, client, nameOf) => {
    const person = await somebody();
    const typed = nameOf(person);

    const tokens = await client.signIn(move, typed, person.password);
    const second = await callsDuring(move, () => client.signIn(move, typed, person.password));

    const { id, access } = await verified(tokens, client.clientId(move));
    expect(id.sub).toBe(access.sub);
    expect(id.sub).not.toBe(person.sub);
    expect(id).toMatchObject({
      'cognito:username': person.username,
      [SOURCE_SUB]: person.sub,
      [SOURCE_VIA]: 'sign-in',
      email: person.attributes!['email'],
      email_verified: true,
    });
    expect(second).toMatchObject({ oldPool: [], invocations: 0 });
    expect(await movedUser(move, person)).toEqual({
      username: person.username,
      status: 'CONFIRMED',
      attributes: {
        ...without(person.attributes!, 'custom:legacy_id'),
        sub: id.sub,
        [SOURCE_SUB]: person.sub,
        [SOURCE_VIA]: 'sign-in',
      },
    });
  });
});

test.each(NAMES)('whoever came in by %s signs in by each of the three from then on', async (_, nameOf) => {
  const person = await somebody();
  await signIn(move, nameOf(person), person.password);
  for (const [, otherName] of NAMES) {
    const again = await callsDuring(move, async () => {
      expect(await signIn(move, otherName(person), person.password)).toBe('tokens');
    });
    expect(again).toMatchObject({ oldPool: [], invocations: 0 });
  }
});

describe.each(SRP_CLIENTS)('$name', (client) => {
  test('does not fire the trigger', async () => {
    const person = await somebody();
    const calls = await callsDuring(move, async () => {
      await expect(client.signIn(move, person.username, person.password)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    });
    expect(calls).toMatchObject({ oldPool: [], invocations: 0 });
    expect(await movedUser(move, person)).toBeUndefined();
  });

  test.each(NAMES)('works with the same password after the person has moved, with %s', async (_, nameOf) => {
    const person = await somebody();
    await signIn(move, person.username, person.password);
    const tokens = await client.signIn(move, nameOf(person), person.password);
    const { id } = await verified(tokens, client.clientId(move));
    expect(id[SOURCE_SUB]).toBe(person.sub);
  });
});

describe('a forgotten password moves the person by a code', () => {
  /** The code that the new pool sent to this person. */
  const codeFor = (person: Person): string =>
    move.sandbox.services.outbox.latest(move.newUserPoolId, person.username)!.code;

  const NEW_PASSWORD = 'Brand-new-passw0rd!';

  async function expectMovedByCode(person: Person): Promise<void> {
    const users = await movedUser(move, person);
    expect(users).toMatchObject({ status: 'CONFIRMED', attributes: { [SOURCE_VIA]: 'forgot-password' } });
    expect(await signIn(move, person.username, NEW_PASSWORD)).toBe('tokens');
    expect(await signIn(move, person.username, person.password)).toContain('NotAuthorizedException');
  }

  test.each(NAMES)('aws-amplify, resetPassword with %s', async (_, nameOf) => {
    const person = await somebody();
    const username = nameOf(person);
    configureAmplify(move);

    const { nextStep } = await resetPassword({ username });
    const moved = await movedUser(move, person);
    await confirmResetPassword({
      username,
      confirmationCode: codeFor(person),
      newPassword: NEW_PASSWORD,
    });

    expect(nextStep).toMatchObject({
      resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'p***@e***' },
    });
    expect(moved?.status).toBe('RESET_REQUIRED');
    await expectMovedByCode(person);
  });

  test.each(NAMES)('amazon-cognito-identity-js, forgotPassword with %s', async (_, nameOf) => {
    const person = await somebody();
    const { app } = move.world;
    expect(await app.forgotPassword(nameOf(person))).toBe('code-announced');
    expect(await app.confirmPassword(nameOf(person), codeFor(person), NEW_PASSWORD)).toBe('done');
    await expectMovedByCode(person);
  });
});

const without = (attributes: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
