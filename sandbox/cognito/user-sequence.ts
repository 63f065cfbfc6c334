import type { User } from './state.ts';

/**
 * Users in the order in which they came. A place never moves, so that a chain of ListUsers pages can go on
 * from a number while users come and go: whoever leaves leaves a hole.
 */
export class UserSequence {
  readonly #users: (User | undefined)[] = [];
  readonly #places = new Map<User, number>();

  get length(): number {
    return this.#users.length;
  }

  /** The user at a place, unless removed since. */
  at(place: number): User | undefined {
    return this.#users[place];
  }

  add(user: User): void {
    if (this.#places.has(user)) return;
    this.#places.set(user, this.#users.length);
    this.#users.push(user);
  }

  delete(user: User): void {
    const place = this.#places.get(user);
    if (place === undefined) return;
    this.#users[place] = undefined;
    this.#places.delete(user);
  }
}
