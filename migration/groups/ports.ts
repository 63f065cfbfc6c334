import type { Group } from './group.ts';

/** The groups of the pool that people leave. */
export interface OldMemberships {
  /**
   * Names of the groups of whoever has this `sub`; undefined if nobody has.
   * @throws PoolCallFailed
   */
  groupsOf(sub: string): Promise<readonly string[] | undefined>;
}

/** The groups of the pool that people come to. */
export interface NewMemberships {
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
   * Writes `custom:groups_carried`.
   * @throws PoolCallFailed
   */
  markCarried(username: string): Promise<void>;
}
