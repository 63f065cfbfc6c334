import { LONGEST_FILTER, listUsersFilter } from '../../../aws/list-users-filter.ts';
import type { ListPage } from '../../../aws/user-lister.ts';
import { pagesOf } from '../../../aws/user-lister.ts';
import { nameKey } from '../../../migration/backfill/claims.ts';
import type { PilotSearch, Search } from '../../../migration/backfill/pilot-searches.ts';
import { lettersOf, spellingsOf } from '../../../migration/backfill/spellings.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';

/** Who was found, and whether that is everybody. */
export interface Found {
  readonly users: readonly ListedUser[];
  readonly complete: boolean;
}

/** Pages that are read for one value. Whoever shares it with more people than these hold gets nothing by it. */
const MOST_PAGES = 10;

/** Pages that are read for a beginning before longer ones are tried. */
const PAGES_OF_BEGINNING = 2;

/** Beginnings that are tried for one name: in a pool of millions, each of the first few letters has two. */
const MOST_BEGINNINGS = 100;

const NOT_SEARCHABLE: Found = { users: [], complete: false };

/**
 * Searches the old pool for everybody who has a value. What is too much for a pilot, or what Cognito does not
 * search by, is not complete, and the caller must be careful.
 * @param listPage makes its calls at a pace, and repeats those that were throttled.
 */
export const searchOldPool = (listPage: ListPage): ((search: PilotSearch) => Promise<Found>) => {
  const read = async ({ attribute, comparison, value }: Search, pages: number): Promise<Found> => {
    const filter = listUsersFilter(attribute, comparison, value);
    if (filter.length > LONGEST_FILTER) return NOT_SEARCHABLE;
    const users: ListedUser[] = [];
    let read = 0;
    for await (const { users: more, isLast } of pagesOf(listPage, filter)) {
      users.push(...more);
      read += 1;
      if (isLast) return { users, complete: true };
      if (read >= pages) break;
    }
    return { users, complete: false };
  };

  const readUnlessRefused = async (search: Search, pages: number): Promise<Found> => {
    try {
      return await read(search, pages);
    } catch (error) {
      if (error instanceof Error && error.name === 'InvalidParameterException') return NOT_SEARCHABLE;
      throw error;
    }
  };

  /** Beginnings that more people have than is read for one: nobody need find that out twice. */
  const crowded = new Set<string>();
  const beginningWith = async (value: string): Promise<Found> => {
    if (crowded.has(value)) return NOT_SEARCHABLE;
    const found = await readUnlessRefused(
      { attribute: 'username', comparison: '^=', value },
      PAGES_OF_BEGINNING,
    );
    if (!found.complete) crowded.add(value);
    return found;
  };

  /** Tries all beginnings, and goes on with those that many people have. */
  const spelledAnyhow = async (name: string): Promise<Found> => {
    const users: ListedUser[] = [];
    let beginnings = [''];
    let tried = 0;
    for (const letter of lettersOf(name) ?? []) {
      const longer = beginnings.flatMap((beginning) => spellingsOf(letter).map((one) => beginning + one));
      tried += longer.length;
      if (tried > MOST_BEGINNINGS) return { users, complete: false };
      const found = await Promise.all(longer.map(beginningWith));
      users.push(...found.flatMap((one) => one.users));
      beginnings = longer.filter((_, index) => found[index]?.complete !== true);
      if (beginnings.length === 0) return { users, complete: true };
    }
    // Whole names with which the names of many others begin; the name itself if its letters cannot be varied.
    const whole = beginnings.map((value) => value || name);
    const found = await Promise.all(
      whole.map((value) => readUnlessRefused({ attribute: 'username', comparison: '=', value }, MOST_PAGES)),
    );
    return {
      users: [...users, ...found.flatMap((one) => one.users)],
      complete: lettersOf(name) !== undefined && found.every(({ complete }) => complete),
    };
  };

  return async (search) => {
    if (!search.anyCase) return readUnlessRefused(search, MOST_PAGES);
    const { users, complete } = await spelledAnyhow(search.value);
    return { users: users.filter(({ username }) => nameKey(username) === nameKey(search.value)), complete };
  };
};
