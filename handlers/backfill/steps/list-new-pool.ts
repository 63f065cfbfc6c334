import { createPace, systemTimer } from '../../../aws/clients/request-pace.ts';
import { chainsOfPrefixes } from '../../../aws/user-lister.ts';
import { heldNamesOf, movedOf, writeHeldName, writeMoved } from '../../../migration/backfill/claims.ts';
import { partitionOf, shardOf } from '../../../migration/backfill/shards.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import type { ListDeps, ListPoolInput, ListPoolResult } from '../run/list-pool.ts';
import { listPool, resultOf } from '../run/list-pool.ts';
import { readRuledPlan } from '../run/ruled-plan.ts';
import { folders, keysOf } from '../run/run-objects.ts';

/** Lists the new pool: who has moved by shard of the old pool, and the names that are taken by partition. */
export const listNewPool =
  ({ store, listPage, rules, stopped, pace, timer = systemTimer }: ListDeps) =>
  async ({ runId }: ListPoolInput): Promise<ListPoolResult> => {
    const {
      shards,
      partitions,
      newPoolPrefixes,
      options,
      resumed = 0,
    } = await readRuledPlan({ store, rules }, runId);
    const keys = keysOf(runId);

    const linesOf = function* (user: ListedUser) {
      const moved = movedOf(user);
      if (moved !== undefined) {
        yield { folder: folders.moved(shardOf(moved.sub, shards)), line: writeMoved(moved) };
      }
      for (const held of heldNamesOf(user, rules.newPool)) {
        yield { folder: folders.held(partitionOf(held.name, partitions)), line: writeHeldName(held) };
      }
    };

    return resultOf(
      await listPool({
        store,
        root: keys.root,
        stateKey: keys.listing('new'),
        chains: chainsOfPrefixes(newPoolPrefixes),
        resumed,
        listPage,
        pace: pace ?? createPace(options.listRequestsPerSecond, timer),
        linesOf,
        stopped,
        timer,
      }),
    );
  };
