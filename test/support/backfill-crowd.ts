import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { SOURCE_SUB } from '../../migration/rules.ts';
import type { User } from '../../sandbox/cognito/state.ts';
import { addUser, type BackfillWorld, type OldUserInit } from './integration-backfill.ts';
import { sdkClient } from './real-client.ts';
import { OLD_POOL_ID } from './synthesized-assembly.ts';

/** People of every kind for a backfill: more than one page of ListUsers, and a new pool that is not empty. */

export const PASSWORD = 'Correct-Horse-7';
export const DISABLED_TOO = { disabledUsers: 'import-then-disable' };

type Kind = (name: string, n: number) => Omit<OldUserInit, 'username'>;

const email = (name: string, verified = 'true') => ({
  email: `${name}@example.com`,
  email_verified: verified,
});

const KINDS: readonly Kind[] = [
  (name) => ({ attributes: email(name) }),
  (name) => ({ attributes: { ...email(name), preferred_username: `known-as-${name}` } }),
  (name) => ({ attributes: { ...email(name), name: 'Last, First', birthdate: '1990-12-31' } }),
  (name, n) => ({ attributes: { ...email(name), 'custom:plan': `gold,${n}`, locale: 'är,日本' } }),
  (name) => ({ attributes: { ...email(name), nickname: 'two\nlines', profile: 'a "quoted" \\ one' } }),
  (name) => ({ attributes: email(name, 'false') }),
  (name) => ({ attributes: email(name), enabled: false }),
  (name) => ({ attributes: email(name), status: 'UNCONFIRMED' }),
  (name) => ({ attributes: email(name), status: 'EXTERNAL_PROVIDER' }),
  (name) => ({ attributes: { ...email(name), preferred_username: 'everybody-wants-this' } }),
  (name) => ({ attributes: email(name), status: 'FORCE_CHANGE_PASSWORD' }),
  (name, n) => ({
    attributes: { ...email(name), phone_number: `+155501${n}`, phone_number_verified: 'true' },
    status: 'RESET_REQUIRED',
  }),
];

/** Their kind is the number modulo twelve. */
export const nameOf = (n: number): string => `person-${n + 100}`;

const SAME_BUT_FOR_CASE = ['Twin', 'twin'];
const FORMULA = '=formula';

/** Signed in at the new pool before any backfill. */
export const MOVED = [0, 1].map(nameOf);
/** Plain people who can sign in at any time. */
export const PLAIN = [12, 13, 24, 25, 36, 37, 48, 49].map(nameOf);
export const DISABLED = [6, 18, 30, 42, 54].map(nameOf);

/** Users of the new pool who never were in the old one: one has somebody's username, one somebody's address. */
export const NATIVES = [
  { username: nameOf(14), attributes: { nickname: 'native' } },
  { username: 'squatter', attributes: email(nameOf(15)) },
];

/** The pools are filled, and who has moved has moved. @returns the old `sub`s by username */
export async function fillWithCrowd(world: BackfillWorld, people = 60): Promise<ReadonlyMap<string, string>> {
  const subs = new Map<string, string>();
  const add = (init: OldUserInit) =>
    subs.set(init.username, addUser(world.sandbox, OLD_POOL_ID, { password: PASSWORD, ...init }));
  for (let n = 0; n < people; n += 1) {
    const name = nameOf(n);
    add({ username: name, ...KINDS[n % KINDS.length]!(name, n + 100) });
  }
  for (const [index, username] of SAME_BUT_FOR_CASE.entries())
    add({ username, attributes: email(`t${index}`) });
  add({ username: FORMULA, attributes: email('formula') });
  for (const native of NATIVES) addUser(world.sandbox, world.newPoolId, native);
  for (const username of MOVED) await signIn(world, username);
  return subs;
}

/** At the new pool, as the app does. @throws Error of Cognito */
export async function signIn(world: BackfillWorld, USERNAME: string): Promise<void> {
  const client = sdkClient(world.sandbox);
  try {
    await client.send(
      new InitiateAuthCommand({
        ClientId: world.stack.outputs['ClientIdApp'],
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
  } finally {
    client.destroy();
  }
}

const usersOf = ({ sandbox, newPoolId }: BackfillWorld): User[] => [
  ...sandbox.services.pools.pool(newPoolId).users.values(),
];

/** Somebody of the new pool. @throws CognitoError UserNotFoundException */
export const newUserNamed = ({ sandbox, newPoolId }: BackfillWorld, username: string): User =>
  sandbox.services.pools.user(sandbox.services.pools.pool(newPoolId), username);

/** The new pool as it was before the first run, and nothing that goes wrong any more. */
export async function beginAgain(world: BackfillWorld): Promise<void> {
  const { services, interference, s3, stepFunctions } = world.sandbox;
  interference.reset();
  s3.interference.reset();
  stepFunctions.interference.reset();
  await services.importJobs.idle();
  for (const user of usersOf(world)) {
    if (!user.attributes.has(SOURCE_SUB) || MOVED.includes(user.username)) continue;
    services.pools.removeUser(services.pools.pool(world.newPoolId), user);
  }
}

/** All that a run leaves behind for people, in an order of its own. */
export async function endStateOf(world: BackfillWorld, runId: string) {
  const { outcome, totals, failedBecause, details, files } = await world.report(runId);
  return {
    report: { outcome, totals, failedBecause, details },
    files: files.map(({ name, rows, bytes }) => ({ name, rows, bytes })),
    usersCsv: (await world.users(runId)).toSorted(),
    newPool: usersOf(world)
      .map(({ username, attributes, status, enabled, mfaMethods }) => ({
        sourceSub: attributes.get(SOURCE_SUB) ?? '',
        ...{ username, status, enabled, mfaMethods: [...mfaMethods] },
        attributes: Object.fromEntries([...attributes].toSorted()),
      }))
      .toSorted((a, b) => `${a.sourceSub} ${a.username}`.localeCompare(`${b.sourceSub} ${b.username}`)),
    locked: (await world.read('lock.json')) !== undefined,
  };
}

/** The class and reason of each user of the old pool, from `users.csv`. */
export async function classesOf(world: BackfillWorld, runId: string): Promise<ReadonlyMap<string, string>> {
  return new Map(
    (await world.users(runId)).map((line) => {
      const [username = '', userClass = '', reason = ''] = line.split(',');
      return [username, reason === '' ? userClass : `${userClass} ${reason}`];
    }),
  );
}

/** Something happens once, before anything of this state does. */
export function onceAt(world: BackfillWorld, state: string, happen: () => Promise<void> | void): void {
  const stop = world.sandbox.stepFunctions.interference.onStateEntered(async ({ stateName }) => {
    if (stateName !== state) return;
    stop();
    await happen();
  });
}
