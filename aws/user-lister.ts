import type { CognitoIdentityProviderClient, UserType } from '@aws-sdk/client-cognito-identity-provider';
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { shardLabel } from '../migration/backfill/shards.ts';
import type { DatedUser } from '../migration/dated-user.ts';
import type { ListedUser } from '../migration/listed-user.ts';
import { readSubAndAttributes } from './attributes.ts';
import type { CallCounts } from './clients/paced-call.ts';
import { createPacedCall, Stopped } from './clients/paced-call.ts';
import type { Pace, Timer } from './clients/request-pace.ts';
import { listUsersFilter } from './list-users-filter.ts';

/** One chain of pages: everybody whom one filter finds. */
export interface Chain {
  readonly name: string;
  /** In ListUsers' own language; absent for the whole pool. */
  readonly filter?: string;
  /** Where to go on; absent before the first page. */
  readonly token?: string;
  readonly done: boolean;
  /** How often the chain began from nothing because its token had died. */
  readonly restarts: number;
}

/** A page, and where its chain stands when the page is safe. */
export interface ListedPage<User extends ListedUser = ListedUser> {
  readonly users: readonly User[];
  readonly chain: Chain;
}

/** One request. */
export type ListPage<User extends ListedUser = ListedUser> = (
  place: Pick<Chain, 'filter' | 'token'>,
) => Promise<{ readonly users: readonly User[]; readonly token?: string }>;

/**
 * Most users that ListUsers returns at once.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
const PAGE_SIZE = 60;

/** Chains at the same time: 16 keep 30 requests a second going even if each takes half a second. */
const CHAINS_AT_ONCE = 16;

/** A token dies after an hour; more than a few deaths of one chain are no accident. */
export const MOST_RESTARTS = 5;

/** Finds everybody whose `sub` begins so. */
export const filterBySub = (prefix: string): string => listUsersFilter('sub', '^=', prefix);
/** Finds whoever has exactly this username. */
export const filterByUsername = (username: string): string => listUsersFilter('username', '=', username);

const readUser = (user: UserType): DatedUser => ({
  username: user.Username ?? '',
  ...readSubAndAttributes(user.Attributes),
  enabled: user.Enabled ?? false,
  status: user.UserStatus ?? 'UNKNOWN',
  createdAt: user.UserCreateDate?.getTime() ?? 0,
  modifiedAt: user.UserLastModifiedDate?.getTime() ?? 0,
});

/**
 * Pages of a pool's users, as many on each as ListUsers gives. It makes one request, so that a `Pace` can count it.
 * @param client one that tries once, where there is a pace.
 */
export const createListPage =
  (client: CognitoIdentityProviderClient, UserPoolId: string): ListPage<DatedUser> =>
  async ({ filter, token }) => {
    const { Users = [], PaginationToken } = await client.send(
      new ListUsersCommand({
        UserPoolId,
        Limit: PAGE_SIZE,
        ...(filter === undefined ? {} : { Filter: filter }),
        ...(token === undefined ? {} : { PaginationToken: token }),
      }),
    );
    return {
      users: Users.map(readUser),
      ...(PaginationToken === undefined ? {} : { token: PaginationToken }),
    };
  };

/** A chain for each prefix of `sub`; the empty prefix stands for everybody. */
export const chainsOfPrefixes = (prefixes: readonly string[]): readonly Omit<Chain, 'done' | 'restarts'>[] =>
  prefixes.map((prefix) => ({
    name: shardLabel(prefix),
    ...(prefix === '' ? {} : { filter: filterBySub(prefix) }),
  }));

/** The users of one answer, and whether more are to come. */
interface Page<User extends ListedUser> {
  readonly users: readonly User[];
  readonly isLast: boolean;
}

/** Page after page, to the end; a page may be empty and not be the last. @param filter in ListUsers' own language. */
export async function* pagesOf<User extends ListedUser>(
  listPage: ListPage<User>,
  filter?: string,
): AsyncGenerator<Page<User>> {
  let place: Parameters<typeof listPage>[0] = filter === undefined ? {} : { filter };
  for (;;) {
    const { users, token } = await listPage(place);
    yield { users, isLast: token === undefined };
    if (token === undefined) return;
    place = { ...place, token };
  }
}

