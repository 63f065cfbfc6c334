import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminGetUserCommand,
  paginateAdminListGroupsForUser,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserDirectory } from '../migration/explain/directory.ts';
import { LONGEST_FILTER, listUsersFilter } from './list-users-filter.ts';
import { readPerson } from './old-pool.ts';
import { exceptionOf } from './pool-call.ts';
import { createListPage, firstUsers } from './user-lister.ts';

/** Exceptions of a caller that may not make a call, and is told so. */
const NOT_PERMITTED: readonly string[] = ['AccessDeniedException', 'AccessDenied'];

/** The users of either pool over the SDK, for an operator; nothing is changed. */
export const createUserDirectory = (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): UserDirectory => {
  const listPage = createListPage(client, UserPoolId);
  return {
    async find(Username) {
      try {
        return readPerson(await client.send(new AdminGetUserCommand({ UserPoolId, Username })));
      } catch (error) {
        if (exceptionOf(error).name === 'UserNotFoundException') return undefined;
        throw error;
      }
    },
    async list(attribute, value) {
      const filter = listUsersFilter(attribute, '=', value);
      return filter.length > LONGEST_FILTER ? [] : firstUsers(listPage, filter);
    },
    async countGroups(Username) {
      try {
        let groups = 0;
        const pages = paginateAdminListGroupsForUser({ client }, { UserPoolId, Username });
        for await (const { Groups = [] } of pages) groups += Groups.length;
        return groups;
      } catch (error) {
        if (NOT_PERMITTED.includes(exceptionOf(error).name)) return undefined;
        throw error;
      }
    },
  };
};
