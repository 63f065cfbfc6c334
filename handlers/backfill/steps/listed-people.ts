import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { readMoved } from '../../../migration/backfill/claims.ts';
import { shardLabel } from '../../../migration/backfill/shards.ts';
import type { ListingState } from './list-pool.ts';
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
  const restarts = chains.find(({ name }) => name === shardLabel(shard))?.restarts ?? 0;
  return () => linesOfFolder(store, root, parts, folders.users(shard, restarts));
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

/** How many users the old pool has, by the listing. */
export const countListed = async (store: Store, runId: string): Promise<number> => {
  const state = await readJson<ListingState>(store, keysOf(runId).listing('old'));
  return (state?.value.chains ?? []).reduce((sum, { listed }) => sum + listed, 0);
};
