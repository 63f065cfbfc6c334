import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { AdminDisableUserCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { SOURCE_SUB, SOURCE_VIA } from '../migration/rules.ts';
import { readAttributes } from './attributes.ts';
import { unlessGone } from './pool-call.ts';

/** A user of the new pool, as far as the link to the old one goes. */
export interface ArrivedUser {
  readonly username: string;
  /** Absent for somebody who signed up in the new pool. */
  readonly sourceSub?: string;
  readonly sourceVia?: string;
}

/** Single calls to the new pool; each is made once, for a `Pace` to count. */
export interface NewPoolUsers {
  /** AdminGetUser; undefined if nobody answers to this name. */
  find(username: string): Promise<ArrivedUser | undefined>;
  /** AdminDisableUser; somebody who is disabled already, or gone, is no error. */
  disable(username: string): Promise<void>;
}

/** The new pool's users over the SDK. @param client one that tries once. */
export const createNewPoolUsers = (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): NewPoolUsers => ({
  async find(username) {
    const user = await unlessGone(client.send(new AdminGetUserCommand({ UserPoolId, Username: username })));
    if (user === undefined) return undefined;
    const attributes = readAttributes(user.UserAttributes);
    const [sourceSub, sourceVia] = [attributes.get(SOURCE_SUB), attributes.get(SOURCE_VIA)];
    return {
      username: user.Username ?? '',
      ...(sourceSub === undefined ? {} : { sourceSub }),
      ...(sourceVia === undefined ? {} : { sourceVia }),
    };
  },
  async disable(username) {
    await unlessGone(client.send(new AdminDisableUserCommand({ UserPoolId, Username: username })));
  },
});
