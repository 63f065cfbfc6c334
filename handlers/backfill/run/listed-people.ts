import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { readMoved } from '../../../migration/backfill/claims.ts';
import type { PoolCount } from '../../../migration/backfill/listing-gap.ts';
import type { PoolCounts } from '../../../migration/backfill/report.ts';
import type { ListingState } from './list-pool.ts';
import { countUsers } from './list-pool.ts';
import { linesOfFolder } from './parts.ts';
import type { RunPlan } from './run-objects.ts';
import { folders, keysOf, readJson, requireJson } from './run-objects.ts';

type Store = Pick<ObjectStore, 'read' | 'lines'>;

/** The users of a shard as they were listed, one line each. */
export const listedUsers = async (
  store: Store,
  { runId }: Pick<RunPlan, 'runId'>,
  shard: string,
): Promise<() => AsyncIterable<readonly string[]>> => {
  const { root, listing } = keysOf(runId);
  const { chains, parts } = await requireJson<ListingState>(store, listing('old'));
  return async function* () {
    for (const chain of chains) yield* linesOfFolder(store, root, parts, folders.users(shard, chain));
  };
};

/** The old `sub`s of a shard that the new pool has; a pilot does not list it, and asks instead. */
export const movedSubs = async (
  store: Store,
  { runId, options }: Pick<RunPlan, 'runId' | 'options'>,
  shard: string,
): Promise<ReadonlySet<string>> => {
  if (options.pilot !== undefined) return new Set();
  const { root, listing } = keysOf(runId);
  const { parts } = await requireJson<ListingState>(store, listing('new'));
  const moved = new Set<string>();
  for await (const lines of linesOfFolder(store, root, parts, folders.moved(shard))) {
    for (const line of lines) if (line !== '') moved.add(readMoved(line).sub);
  }
  return moved;
};

/** How many users the old pool has, by the listing as far as it came. */
export const countListed = async (store: Store, runId: string): Promise<number> => {
  const state = await readJson<ListingState>(store, keysOf(runId).listing('old'));
  return state === undefined ? 0 : countUsers(state.value);
};

/** Both pools by Cognito's estimates and by their listings, where these are of the whole pool and came to an end. */
export const countPools = async (
  store: Store,
  { runId, options, estimatedUsers }: RunPlan,
): Promise<PoolCounts> => {
  const count = async (pool: 'old' | 'new', estimated: number): Promise<PoolCount> => {
    const state = await readJson<ListingState>(store, keysOf(runId).listing(pool));
    const isWhole = options.pilot === undefined && state?.value.done === true;
    return { estimatedUsers: estimated, ...(isWhole ? { listed: countUsers(state.value) } : {}) };
  };
  return {
    oldPool: await count('old', estimatedUsers.oldPool),
    newPool: await count('new', estimatedUsers.newPool),
  };
};
