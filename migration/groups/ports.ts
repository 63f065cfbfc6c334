import type { Group } from './group.ts';

/** The groups of the pool that people leave. */
export interface OldMemberships {
  /**
   * Names of the groups of whoever has this `sub`; undefined if nobody has.
   * @throws PoolCallFailed also where it is not certain that they are the groups of this person
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
   * Writes `custom:groups_carried`: the time, as ISO 8601. Any text means the same to whoever asks whether they were.
   * @throws PoolCallFailed
   */
  markCarried(username: string): Promise<void>;
}
