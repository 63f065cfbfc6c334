import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { readClaim, readHeldName } from '../../../migration/backfill/claims.ts';
import { ruleOnNames, writeRuling } from '../../../migration/backfill/name-rulings.ts';
import { shardOf } from '../../../migration/backfill/shards.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import type { ListingState } from './list-pool.ts';
import { forEachOf, linesOfFolder } from './parts.ts';
import { folders, keysOf, readJson, readPlan, requireJson } from './run-objects.ts';

export interface ResolveNamesInput {
  readonly runId: string;
  readonly partition: number;
}

/** `rulings/partition-<n>.json`, written last: the shards for which this partition has rulings. */
export interface RuledPartition {
  readonly shards: readonly string[];
}

interface Deps {
  readonly store: ObjectStore;
  readonly rules: MigrationRules;
}

const WRITES_AT_ONCE = 16;

/** Lines stay text until they are read: as objects they would take several times the memory. */
const collect = async (batches: AsyncIterable<readonly string[]>): Promise<string[]> => {
  const collected: string[] = [];
  for await (const lines of batches) {
    for (const line of lines) if (line !== '') collected.push(line);
  }
  return collected;
};

function* read<T>(lines: readonly string[], readLine: (line: string) => T): Generator<T> {
  for (const line of lines) yield readLine(line);
}

/** Joins who claims a name with who holds it, for the names of one partition. */
export const resolveNames =
  ({ store, rules }: Deps) =>
  async ({ runId, partition }: ResolveNamesInput): Promise<RuledPartition> => {
    const keys = keysOf(runId);
    const done = await readJson<RuledPartition>(store, keys.ruledPartition(partition));
    if (done !== undefined) return done.value;
    const { shards } = await readPlan(store, runId);
    const linesOf = async (pool: 'old' | 'new', folder: string) => {
      const { parts } = await requireJson<ListingState>(store, keys.listing(pool));
      return collect(linesOfFolder(store, keys.root, parts, folder));
    };
    const claims = read(await linesOf('old', folders.claims(partition)), readClaim);
    const held = read(await linesOf('new', folders.held(partition)), readHeldName);

    const rulings = new Map<string, string[]>();
    for (const ruling of ruleOnNames(claims, held, rules.newPool)) {
      const shard = shardOf(ruling.sub, shards);
      if (shard === undefined) continue;
      const lines = rulings.get(shard);
      if (lines === undefined) rulings.set(shard, [writeRuling(ruling)]);
      else lines.push(writeRuling(ruling));
    }
    await forEachOf(rulings, WRITES_AT_ONCE, async ([shard, lines]) => {
      await store.write(keys.rulings(shard, partition), lines.join(''));
    });
    const ruled: RuledPartition = { shards: [...rulings.keys()] };
    await store.write(keys.ruledPartition(partition), JSON.stringify(ruled));
    return ruled;
  };
