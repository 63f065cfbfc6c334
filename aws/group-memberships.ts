import type {
  AdminListGroupsForUserResponse,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Group } from '../migration/groups/group.ts';
import type { NewMemberships, OldMemberships } from '../migration/groups/ports.ts';
import { PoolCallFailed } from '../migration/ports.ts';
import { GROUPS_CARRIED } from '../migration/rules.ts';
import { listUsersFilter } from './list-users-filter.ts';
import { unlessNotFound } from './pool-call.ts';
import { readGroup } from './read-group.ts';

/** What `custom:groups_carried` says; only that it says something matters. */
const CARRIED = 'yes';

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

/** The username behind a `sub`; ListUsers bills nobody as active. */
const usernameOf = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  sub: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const request = new ListUsersCommand({ UserPoolId, Filter: listUsersFilter('sub', '=', sub), Limit: 1 });
  const page = await unlessNotFound(client.send(request, { abortSignal: signal }), signal);
  return page?.Users?.[0]?.Username;
};

/** Memberships in the old pool over the SDK, for one invocation, whose deadline the signal is. */
export const createOldMemberships =
  (client: CognitoIdentityProviderClient, UserPoolId: string) =>
  (signal: AbortSignal): OldMemberships => ({
    /**
     * The API takes a `sub` for the username. Whoever is not found by it is looked up once more, lest a pool that
     * does not take it makes everybody look like nobody.
     * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
     */
    async groupsOf(sub) {
      const bySub = await listGroupsOf(client, { UserPoolId, Username: sub }, signal);
      if (bySub !== undefined) return bySub.map(({ name }) => name);
      const Username = await usernameOf(client, UserPoolId, sub, signal);
      if (Username === undefined) return undefined;
      return (await listGroupsOf(client, { UserPoolId, Username }, signal))?.map(({ name }) => name);
    },
  });

/** Memberships in the new pool over the SDK, for one invocation. */
export const createNewMemberships =
  (client: CognitoIdentityProviderClient) =>
  (UserPoolId: string, signal: AbortSignal): NewMemberships => {
    /** The person is there: they are about to get a token. */
    const existing = async <T>(call: Promise<T>): Promise<T> => {
      const answer = await unlessNotFound(call, signal);
      if (answer === undefined) throw new PoolCallFailed('UserNotFoundException', 'The person is gone');
      return answer;
    };
    return {
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
        const UserAttributes = [{ Name: GROUPS_CARRIED, Value: CARRIED }];
        const request = new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes });
        await existing(client.send(request, { abortSignal: signal }));
      },
    };
  };
