import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminGetUserCommand,
  paginateAdminListGroupsForUser,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserDirectory } from '../migration/explain/directory.ts';
import { LONGEST_FILTER, listUsersFilter } from './list-users-filter.ts';
import { readPerson } from './old-pool.ts';
import { unlessGone, unlessNotPermitted } from './pool-call.ts';
import { createListPage, firstUsers } from './user-lister.ts';

const countGroups = async (
  client: CognitoIdentityProviderClient,
  user: { readonly UserPoolId: string; readonly Username: string },
): Promise<number> => {
  let groups = 0;
  for await (const { Groups = [] } of paginateAdminListGroupsForUser({ client }, user))
    groups += Groups.length;
  return groups;
};

/** The users of either pool over the SDK, for an operator; nothing is changed. */
export const createUserDirectory = (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): UserDirectory => {
  const listPage = createListPage(client, UserPoolId);
  return {
    async find(Username) {
      const user = await unlessGone(client.send(new AdminGetUserCommand({ UserPoolId, Username })));
      return user && readPerson(user);
    },
    async list(attribute, value) {
      const filter = listUsersFilter(attribute, '=', value);
      return filter.length > LONGEST_FILTER ? [] : firstUsers(listPage, filter);
    },
    countGroups: (Username) => unlessNotPermitted(countGroups(client, { UserPoolId, Username })),
  };
};
