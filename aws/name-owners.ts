import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { NameOwners } from '../migration/sign-up/guard-sign-up.ts';
import type { OldName } from '../migration/sign-up/old-names.ts';
import { LONGEST_FILTER, listUsersFilter } from './list-users-filter.ts';
import { matchingUsers } from './matching-users.ts';
import { unlessNotFound } from './pool-call.ts';

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
      const found = await matchingUsers(client, { UserPoolId, Filter: filterFor(name) }, signal);
      return found.map(({ UserStatus = 'UNKNOWN' }) => ({ status: UserStatus }));
    },

    async ownerAsSignedIn(Username) {
      const user = await unlessNotFound(
        client.send(new AdminGetUserCommand({ UserPoolId, Username }), { abortSignal: signal }),
        signal,
      );
      return user === undefined ? undefined : { status: user.UserStatus ?? 'UNKNOWN' };
    },
  });
