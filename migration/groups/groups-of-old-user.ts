import { isSubShaped } from '../names.ts';
import { type ConfigurationReason, isConfigurationReason } from '../reasons.ts';
import { type Attempt, attempt } from './attempt.ts';
import { AmbiguousUsername, type OldMemberships } from './ports.ts';

/** Calls to the pool that people leave. */
export interface OldUserGroups {
  /**
   * ListUsers: the username of whoever has this `sub`; undefined if nobody is listed, which may be late.
   * @throws PoolCallFailed
   */
  usernameOf(sub: string): Promise<string | undefined>;
  /**
   * AdminGetUser: whomever the API takes this username or `sub` for; undefined if for nobody, and never late.
   * @throws PoolCallFailed
   */
  userNamed(name: string): Promise<{ readonly username: string; readonly sub: string } | undefined>;
  /**
   * Names of the groups of whomever the API takes this username for; undefined if for nobody.
   * @throws PoolCallFailed
   */
  groupsNamed(username: string): Promise<readonly string[] | undefined>;
}

/** Throttling and outages pass; this does not. */
const faultOf = (listed: Attempt<unknown>): ConfigurationReason | undefined =>
  'reason' in listed && isConfigurationReason(listed.reason) ? listed.reason : undefined;

interface Found {
  readonly username: string | undefined;
  readonly listingFault?: ConfigurationReason;
}

/**
 * The username of whoever has the `sub`. A listing is eventually consistent, and strangers can use up its quota with
 * names that nobody has: where it finds nobody or has no answer, AdminGetUser has the last word. Its answer counts if
 * the `sub` in it is the one that was asked for: it may be somebody whose username that `sub` is.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
const usernameBehind = async (oldPool: OldUserGroups, sub: string): Promise<Found> => {
  const listed = await attempt(oldPool.usernameOf(sub));
  if ('value' in listed && listed.value !== undefined) return { username: listed.value };
  const user = await oldPool.userNamed(sub);
  if (user !== undefined && user.sub !== sub) throw new AmbiguousUsername();
  const listingFault = faultOf(listed);
  return { username: user?.username, ...(listingFault === undefined ? {} : { listingFault }) };
};

/** Whether a username that looks like a `sub` is that of another, or the API would take it for one. */
const isSubOfAnother = async (oldPool: OldUserGroups, username: string, sub: string): Promise<boolean> => {
  const other = await attempt(oldPool.usernameOf(username.toLowerCase()));
  if ('value' in other) return other.value !== undefined;
  const user = await oldPool.userNamed(username);
  return user !== undefined && user.sub !== sub;
};

/**
 * Groups of the old pool by the `sub` of a person. AdminListGroupsForUser takes a username or a `sub`, and does not say
 * whom it took it for; nor does AWS document which wins where one person's username is the `sub` of another. So a
 * username that is also the `sub` of another is no name of theirs.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html
 */
export const groupsOfOldUser = (oldPool: OldUserGroups): OldMemberships => ({
  async groupsOf(sub) {
    const { username, ...fault } = await usernameBehind(oldPool, sub);
    if (username === undefined) return { names: undefined, ...fault };
    const mayBeAnothers = isSubShaped(username) && username.toLowerCase() !== sub;
    if (mayBeAnothers && (await isSubOfAnother(oldPool, username, sub))) throw new AmbiguousUsername();
    return { names: await oldPool.groupsNamed(username), ...fault };
  },
});
