import type {
  AdminListGroupsForUserResponse,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Group } from '../migration/groups/group.ts';
import type { OldUserGroups } from '../migration/groups/groups-of-old-user.ts';
import type { NewMemberships } from '../migration/groups/ports.ts';
import { PoolCallFailed } from '../migration/ports.ts';
import { GROUPS_CARRIED } from '../migration/rules.ts';
import { readAttributes } from './attributes.ts';
import { singleAttempt } from './clients/cognito-client.ts';
import { listUsersFilter } from './list-users-filter.ts';
import { matchingUsers } from './matching-users.ts';
import { unlessNotFound } from './pool-call.ts';
import { readGroup } from './read-group.ts';

/** Every page of AdminListGroupsForUser; undefined if nobody has the name. A user has 100 groups at most, a page 60. */
const listGroupsOf = async (
  client: CognitoIdentityProviderClient,
  user: { readonly UserPoolId: string; readonly Username: string },
  signal: AbortSignal,
): Promise<readonly Group[] | undefined> => {
  const groups: Group[] = [];
  let NextToken: string | undefined;
  do {
    const page: AdminListGroupsForUserResponse | undefined = await unlessNotFound(
      client.send(
        new AdminListGroupsForUserCommand({ ...user, ...(NextToken === undefined ? {} : { NextToken }) }),
        { abortSignal: signal },
      ),
      signal,
    );
    if (page === undefined) return undefined;
    groups.push(...(page.Groups ?? []).map(readGroup));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return groups;
};

/** Whomever AdminGetUser takes a username or a `sub` for; undefined if for nobody. */
const userNamed = async (
  client: CognitoIdentityProviderClient,
  name: { readonly UserPoolId: string; readonly Username: string },
  signal: AbortSignal,
): Promise<{ readonly username: string; readonly sub: string } | undefined> => {
  const user = await unlessNotFound(
    client.send(new AdminGetUserCommand(name), { abortSignal: signal }),
    signal,
  );
  if (user === undefined) return undefined;
  return { username: user.Username ?? '', sub: readAttributes(user.UserAttributes).get('sub') ?? '' };
};

/**
 * What leads to memberships in the old pool, over the SDK; the inner call is for one invocation, whose deadline the
 * signal is.
 */
export const createOldUserGroups = (client: CognitoIdentityProviderClient, UserPoolId: string) => {
  // Where it is throttled there is another way, and whoever throttles it has had enough of the quota.
  const lister = singleAttempt(client);
  return (signal: AbortSignal): OldUserGroups => ({
    /** ListUsers bills nobody as active, and takes no username for a `sub`. */
    async usernameOf(sub) {
      const match = { UserPoolId, Filter: listUsersFilter('sub', '=', sub), enough: 1 };
      const [user] = await matchingUsers(lister, match, signal);
      return user?.Username;
    },
    userNamed: (Username) => userNamed(client, { UserPoolId, Username }, signal),
    async groupsNamed(Username) {
      return (await listGroupsOf(client, { UserPoolId, Username }, signal))?.map(({ name }) => name);
    },
  });
};

/**
 * Memberships in the new pool over the SDK, for one invocation. The mark says when it was set, in ISO 8601, so that a
 * comparison of the pools can tell it from a later change.
 * @param now epoch milliseconds
 */
export const createNewMemberships =
  (client: CognitoIdentityProviderClient, now: () => number = Date.now) =>
  (UserPoolId: string, signal: AbortSignal): NewMemberships => {
    /** The person is there: they are about to get a token. */
    const existing = async <T>(call: Promise<T>): Promise<T> => {
      const answer = await unlessNotFound(call, signal);
      if (answer === undefined) throw new PoolCallFailed('UserNotFoundException', 'The person is gone');
      return answer;
    };
    return {
      async subOf(Username) {
        return (await userNamed(client, { UserPoolId, Username }, signal))?.sub;
      },
      async add(Username, GroupName) {
        const request = new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName });
        try {
          await existing(client.send(request, { abortSignal: signal }));
          return 'added';
        } catch (error) {
          // Of the pool, the user and the group that the request names, only the group can be missing.
          const missing = error instanceof PoolCallFailed && error.exception === 'ResourceNotFoundException';
          if (missing) return 'no-such-group';
          throw error;
        }
      },
      async groupsOf(Username) {
        return (await listGroupsOf(client, { UserPoolId, Username }, signal)) ?? [];
      },
      async markCarried(Username) {
        const UserAttributes = [{ Name: GROUPS_CARRIED, Value: new Date(now()).toISOString() }];
        const request = new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes });
        await existing(client.send(request, { abortSignal: signal }));
      },
    };
  };
