import { activeAliases, fold } from './aliases.ts';
import type { AliasAttribute, User, UserPool } from './state.ts';
import { UserSequence } from './user-sequence.ts';

/** Attributes that ListUsers can look up by equality. */
export const INDEXED_ATTRIBUTES = [
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
] as const;
export type IndexedAttribute = (typeof INDEXED_ATTRIBUTES)[number];

const EMPTY = new UserSequence();

/** What finds the users of one pool without looking at all of them. */
export class UserIndex {
  readonly all = new UserSequence();
  readonly #pool: UserPool;
  readonly #bySub = new Map<string, User>();
  /** Keys: the first one, and the first two, characters of the sub. */
  readonly #bySubPrefix = new Map<string, UserSequence>();
  readonly #byAlias = new Map<AliasAttribute, Map<string, User>>();
  /** Built at the first look-up of an attribute, kept right from then on. Keys are case-folded values. */
  readonly #byValue = new Map<IndexedAttribute, Map<string, UserSequence>>();

  constructor(pool: UserPool) {
    this.#pool = pool;
    for (const user of pool.users.values()) this.add(user);
  }

  /** By username alone; in a case-insensitive pool in any case. */
  username(username: string): User | undefined {
    return this.#pool.users.get(fold(this.#pool, username));
  }

  sub(sub: string): User | undefined {
    return this.#bySub.get(sub);
  }

  alias(attribute: AliasAttribute, value: string): User | undefined {
    return this.#byAlias.get(attribute)?.get(fold(this.#pool, value));
  }

  /** Users among whom everybody with this sub prefix (one character or more) is to be found. */
  subPrefix(prefix: string): UserSequence {
    return this.#bySubPrefix.get(prefix.slice(0, 2)) ?? EMPTY;
  }

  /** Users whose attribute has this value, in any case. */
  value(attribute: IndexedAttribute, value: string): UserSequence {
    return this.#valuesOf(attribute).get(value.toLowerCase()) ?? EMPTY;
  }

  add(user: User): void {
    this.all.add(user);
    this.#bySub.set(user.sub, user);
    for (const prefix of prefixes(user)) sequence(this.#bySubPrefix, prefix).add(user);
    this.addNames(user);
  }

  delete(user: User): void {
    this.all.delete(user);
    this.#bySub.delete(user.sub);
    for (const prefix of prefixes(user)) this.#bySubPrefix.get(prefix)?.delete(user);
    this.deleteNames(user);
  }

  /** Indexes what a user's attributes say now. */
  addNames(user: User): void {
    for (const { attribute, value } of activeAliases(this.#pool, user)) {
      const holders = this.#byAlias.get(attribute) ?? new Map<string, User>();
      this.#byAlias.set(attribute, holders.set(fold(this.#pool, value), user));
    }
    for (const [attribute, values] of this.#byValue) {
      const value = user.attributes.get(attribute);
      if (value !== undefined) sequence(values, value.toLowerCase()).add(user);
    }
  }

  /** Forgets what `addNames` indexed; call before the attributes change. */
  deleteNames(user: User): void {
    for (const { attribute, value } of activeAliases(this.#pool, user)) {
      const holders = this.#byAlias.get(attribute);
      if (holders?.get(fold(this.#pool, value)) === user) holders.delete(fold(this.#pool, value));
    }
    for (const [attribute, values] of this.#byValue) {
      const value = user.attributes.get(attribute);
      if (value !== undefined) values.get(value.toLowerCase())?.delete(user);
    }
  }

  #valuesOf(attribute: IndexedAttribute): Map<string, UserSequence> {
    const present = this.#byValue.get(attribute);
    if (present) return present;
    const values = new Map<string, UserSequence>();
    for (const user of this.#pool.users.values()) {
      const value = user.attributes.get(attribute);
      if (value !== undefined) sequence(values, value.toLowerCase()).add(user);
    }
    this.#byValue.set(attribute, values);
    return values;
  }
}

const prefixes = ({ sub }: User): string[] => [sub.slice(0, 1), sub.slice(0, 2)];

function sequence(map: Map<string, UserSequence>, key: string): UserSequence {
  const present = map.get(key);
  if (present) return present;
  const created = new UserSequence();
  map.set(key, created);
  return created;
}
