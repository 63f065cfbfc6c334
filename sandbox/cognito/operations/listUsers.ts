import { randomInt } from 'node:crypto';
import type {
  ListUsersRequest,
  ListUsersResponse,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describedUser } from '../descriptions.ts';
import { invalidParameter } from '../errors.ts';
import { type Candidates, candidates, matcher, parseFilter } from '../list-users-filter.ts';
import { type ChainPosition, paginationToken, readPaginationToken } from '../list-users-token.ts';
import { checkedLimit } from '../page.ts';
import type { Operation } from '../services.ts';
import type { User } from '../state.ts';

/**
 * Users whom one page looks at, at most. A filter that no index serves may find nobody among them: the page is
 * then short or empty, and a token says that there is more.
 */
const MOST_LOOKED_AT = 5000;

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
export const listUsers: Operation<'clock' | 'pools' | 'readings', ListUsersRequest, ListUsersResponse> =
  ({ clock, pools, readings }) =>
  async (input) => {
    const pool = pools.pool(input.UserPoolId);
    const limit = checkedLimit(input.Limit, 'limit');
    const filter = parseFilter(input.Filter);
    const among = candidates(pools.index(pool), filter, readings);
    const parameters = [pool.id, input.Filter ?? null, limit, input.AttributesToGet ?? null];
    const from =
      input.PaginationToken === undefined
        ? newChain(among)
        : readPaginationToken(input.PaginationToken, parameters, clock.now());
    const { users, to } = page(among, from, limit, filter ? matcher(filter, readings) : () => true);
    return {
      Users: users.map((user) => withAttributes(describedUser(user), input.AttributesToGet)),
      ...(to.walked < to.end && { PaginationToken: paginationToken(to, parameters, clock.now()) }),
    };
  };

/** "The sort order of users isn't guaranteed": every chain begins somewhere else. */
const newChain = ({ length }: Candidates): ChainPosition => ({
  start: length > 1 ? randomInt(length) : 0,
  end: length,
  walked: 0,
});

function page(
  among: Candidates,
  from: ChainPosition,
  limit: number,
  passes: (user: User) => boolean,
): { users: User[]; to: ChainPosition } {
  const users: User[] = [];
  const last = Math.min(from.end, from.walked + MOST_LOOKED_AT);
  let walked = from.walked;
  while (walked < last && users.length < limit) {
    const user = among.at((from.start + walked) % from.end);
    if (user && passes(user)) users.push(user);
    walked += 1;
  }
  return { users, to: { ...from, walked: pastHoles(among, { ...from, walked }, last) } };
}

/** Nobody is left beyond: no page follows only to be empty. */
function pastHoles(among: Candidates, { start, end, walked }: ChainPosition, last: number): number {
  let place = walked;
  while (place < last && !among.at((start + place) % end)) place += 1;
  return place;
}

/**
 * "Returns an error if not all users in the results have set a value for the attribute"; `sub` is not taken.
 */
function withAttributes(user: UserType, names: readonly string[] | undefined): UserType {
  if (!names || names.length === 0) return user;
  const attributes = (user.Attributes ?? []).filter(({ Name = '' }) => names.includes(Name));
  if (names.includes('sub') || attributes.length < new Set(names).size) {
    throw invalidParameter('One or more requested attributes do not exist in user pool.');
  }
  return { ...user, Attributes: attributes };
}
