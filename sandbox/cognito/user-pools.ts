import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type Alias, activeAliases, changedAttributes, fold, verifiedFlag } from './aliases.ts';
import { CognitoError, required, resourceNotFound, userNotFound } from './errors.ts';
import { HARSHER_READINGS, type ReadingsOfOpenQuestions } from './open-questions.ts';
import type { AliasAttribute, AppClient, User, UserPool } from './state.ts';
import { UserIndex } from './user-index.ts';
import { refuseAliasShapedUsername } from './usernames.ts';

export interface AliasOptions {
  /** Moves an e-mail or phone alias from whoever holds it; a preferred_username never moves. @default false */
  readonly forceAliasCreation?: boolean | undefined;
}

/** All user pools of one account and Region, and who is in them: the only code that changes `pool.users`. */
export class UserPools {
  readonly region: string;
  readonly accountId: string;
  readonly #clock: Clock;
  readonly #readings: Pick<ReadingsOfOpenQuestions, 'preferredUsernameEqualsUsername'>;
  readonly #pools = new Map<string, UserPool>();
  readonly #poolOfClient = new Map<string, UserPool>();
  readonly #indexes = new WeakMap<UserPool, UserIndex>();

  constructor(deps: {
    clock: Clock;
    region: string;
    accountId: string;
    readings?: Pick<ReadingsOfOpenQuestions, 'preferredUsernameEqualsUsername'>;
  }) {
    this.#clock = deps.clock;
    this.region = deps.region;
    this.accountId = deps.accountId;
    this.#readings = deps.readings ?? HARSHER_READINGS;
  }

  /** @throws CognitoError ResourceNotFoundException */
  pool(userPoolId: string | undefined): UserPool {
    const id = required(userPoolId, 'userPoolId');
    const pool = this.#pools.get(id);
    if (!pool) throw resourceNotFound(`User pool ${id} does not exist.`);
    return pool;
  }

  all(): Iterable<UserPool> {
    return this.#pools.values();
  }

  /**
   * The app client and its pool, by the client id alone, as unauthenticated operations name it.
   * @throws CognitoError ResourceNotFoundException
   */
  client(clientId: string | undefined): { pool: UserPool; client: AppClient } {
    const id = required(clientId, 'clientId');
    const pool = this.#poolOfClient.get(id);
    const client = pool?.clients.get(id);
    if (!pool || !client) throw resourceNotFound(`User pool client ${id} does not exist.`);
    return { pool, client };
  }

  /** @throws CognitoError ResourceNotFoundException if the pool has no such client */
  clientOf(pool: UserPool, clientId: string | undefined): AppClient {
    const id = required(clientId, 'clientId');
    const client = pool.clients.get(id);
    if (!client) throw resourceNotFound(`User pool client ${id} does not exist.`);
    return client;
  }

  add(pool: UserPool): void {
    this.#pools.set(pool.id, pool);
    this.#indexes.set(pool, new UserIndex(pool));
    for (const clientId of pool.clients.keys()) this.#poolOfClient.set(clientId, pool);
  }

  remove(userPoolId: string): void {
    const pool = this.pool(userPoolId);
    for (const clientId of pool.clients.keys()) this.#poolOfClient.delete(clientId);
    this.#pools.delete(userPoolId);
  }

  addClient(pool: UserPool, client: AppClient): void {
    pool.clients.set(client.clientId, client);
    this.#poolOfClient.set(client.clientId, pool);
  }

  removeClient(pool: UserPool, clientId: string): void {
    pool.clients.delete(clientId);
    this.#poolOfClient.delete(clientId);
  }

  /** What ListUsers looks users up with. */
  index(pool: UserPool): UserIndex {
    const index = this.#indexes.get(pool) ?? new UserIndex(pool);
    this.#indexes.set(pool, index);
    return index;
  }

  /** Whom a name means: username, `sub`, active alias, or username attribute, in this order. */
  find(pool: UserPool, identifier: string): User | undefined {
    const byUsername = pool.users.get(fold(pool, identifier));
    if (byUsername) return byUsername;
    const index = this.index(pool);
    const bySub = index.sub(identifier);
    if (bySub) return bySub;
    for (const attribute of [...pool.usernameAttributes, ...pool.aliasAttributes]) {
      const holder = index.alias(attribute, identifier);
      if (holder) return holder;
    }
    return undefined;
  }

  /** As `find`. @throws CognitoError UserNotFoundException */
  user(pool: UserPool, identifier: string): User {
    const user = this.find(pool, identifier);
    if (!user) throw userNotFound();
    return user;
  }

