import type { RawAnswer } from './old-pool-answer.ts';
import type { Person } from './person.ts';
import type { Holder, OldPoolValue } from './profile-draft.ts';

/** The answer to a password, and who gave it. */
export interface Authentication {
  readonly answer: RawAnswer;
  /** The real username behind the typed name, where the old pool told it. */
  readonly username: string | undefined;
  /** The `sub` of the tokens, where there were any. */
  readonly sub: string | undefined;
}

/**
 * The pool that people leave. Every method except `authenticate` throws `PoolCallFailed` if the pool could not
 * answer.
 */
export interface OldPoolCalls {
  /** AdminInitiateAuth; an exception of the service is an answer. */
  authenticate(name: string, password: string): Promise<Authentication>;
  /** AdminGetUser: by username or active alias. Counts the user as active in the old pool's bill. */
  findUser(name: string): Promise<Person | undefined>;
  /** ListUsers: everybody with this value, at most a few (enough to see that it is not one). */
  listUsers(value: OldPoolValue): Promise<readonly UserId[]>;
}

/** Who somebody is, without anything about them. */
export interface UserId {
  readonly username: string;
  readonly sub: string;
}

/** The pool that people move to. Throws `PoolCallFailed` if it could not answer. */
export interface NewPoolCalls {
  /** AdminGetUser: who answers to this name. */
  findHolder(name: string): Promise<Holder | undefined>;
}

/** A call to a pool that had no answer; `exception` and `message` are the service's. */
export class PoolCallFailed extends Error {
  override readonly name = 'PoolCallFailed';
  /** The exception's name on the wire. */
  readonly exception: string;

  constructor(exception: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exception = exception;
  }
}
