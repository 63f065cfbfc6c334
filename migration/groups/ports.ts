import type { ConfigurationReason } from '../reasons.ts';
import type { Group } from './group.ts';

/** The username of a person is the `sub` of another, so that a call could mean either. */
export class AmbiguousUsername extends Error {
  override readonly name = 'AmbiguousUsername';
}

/** What the pool that people leave says about the groups of somebody. */
export interface OldGroups {
  /** Undefined if it is certain that there is nobody. */
  readonly names: readonly string[] | undefined;
  /**
   * Why nobody can be found by ListUsers until somebody mends the configuration. AdminGetUser found them instead, and
   * whoever is asked for by that counts as active in the bill.
   * @see https://aws.amazon.com/cognito/pricing/
   */
  readonly listingFault?: ConfigurationReason;
}

/** The groups of the pool that people leave. */
export interface OldMemberships {
  /**
   * The groups of whoever has this `sub`.
   * @throws PoolCallFailed
   * @throws AmbiguousUsername where they may be the groups of somebody else
   */
  groupsOf(sub: string): Promise<OldGroups>;
}

/** The groups of the pool that people come to. */
export interface NewMemberships {
  /**
   * The `sub` of whomever the API takes this username or `sub` for.
   * @throws PoolCallFailed
   */
  subOf(name: string): Promise<string | undefined>;
  /**
   * AdminAddUserToGroup; somebody who is in the group already stays in it. `no-such-group`: the pool has no group
   * of this name.
   * @throws PoolCallFailed
   */
  add(username: string, group: string): Promise<'added' | 'no-such-group'>;
  /**
   * All groups of somebody.
   * @throws PoolCallFailed
   */
  groupsOf(username: string): Promise<readonly Group[]>;
  /**
   * Writes `custom:groups_carried`: the time, as ISO 8601. Any text means the same to whoever asks whether they were.
   * @throws PoolCallFailed
   */
  markCarried(username: string): Promise<void>;
}
