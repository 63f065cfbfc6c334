import {
  AdminGetUserCommand,
  InitiateAuthCommand,
  paginateListUsers,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { SOURCE_SUB } from '../../migration/rules.ts';
import { createOldUser, type OldUser } from '../../sandbox/demo/people.ts';
import { passwordOf } from '../../sandbox/demo/scene.ts';
import type { Move } from './integration-move.ts';

/** A person of the old pool. */
export interface Person extends OldUser {
  /** In the old pool. */
  readonly sub: string;
}

/** Makes somebody with a verified e-mail address, unless said otherwise; the password is `passwordOf(username)`. */
export async function addPerson(
  { world }: Move,
  username: string,
  init: Partial<OldUser> = {},
): Promise<Person> {
  const user = {
    username,
    password: passwordOf(username),
    attributes: { email: `${username}@example.com`, email_verified: 'true' },
    ...init,
  };
  return { ...user, sub: await createOldUser(world.oldPool, user) };
}

/** The new pool as the app sees it: `tokens`, a challenge, or the exception and its text. */
export async function signIn(move: Move, typed: string, password: string): Promise<string> {
  return answerTo(async () => {
    const { AuthenticationResult, ChallengeName } = await move.cognito.send(
      new InitiateAuthCommand({
        ClientId: move.newClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: typed, PASSWORD: password },
      }),
    );
    return AuthenticationResult === undefined ? String(ChallengeName) : 'tokens';
  });
}

/** What a call came to, or `<exception>: <message>`. */
export async function answerTo(call: () => Promise<string>): Promise<string> {
  try {
    return await call();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/** What Cognito says to a wrong password, and to everybody whom the migration declines. */
export const REFUSED = 'NotAuthorizedException: Incorrect username or password.';

/** What Cognito says while the old pool cannot be asked: the only text that the product lets through. */
export const TRY_AGAIN =
  'UserNotFoundException: UserMigration failed with error Please try again in a few minutes.';

/** A user of the new pool. */
export interface MovedUser {
  readonly username: string;
  readonly status: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Everybody in the new pool. */
export async function usersOfNewPool({ cognito, newUserPoolId }: Move): Promise<MovedUser[]> {
  const users: MovedUser[] = [];
  const pages = paginateListUsers({ client: cognito }, { UserPoolId: newUserPoolId });
  for await (const { Users = [] } of pages) users.push(...Users.map(described));
  return users;
}

/** The people of the new pool who came from this user of the old one: one, or nobody. */
export async function movedUser(move: Move, { sub }: Pick<Person, 'sub'>): Promise<MovedUser | undefined> {
  const [user, another] = (await usersOfNewPool(move)).filter(
    ({ attributes }) => attributes[SOURCE_SUB] === sub,
  );
  if (another !== undefined) throw new Error(`${sub} is twice in the new pool`);
  return user;
}

const described = ({ Username, UserStatus, Attributes = [] }: UserType): MovedUser => ({
  username: Username ?? '',
  status: UserStatus ?? '',
  attributes: Object.fromEntries(Attributes.map(({ Name, Value }) => [Name, Value])),
});

/** Whom a name means in the new pool: their username, or undefined. */
export async function holderOf({ cognito, newUserPoolId }: Move, name: string): Promise<string | undefined> {
  const user = new AdminGetUserCommand({ UserPoolId: newUserPoolId, Username: name });
  try {
    return (await cognito.send(user)).Username;
  } catch (error) {
    if (error instanceof Error && error.name === 'UserNotFoundException') return undefined;
    throw error;
  }
}

/** What an attempt cost. */
export interface Calls {
  /** Operations at the old pool, sorted: some are under way at the same time. */
  readonly oldPool: readonly string[];
  /** Operations at the new pool, the app's own among them, sorted. */
  readonly newPool: readonly string[];
  /** How often the trigger was invoked. */
  readonly invocations: number;
}

/** Counts what happens while something is attempted. */
export async function callsDuring(move: Move, attempt: () => Promise<unknown>): Promise<Calls> {
  const { sandbox, functions, world } = move;
  const [requests, invocations] = [sandbox.requests.length, functions.invocations];
  await attempt();
  const operationsAt = (pool: string) =>
    sandbox.requests
      .slice(requests)
      .flatMap(({ operation, userPoolId }) => (userPoolId === pool ? [operation] : []))
      .sort();
  return {
    oldPool: operationsAt(world.oldPool.userPoolId),
    newPool: operationsAt(move.newUserPoolId),
    invocations: functions.invocations - invocations,
  };
}

/** What the function wrote while something is attempted: one object per line. */
export async function logDuring(
  { functions }: Move,
  attempt: () => Promise<unknown>,
): Promise<Record<string, unknown>[]> {
  const before = functions.logs.length;
  await attempt();
  const text = functions.logs
    .slice(before)
    .map((line) => line.text)
    .join('');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
