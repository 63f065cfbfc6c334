import { isSubShaped } from '../names.ts';
import { PoolCallFailed } from '../ports.ts';
import type { OldMemberships } from './ports.ts';

/** Calls to the pool that people leave. */
export interface OldUserGroups {
  /**
   * The username of whoever has this `sub`; undefined if nobody has.
   * @throws PoolCallFailed
   */
  usernameOf(sub: string): Promise<string | undefined>;
  /**
   * Names of the groups of whomever the API takes this username for; undefined if for nobody.
   * @throws PoolCallFailed
   */
  groupsNamed(username: string): Promise<readonly string[] | undefined>;
}

/**
 * Groups of the old pool by the `sub` of a person. AdminListGroupsForUser takes a username or a `sub`, and does not say
 * whom it took it for; nor does AWS document which wins where one person's username is the `sub` of another. So a
 * username that is also the `sub` of another is no name of theirs.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
 */
export const groupsOfOldUser = (oldPool: OldUserGroups): OldMemberships => ({
  async groupsOf(sub) {
    const username = await oldPool.usernameOf(sub);
    if (username === undefined) return undefined;
    const isSubOfAnother =
      isSubShaped(username) &&
      username.toLowerCase() !== sub &&
      (await oldPool.usernameOf(username.toLowerCase())) !== undefined;
    if (isSubOfAnother) {
      throw new PoolCallFailed('AmbiguousUsername', 'The username is the sub of somebody else');
    }
    return oldPool.groupsNamed(username);
  },
});
