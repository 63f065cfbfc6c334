import type { ListedUser } from '../listed-user.ts';
import type { Person } from '../person.ts';
import type { Contact } from '../rules.ts';

/** What ListUsers can search by, of what an operator may have been told. */
export type SearchedAttribute = 'username' | 'sub' | 'preferred_username' | Contact;

/**
 * Who is in a user pool. No method changes anything or proves a password; each throws what the service threw, and
 * never `PoolCallFailed`: that the operator may not read a pool is no answer of the trigger.
 */
export interface UserDirectory {
  /** AdminGetUser: by username, `sub` or active alias. Counts the user as active in the pool's bill. */
  find(name: string): Promise<Person | undefined>;
  /** ListUsers: everybody with this value, at most a page or two. Counts nobody as active. */
  list(attribute: SearchedAttribute, value: string): Promise<readonly ListedUser[]>;
  /** AdminListGroupsForUser; undefined if the caller may not. */
  countGroups(username: string): Promise<number | undefined>;
}

/** Asks every question once, however many rules ask it. */
export const remember = (directory: UserDirectory): UserDirectory => ({
  find: once((name) => directory.find(name)),
  list: once((attribute: SearchedAttribute, value: string) => directory.list(attribute, value)),
  countGroups: once((username) => directory.countGroups(username)),
});

const once = <Question extends readonly string[], Answer>(
  ask: (...question: Question) => Promise<Answer>,
): ((...question: Question) => Promise<Answer>) => {
  const answers = new Map<string, Promise<Answer>>();
  return (...question) => {
    const key = JSON.stringify(question);
    const answer = answers.get(key) ?? ask(...question);
    answers.set(key, answer);
    return answer;
  };
};
