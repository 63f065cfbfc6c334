import { setImmediate } from 'node:timers/promises';
import type { Outcome } from '../../migration/lazy/migrate-user.ts';
import { migrateUser } from '../../migration/lazy/migrate-user.ts';
import { fold } from '../../migration/names.ts';
import type { RawAnswer } from '../../migration/old-pool-answer.ts';
import type { Person } from '../../migration/person.ts';
import type { NewPoolCalls, OldPoolCalls } from '../../migration/ports.ts';
import { PoolCallFailed } from '../../migration/ports.ts';
import type { NewProfile } from '../../migration/profile-settlement.ts';
import type { Alias, MigrationRules, NewPool as NewPoolRules } from '../../migration/rules.ts';
import { CONTACTS, SOURCE_SUB } from '../../migration/rules.ts';

/** The current, permanent password of everybody in these pools. */
export const PASSWORD = 'Right-Horse-7';

/** A user of the new pool. */
export interface NewUser {
  readonly username: string;
  /** Administrator calls answer to it, a sign-in does not. @default one that nobody asks for */
  readonly sub?: string;
  readonly attributes: ReadonlyMap<string, string>;
}

export const aNewUser = (username: string, attributes: Record<string, string> = {}): NewUser => ({
  username,
  attributes: new Map(Object.entries(attributes)),
});

type Operation = 'old.authenticate' | 'old.findUser' | 'old.listUsers' | 'new.findHolder';

export interface World {
  readonly rules: MigrationRules;
  readonly old?: readonly Person[];
  /** What the old pool signs in with beside the username. @default e-mail */
  readonly oldAliases?: readonly Alias[];
  /** Whether the e-mail address is the old pool's username, verified or not. @default false */
  readonly emailIsOldUsername?: boolean;
  readonly new?: readonly NewUser[];
  /** Whether the old pool takes a `sub` for a name at sign-in, as it does in administrator calls. @default true */
  readonly signsInBySub?: boolean;
  /** What the old pool answers to anybody, whatever the password. @default tokens for PASSWORD, as a real pool */
  readonly answer?: RawAnswer;
  /** The `sub` that the tokens tell. @default that of whom the password belongs to */
  readonly subOfTokens?: string;
  /** Calls that have no answer: the exception's name on the wire. */
  readonly failing?: Partial<Record<Operation, string>>;
}

const exception = (name: string, message: string): RawAnswer => ({ kind: 'exception', name, message });

export const WRONG_PASSWORD = exception('NotAuthorizedException', 'Incorrect username or password.');
export const NO_SUCH_USER = exception('UserNotFoundException', 'User does not exist.');

/** Whether the user answers to the name: by username, `sub` or active alias. */
export const answersTo = (
  { username, attributes, sub }: NewUser,
  name: string,
  pool: Pick<NewPoolRules, 'aliases' | 'caseSensitive'>,
): boolean => {
  const active = pool.aliases.filter(
    (alias) => alias === 'preferred_username' || attributes.get(`${alias}_verified`) === 'true',
  );
  const names = [username, sub, ...active.map((alias) => attributes.get(alias))];
  return names.some(
    (own) => own !== undefined && fold(own, pool.caseSensitive) === fold(name, pool.caseSensitive),
  );
};

/** Two pools in memory that write down who called them, and what was called at the same time. */
export const fakePools = (world: World) => {
  const {
    rules,
    old = [],
    oldAliases = ['email'],
    emailIsOldUsername = false,
    signsInBySub = true,
    answer,
    subOfTokens,
    failing = {},
  } = world;
  const newUsers = [...(world.new ?? [])];
  const waves: string[][] = [];
  let inFlight = 0;

  const call = async <T>(operation: Operation, subject: string, result: () => T): Promise<T> => {
    if (inFlight === 0) waves.push([]);
    waves.at(-1)?.push(`${operation} ${subject}`);
    inFlight += 1;
    await setImmediate();
    inFlight -= 1;
    const exceptionName = failing[operation];
    if (exceptionName !== undefined) throw new PoolCallFailed(exceptionName, 'text of the service');
    return result();
  };

  const findOld = (name: string): Person | undefined => {
    const pool = { aliases: oldAliases, caseSensitive: rules.oldPool.caseSensitive };
    const byUsername = old.find(({ username, attributes }) => {
      const oldName = emailIsOldUsername ? attributes.get('email') : username;
      return answersTo({ username: oldName ?? username, attributes: new Map() }, name, pool);
    });
    return byUsername ?? old.find((person) => answersTo(person, name, pool));
  };

  const oldPool: OldPoolCalls = {
    authenticate: (name, password) =>
      call('old.authenticate', name, () => {
        const nobody = { username: undefined, sub: undefined };
        if (answer !== undefined) return { answer, ...nobody };
        const person = findOld(name);
        if (person === undefined || (person.sub === name && !signsInBySub))
          return { answer: NO_SUCH_USER, ...nobody };
        return password === PASSWORD
          ? { answer: { kind: 'tokens' as const }, username: person.username, sub: subOfTokens ?? person.sub }
          : { answer: WRONG_PASSWORD, ...nobody };
      }),
    findUser: (name) => call('old.findUser', name, () => findOld(name)),
    listUsers: ({ attribute, value }) =>
      call('old.listUsers', `${attribute}=${value}`, () =>
        // Cognito folds case in this filter, whatever the pool.
        old.filter(({ attributes }) => attributes.get(attribute)?.toLowerCase() === value.toLowerCase()),
      ),
  };

  const newPool: NewPoolCalls = {
    findHolder: (name) =>
      call('new.findHolder', name, () => {
        const holder = newUsers.find((user) => answersTo(user, name, rules.newPool));
        return holder && { sourceSub: holder.attributes.get(SOURCE_SUB) };
      }),
  };

  const migrate = migrateUser({ oldPool, newPool }, rules);
  const userPoolId = 'eu-west-1_NewPool00';
  return {
    /** The calls, those in flight together in one list. */
    oldPool,
    waves,
    newUsers,
    signIn: (typed: string, password = PASSWORD) => migrate({ kind: 'sign-in', userPoolId, typed, password }),
    forgotPassword: (typed: string) => migrate({ kind: 'forgot-password', userPoolId, typed }),
    unreadable: () => migrate({ kind: 'unreadable', reason: 'malformed-event' }),
    /** What Cognito does with a profile. */
    create: ({ username, attributes }: NewProfile) => newUsers.push({ username, attributes }),
    calls: (): readonly string[] => waves.flat(),
  };
};

/** The profile of an outcome that must be a migration. */
export const profileOf = (outcome: Outcome): NewProfile => {
  if (outcome.kind !== 'migrated') throw new Error(`Not migrated: ${JSON.stringify(outcome)}`);
  return outcome.profile;
};

/** Names that the profile would sign in with. */
export const activeNames = (
  { username, attributes }: Pick<NewProfile, 'username' | 'attributes'>,
  { newPool }: MigrationRules,
): string[] => [
  username,
  ...newPool.aliases
    .filter(
      (alias) =>
        !CONTACTS.some((contact) => contact === alias) || attributes.get(`${alias}_verified`) === 'true',
    )
    .flatMap((alias) => attributes.get(alias) ?? []),
];