/** The first page with anybody on it; empty only if there is nobody. */
export const firstUsers = async (listPage: ListPage, filter?: string): Promise<readonly ListedUser[]> => {
  for await (const { users } of pagesOf(listPage, filter)) if (users.length > 0) return users;
  return [];
};

/**
 * The prefixes of `sub` by which to list a pool: those that were asked for, or one chain for everybody if ListUsers
 * does not find somebody who is there by one of them. The filter is asked as it will be used, in its full length.
 */
export const prefixesThatWork = async (
  listPage: ListPage,
  prefixes: readonly string[],
): Promise<readonly string[]> => {
  const [somebody] = await firstUsers(listPage);
  const prefix = prefixes.find((one) => one !== '' && somebody?.sub.startsWith(one));
  if (prefix === undefined) return [''];
  try {
    const found = await firstUsers(listPage, filterBySub(prefix));
    return found.length > 0 && found.every(({ sub }) => sub.startsWith(prefix)) ? prefixes : [''];
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidParameterException') return [''];
    throw error;
  }
};

/**
 * ListUsers says "Paging Marker is Invalid for Request" for a token that has expired.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html
 */
const isDeadToken = (error: unknown, chain: Chain, mostRestarts: number): boolean =>
  chain.token !== undefined &&
  chain.restarts < mostRestarts &&
  error instanceof Error &&
  ['InvalidParameterException', 'NotAuthorizedException'].includes(error.name);

const at = ({ token: _, ...chain }: Chain, token: string | undefined): Chain =>
  token === undefined ? chain : { ...chain, token };

interface ListerOptions<User extends ListedUser = ListedUser> {
  readonly listPage: ListPage<User>;
  readonly pace: Pace;
  /**
   * Takes a page; must note the page and its chain's place in one go, before it waits for anything, because a
   * checkpoint may be cut at any time. Resolves when there is room for another page.
   */
  readonly take: (page: ListedPage<User>) => Promise<void>;
  /** Whether the time is up. */
  readonly stopped: () => boolean;
  /** How often a chain may have begun from nothing. @default 5 */
  readonly mostRestarts?: number;
  readonly timer?: Timer;
}

/**
 * Lists the chains, up to 16 at once, all at one pace. Chains that have begun come first, because their tokens
 * live for an hour. Returns when all chains are done or the time is up; the chains' places are what `take` saw.
 */
export const listChains =
  <User extends ListedUser>({
    listPage,
    pace,
    take,
    stopped,
    mostRestarts = MOST_RESTARTS,
    timer,
  }: ListerOptions<User>) =>
  async (chains: readonly Chain[]): Promise<CallCounts> => {
    const { call, counts } = createPacedCall(pace, { stopped, ...(timer === undefined ? {} : { timer }) });
    const waiting = chains
      .filter(({ done }) => !done)
      .sort((a, b) => Number(b.token !== undefined) - Number(a.token !== undefined));

    const nextPage = async (chain: Chain): Promise<ListedPage<User>> => {
      try {
        const { users, token } = await call(() => listPage(chain));
        return { users, chain: { ...at(chain, token), done: token === undefined } };
      } catch (error) {
        if (!isDeadToken(error, chain, mostRestarts)) throw error;
        return { users: [], chain: { ...at(chain, undefined), restarts: chain.restarts + 1 } };
      }
    };

    let failed = false;
    const follow = async (): Promise<void> => {
      for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
        while (!chain.done && !failed && !stopped()) {
          const page = await nextPage(chain);
          chain = page.chain;
          await take(page);
        }
        if (failed || stopped()) return;
      }
    };
    const followers = Array.from({ length: Math.min(CHAINS_AT_ONCE, waiting.length) }, async () => {
      try {
        await follow();
      } catch (error) {
        if (error instanceof Stopped) return;
        failed = true;
        throw error;
      }
    });
    const results = await Promise.allSettled(followers);
    const failure = results.find((result) => result.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
    return counts;
  };
