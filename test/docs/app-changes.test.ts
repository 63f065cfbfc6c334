import {
  AdminInitiateAuthCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CognitoUserPool } from 'amazon-cognito-identity-js';
import { signOut } from 'aws-amplify/auth';
import { type DocumentedCode, documentedCode } from '../support/documented-code.ts';
import { configureAmplify, SRP_CLIENTS } from '../support/integration-clients.ts';
import { CARRYING } from '../support/integration-groups.ts';
import { type Move, startMove } from '../support/integration-move.ts';
import { addPerson, movedUser, type Person } from '../support/integration-people.ts';

/** The JavaScript of docs/app-changes.md, as it stands there, on the sandbox. */

let code: DocumentedCode;
let move: Move;
beforeAll(async () => {
  // Amplify advises against an endpoint of one's own.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  [code, move] = await Promise.all([
    documentedCode('docs/app-changes.md'),
    startMove({ settings: CARRYING }),
  ]);
});
afterAll(async () => {
  await move?.close();
  jest.restoreAllMocks();
});

interface Answer {
  readonly is: string;
  readonly sentence?: string;
}

/** What every client of the page can do, its pool and app client left out. */
interface Client {
  readonly signInWithPassword: (username: string, password: string) => Promise<Answer>;
  readonly sendCode: (username: string) => Promise<unknown>;
  readonly chooseNewPassword: (username: string, code: string, password: string) => Promise<unknown>;
}

type InPool<Place extends readonly unknown[]> = {
  readonly [Call in keyof Client]: (
    ...given: [...Place, ...Parameters<Client[Call]>]
  ) => ReturnType<Client[Call]>;
};

const clientIn = async <Place extends readonly unknown[]>(file: string, ...place: Place): Promise<Client> => {
  const { signInWithPassword, sendCode, chooseNewPassword } = await code.run<InPool<Place>>(file);
  return {
    signInWithPassword: (...given) => signInWithPassword(...place, ...given),
    sendCode: (...given) => sendCode(...place, ...given),
    chooseNewPassword: (...given) => chooseNewPassword(...place, ...given),
  };
};

const amplify = async (): Promise<Client> => {
  configureAmplify(move);
  return clientIn<[]>('amplify.js');
};

const identityJs = (): Promise<Client> => {
  const { newUserPoolId: UserPoolId, newClientId: ClientId, sandbox } = move;
  const pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: sandbox.endpoint });
  return clientIn<[CognitoUserPool]>('identity-js.js', pool);
};

const backEnd = (): Promise<Client> => {
  const app = { userPoolId: move.newUserPoolId, ...move.backend };
  return clientIn<[CognitoIdentityProviderClient, typeof app]>('back-end.js', move.cognito, app);
};

test('every block of the page is run here', () => {
  expect(code.files).toEqual(['refusal.js', 'amplify.js', 'identity-js.js', 'back-end.js', 'tokens.js']);
});

const NEW_PASSWORD = 'Brand-new-passw0rd!';

let people = 0;
const somebody = (init: Partial<Person> = {}): Promise<Person> => {
  people += 1;
  return addPerson(move, `app-person-${people}`, init);
};

describe.each([
  ['amplify.js', amplify],
  ['identity-js.js', identityJs],
  ['back-end.js', backEnd],
] as const)('%s', (_, connect) => {
  let client: Client;
  beforeEach(async () => {
    client = await connect();
    await signOut();
  });

  test('a first sign-in moves the person, and SRP works from then on', async () => {
    const person = await somebody();
    expect(await client.signInWithPassword(person.username, person.password)).toMatchObject({
      is: 'signed-in',
    });
    expect(await movedUser(move, person)).toMatchObject({ status: 'CONFIRMED' });
    for (const { signIn } of SRP_CLIENTS) {
      await signOut();
      await expect(signIn(move, person.username, person.password)).resolves.toMatchObject({});
    }
  });

  test('"Forgot password?" stands beside every refusal, and gets them in who must reset', async () => {
    const { username, password } = await somebody({ standing: 'temporary-password' });
    expect(await client.signInWithPassword('nobody', password)).toEqual({ is: 'refused' });
    expect(await client.signInWithPassword(username, 'Not-the-passw0rd!')).toEqual({ is: 'refused' });
    expect(await client.signInWithPassword(username, password)).toEqual({ is: 'refused' });

    await client.sendCode(username);
    const { code: sent } = move.sandbox.services.outbox.latest(move.newUserPoolId, username)!;
    await client.chooseNewPassword(username, sent, NEW_PASSWORD);
    expect(await client.signInWithPassword(username, NEW_PASSWORD)).toMatchObject({ is: 'signed-in' });
  });

  test('who must reset is sent there where the app client is LEGACY', async () => {
    const { username, password } = await somebody({ standing: 'temporary-password' });
    await setUserExistenceErrors('LEGACY');
    try {
      expect(await client.signInWithPassword('nobody', password)).toEqual({ is: 'refused' });
      expect(await client.signInWithPassword(username, password)).toEqual({ is: 'must-reset' });
    } finally {
      await setUserExistenceErrors('ENABLED');
    }
  });

  test('a person reads the sentence of the settings while the old pool cannot be asked', async () => {
    const { username, password } = await somebody();
    // Of the old pool: nobody else asks it for a profile here.
    move.sandbox.interference.failNext('AdminGetUser', { kind: 'internal-error' }, 10);
    try {
      expect(await client.signInWithPassword(username, password)).toEqual({
        is: 'try-again',
        sentence: 'Please try again in a few minutes',
      });
    } finally {
      move.sandbox.interference.reset();
    }
  });
});

test('tokens.js accepts the tokens of both pools, and knows the person by the old sub', async () => {
  interface Tokens {
    readonly createVerifier: (pools: readonly object[]) => {
      cacheJwks(jwks: unknown, userPoolId: string): void;
      verify(token: string): Promise<object>;
    };
    readonly personOf: (claims: object) => string;
  }
  const { createVerifier, personOf } = await code.run<Tokens>('tokens.js');
  const { oldPool } = move.world;
  const pools = [
    { userPoolId: oldPool.userPoolId, clientId: oldPool.clientId },
    { userPoolId: move.newUserPoolId, clientId: move.newClientId },
  ];
  const verifier = createVerifier(pools);
  for (const { userPoolId } of pools) {
    const keys = await fetch(`${move.sandbox.endpoint}/${userPoolId}/.well-known/jwks.json`);
    verifier.cacheJwks(await keys.json(), userPoolId);
  }
  const { username, password, sub } = await somebody();
  for (const pool of pools) {
    expect(personOf(await verifier.verify(await accessToken(pool, username, password)))).toBe(sub);
  }
});

async function accessToken(
  pool: { readonly userPoolId: string; readonly clientId: string },
  USERNAME: string,
  PASSWORD: string,
): Promise<string> {
  const { AuthenticationResult } = await move.cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: pool.userPoolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
  return AuthenticationResult!.AccessToken!;
}

/** What the app clients of the new pool tell strangers about names that do not exist. */
async function setUserExistenceErrors(PreventUserExistenceErrors: 'ENABLED' | 'LEGACY'): Promise<void> {
  for (const ClientId of [move.newClientId, move.backend.clientId]) {
    const client = { UserPoolId: move.newUserPoolId, ClientId };
    const { UserPoolClient } = await move.cognito.send(new DescribeUserPoolClientCommand(client));
    await move.cognito.send(
      new UpdateUserPoolClientCommand({ ...UserPoolClient, ...client, PreventUserExistenceErrors }),
    );
  }
}
