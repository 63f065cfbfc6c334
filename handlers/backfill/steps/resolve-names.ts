import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { readClaim, readHeldName } from '../../../migration/backfill/claims.ts';
import { ruleOnNames, writeRuling } from '../../../migration/backfill/name-rulings.ts';
import { shardOf } from '../../../migration/backfill/shards.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import type { ListingState } from '../run/list-pool.ts';
import { collectLines, linesOfFolder, writeEach } from '../run/parts.ts';
import { readRuledPlan } from '../run/ruled-plan.ts';
import type { RunPlan } from '../run/run-objects.ts';
import { folders, keysOf, readJson, requireJson } from '../run/run-objects.ts';
import type { WalkState } from '../run/walk.ts';

interface ResolveNamesInput {
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

function* read<T>(lines: readonly string[], readLine: (line: string) => T): Generator<T> {
  for (const line of lines) yield readLine(line);
}

/** Lines of a folder, by the parts that a state object lists. */
const linesListedIn = async (
  store: Deps['store'],
  { runId }: Pick<RunPlan, 'runId'>,
  stateKey: string,
  folder: string,
): Promise<readonly string[]> => {
  const { parts } = await requireJson<Pick<ListingState | WalkState, 'parts'>>(store, stateKey);
  return collectLines(linesOfFolder(store, keysOf(runId).root, parts, folder));
};

/** Who claims a name: everybody, or, in a pilot, its own people and whoever was found to share a name with them. */
const claimLines = async (
  store: Deps['store'],
  plan: RunPlan,
  partition: number,
): Promise<readonly string[]> => {
  const keys = keysOf(plan.runId);
  const listed = await linesListedIn(store, plan, keys.listing('old'), folders.claims(partition));
  if (plan.options.pilot === undefined) return listed;
  const found = plan.shards.map((shard) =>
    linesListedIn(store, plan, keys.lookUps(shard), folders.othersClaims(partition)),
  );
  return [listed, ...(await Promise.all(found))].flat();
};

/** Who has a name in the new pool, which a pilot does not list: it asked about each of its people. */
const heldLines = async (
  store: Deps['store'],
  plan: RunPlan,
  partition: number,
): Promise<readonly string[]> =>
  plan.options.pilot === undefined
    ? linesListedIn(store, plan, keysOf(plan.runId).listing('new'), folders.held(partition))
    : [];

/** Joins who claims a name with who holds it, for the names of one partition. */
export const resolveNames =
  ({ store, rules }: Deps) =>
  async ({ runId, partition }: ResolveNamesInput): Promise<RuledPartition> => {
    const keys = keysOf(runId);
    const done = await readJson<RuledPartition>(store, keys.ruledPartition(partition));
    if (done !== undefined) return done.value;
    const plan = await readRuledPlan({ store, rules }, runId);
    const claims = read(await claimLines(store, plan, partition), readClaim);
    const held = read(await heldLines(store, plan, partition), readHeldName);

    const rulings = new Map<string, string[]>();
    for (const ruling of ruleOnNames(claims, held, rules.newPool)) {
      const shard = shardOf(ruling.sub, plan.shards);
      const lines = rulings.get(shard);
      if (lines === undefined) rulings.set(shard, [writeRuling(ruling)]);
      else lines.push(writeRuling(ruling));
    }
    await writeEach(rulings, async ([shard, lines]) => {
      await store.write(keys.rulings(shard, partition), lines.join(''));
    });
    const ruled: RuledPartition = { shards: [...rulings.keys()] };
    await store.write(keys.ruledPartition(partition), JSON.stringify(ruled));
    return ruled;
  };
