import type {
  CognitoIdentityProviderClient,
  ListUsersResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AdminGetUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { PoolCallFailed } from '../migration/ports.ts';
import type { NameOwner, NameOwners } from '../migration/sign-up/guard-sign-up.ts';
import type { OldName } from '../migration/sign-up/old-names.ts';
import { LONGEST_FILTER, listUsersFilter } from './list-users-filter.ts';
import { unlessNotFound } from './pool-call.ts';

/** Pages may be empty and still not be the last; an equality filter seldom needs a second. */
const MOST_PAGES = 10;

const filterFor = ({ attribute, value }: OldName): string => listUsersFilter(attribute, '=', value);

/**
 * Who has a name in a pool, over the SDK; the outer call belongs to the execution environment, the inner one to an
 * invocation, whose deadline it carries. ListUsers bills nobody as active.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export const createNameOwners =
  (client: CognitoIdentityProviderClient, UserPoolId: string) =>
  (signal: AbortSignal): NameOwners => ({
    canList: (name) => filterFor(name).length <= LONGEST_FILTER,

    async owners(name) {
      const Filter = filterFor(name);
      const found: NameOwner[] = [];
      let PaginationToken: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const listing: ListUsersResponse | undefined = await unlessNotFound(
          client.send(
            new ListUsersCommand({
              UserPoolId,
              Filter,
              ...(PaginationToken === undefined ? {} : { PaginationToken }),
            }),
            { abortSignal: signal },
          ),
          signal,
        );
        found.push(...(listing?.Users ?? []).map(({ UserStatus = 'UNKNOWN' }) => ({ status: UserStatus })));
        PaginationToken = listing?.PaginationToken;
        if (PaginationToken === undefined) return found;
      }
      throw new PoolCallFailed('InternalErrorException', 'ListUsers returned page after page');
    },

    async ownerAsSignedIn(Username) {
      const user = await unlessNotFound(
        client.send(new AdminGetUserCommand({ UserPoolId, Username }), { abortSignal: signal }),
        signal,
      );
      return user === undefined ? undefined : { status: user.UserStatus ?? 'UNKNOWN' };
    },
  });