  /** Who answers to this alias now. */
  aliasHolder(pool: UserPool, alias: AliasAttribute, value: string): User | undefined {
    return this.index(pool).alias(alias, value);
  }

  /**
   * @throws CognitoError UsernameExistsException, AliasExistsException (an active alias of another user, not
   * forced), InvalidParameterException (a username shaped like an enabled alias), UserNotFoundException (a
   * preferred_username equal to the username, see `ReadingsOfOpenQuestions`)
   */
  addUser(pool: UserPool, user: User, options: AliasOptions = {}): void {
    refuseAliasShapedUsername(pool, user);
    if (pool.users.has(fold(pool, user.username)) || this.#answersTo(pool, user.username)) {
      throw new CognitoError('UsernameExistsException', 'User account already exists');
    }
    for (const attribute of pool.usernameAttributes) {
      const value = user.attributes.get(attribute);
      if (value && this.aliasHolder(pool, attribute, value)) {
        throw new CognitoError(
          'UsernameExistsException',
          `An account with the given ${attribute} already exists.`,
        );
      }
    }
    this.#claim(pool, user, activeAliases(pool, user), options);
    pool.users.set(fold(pool, user.username), user);
    this.index(pool).add(user);
  }

  removeUser(pool: UserPool, user: User): void {
    pool.users.delete(fold(pool, user.username));
    this.index(pool).delete(user);
  }

  /**
   * Sets attributes, or deletes those whose new value is undefined or empty. A changed e-mail address or phone
   * number is unverified unless the change says otherwise. Nothing changes when it throws.
   * @throws CognitoError AliasExistsException, UserNotFoundException (preferred_username equal to the username)
   */
  updateAttributes(
    pool: UserPool,
    user: User,
    changes: ReadonlyMap<string, string | undefined>,
    options: AliasOptions = {},
  ): void {
    const attributes = changedAttributes(user, changes);
    this.#claim(pool, user, activeAliases(pool, { ...user, attributes }), options);
    const index = this.index(pool);
    index.deleteNames(user);
    user.attributes.clear();
    for (const [name, value] of attributes) user.attributes.set(name, value);
    index.addNames(user);
    user.modifiedAt = this.#clock.now();
  }

  /** Makes room for these aliases, or throws before anything has changed. */
  #claim(
    pool: UserPool,
    user: User,
    aliases: readonly Alias[],
    { forceAliasCreation = false }: AliasOptions,
  ): void {
    const losers: { holder: User; attribute: 'email' | 'phone_number' }[] = [];
    for (const { attribute, value } of aliases) {
      if (attribute === 'preferred_username') this.#checkPreferredUsername(pool, user, value);
      const holder = this.aliasHolder(pool, attribute, value);
      if (!holder || holder.sub === user.sub) continue;
      if (attribute === 'preferred_username' || !forceAliasCreation || isUsername(pool, attribute)) {
        throw aliasExists(attribute);
      }
      losers.push({ holder, attribute });
    }
    for (const { holder, attribute } of losers) this.#unverify(pool, holder, attribute);
  }

  #checkPreferredUsername(pool: UserPool, user: User, value: string): void {
    const key = fold(pool, value);
    if (key === fold(pool, user.username)) {
      if (this.#readings.preferredUsernameEqualsUsername === 'refused') throw userNotFound();
      return;
    }
    if (pool.users.has(key)) throw aliasExists('preferred_username');
  }

  /**
   * A contact is verified in one account only: who loses it keeps the value, unverified.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   */
  #unverify(pool: UserPool, user: User, attribute: 'email' | 'phone_number'): void {
    this.updateAttributes(pool, user, new Map([[verifiedFlag(attribute), 'false']]));
  }

  #answersTo(pool: UserPool, name: string): boolean {
    return pool.aliasAttributes.some((attribute) => this.aliasHolder(pool, attribute, name) !== undefined);
  }
}

/** A user with a new `sub`, enabled, without groups or second factors; `init` says what differs. */
export function newUser(clock: Clock, init: Partial<User> & Pick<User, 'username' | 'status'>): User {
  const now = clock.now();
  return {
    sub: randomUUID(),
    attributes: new Map(),
    enabled: true,
    createdAt: now,
    modifiedAt: now,
    mfaMethods: new Set(),
    groups: new Set(),
    lockout: { failures: 0, lockedUntil: 0, lastFailureAt: 0 },
    signedOutAt: 0,
    ...init,
  };
}

const isUsername = (pool: UserPool, attribute: 'email' | 'phone_number'): boolean =>
  pool.usernameAttributes.includes(attribute);

const aliasExists = (attribute: AliasAttribute) =>
  new CognitoError('AliasExistsException', `An account with the given ${attribute} already exists.`);
