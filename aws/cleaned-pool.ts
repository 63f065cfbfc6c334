import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CleanedPool, OldPoolLookup, ProfileState } from '../migration/clean-up/ports.ts';
import { CLEAN_UP } from '../migration/rules.ts';
import type { PacedCall } from './clients/paced-call.ts';
import { listUsersFilter } from './list-users-filter.ts';
import { readPerson } from './old-pool.ts';
import { unlessGone } from './pool-call.ts';
import { createListPage, filterBySub, firstUsers, pagesOf } from './user-lister.ts';
import { describeUserPool } from './user-pools.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
const FILTERS: Readonly<Record<ProfileState, string>> = {
  disabled: listUsersFilter('status', '=', 'Disabled'),
  'reset-required': listUsersFilter('cognito:user_status', '=', 'RESET_REQUIRED'),
};

/**
 * The new pool over the SDK. The API takes a `sub` for the username.
 * @param client one that tries once: `call` tries again.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html
 */
export const createCleanedPool = (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  call: PacedCall,
): CleanedPool => {
  const named = (Username: string) => ({ UserPoolId, Username });
  const change = async (send: () => Promise<unknown>): Promise<void> => {
    await call(() => unlessGone(send()));
  };
  const listPage = createListPage(client, UserPoolId);
  return {
    isPasswordless: async () => (await call(() => describeUserPool(client)(UserPoolId))).passwordless,
    async *list(state) {
      const pages = pagesOf((place) => call(() => listPage(place)), FILTERS[state]);
      for await (const { users } of pages) yield users;
    },
    async find(sub) {
      const user = await call(() => unlessGone(client.send(new AdminGetUserCommand(named(sub)))));
      if (user === undefined) return undefined;
      const { UserCreateDate, UserLastModifiedDate } = user;
      return {
        ...readPerson(user),
        createdAt: UserCreateDate?.getTime() ?? 0,
        // A profile whose age is unknown was never left alone.
        modifiedAt: UserLastModifiedDate?.getTime() ?? Number.POSITIVE_INFINITY,
      };
    },
    mark: (sub, value) =>
      change(() => {
        const UserAttributes = [{ Name: CLEAN_UP, Value: value() }];
        return client.send(new AdminUpdateUserAttributesCommand({ ...named(sub), UserAttributes }));
      }),
    disable: (sub, mayTry) =>
      change(() => {
        mayTry();
        return client.send(new AdminDisableUserCommand(named(sub)));
      }),
    enable: (sub) => change(() => client.send(new AdminEnableUserCommand(named(sub)))),
    remove: (sub) => change(() => client.send(new AdminDeleteUserCommand(named(sub)))),
  };
};

/** The old pool over the SDK. ListUsers bills nobody as active. */
export const createOldPoolLookup = (
  client: CognitoIdentityProviderClient,
  userPoolId: string,
  call: PacedCall,
): OldPoolLookup => {
  const listPage = createListPage(client, userPoolId);
  return {
    async find(sub) {
      const users = await firstUsers((place) => call(() => listPage(place)), filterBySub(sub));
      return users.find((user) => user.sub === sub);
    },
  };
};
