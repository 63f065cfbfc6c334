import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import { writeClassifiedUser } from '../../../migration/backfill/classes.ts';
import { DetailCounter } from '../../../migration/backfill/detail-counter.ts';
import { utf8Bytes, writeManifestEntry } from '../../../migration/backfill/import-files.ts';
import type { Ruling } from '../../../migration/backfill/name-rulings.ts';
import { readRuling } from '../../../migration/backfill/name-rulings.ts';
import type { SettledUser } from '../../../migration/backfill/settle-user.ts';
import { classInDryRun, settleUser } from '../../../migration/backfill/settle-user.ts';
import type { Tally } from '../../../migration/backfill/totals.ts';
import { addTallies, NOBODY, tally } from '../../../migration/backfill/totals.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import { readListedUser } from '../../../migration/listed-user.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { termsOf } from '../run/import-terms.ts';
import type { LazyWriter } from '../run/lazy-writer.ts';
import { lazyWriter, writeAll } from '../run/lazy-writer.ts';
import { listedUsers, movedSubs } from '../run/listed-people.ts';
import type { LookedUpUser } from '../run/looked-up.ts';
import { readLookedUp } from '../run/looked-up.ts';
import { linesOfFolder } from '../run/parts.ts';
import { readRuledPlan } from '../run/ruled-plan.ts';
import type { FileKind, RowCount, RunPlan, ShardCounts } from '../run/run-objects.ts';
import { folders, keysOf, ObjectMissing, readJson, requireJson } from '../run/run-objects.ts';
import type { WalkState } from '../run/walk.ts';
import type { RuledPartition } from './resolve-names.ts';

interface SettleInput {
  readonly runId: string;
  readonly shard: string;
}

interface Deps {
  readonly store: ObjectStore;
  readonly rules: MigrationRules;
}

type Import = Extract<SettledUser, { kind: 'import' }>;

/** Rulings by the `sub` that they concern; only people with rivals have any. */
const rulingsOf = async (
  store: Deps['store'],
  { runId, partitions }: RunPlan,
  shard: string,
): Promise<ReadonlyMap<string, readonly Ruling[]>> => {
  const rulings = new Map<string, Ruling[]>();
  const keys = keysOf(runId);
  // All at once: one after the other they would take longer than the shard itself.
  const ruled = await Promise.all(
    Array.from({ length: partitions }, (_, partition) =>
      requireJson<RuledPartition>(store, keys.ruledPartition(partition)),
    ),
  );
  for (const [partition, { shards }] of ruled.entries()) {
    if (!shards.includes(shard)) continue;
    const key = keys.rulings(shard, partition);
    const lines = await store.lines(key);
    if (lines === undefined) throw new ObjectMissing(key);
    for await (const batch of lines) {
      for (const line of batch) {
        if (line === '') continue;
        const ruling = readRuling(line);
        const others = rulings.get(ruling.sub);
        if (others === undefined) rulings.set(ruling.sub, [ruling]);
        else others.push(ruling);
      }
    }
  }
  return rulings;
};

/** The people of a shard, and how a line of them is read. */
const peopleOf = async (store: Deps['store'], plan: RunPlan, shard: string) => {
  if (plan.options.pilot === undefined && !plan.options.mfaLookup) {
    const records = await listedUsers(store, plan, shard);
    return { records: records(), read: (line: string): LookedUpUser => ({ user: readListedUser(line) }) };
  }
  const keys = keysOf(plan.runId);
  const { parts } = await requireJson<WalkState>(store, keys.lookUps(shard));
  return {
    records: linesOfFolder(store, keys.root, parts, folders.lookedUp(shard)),
    read: readLookedUp,
  };
};

/** The rows of one kind of file, and who stands in them. */
class RowWriter {
  readonly writers: readonly LazyWriter[];
  readonly #rows: LazyWriter;
  readonly #manifest: LazyWriter;
  #waiting = { rows: '', manifest: '' };
  #count = { rows: 0, bytes: 0 };

  constructor(store: ObjectStore, runId: string, shard: string, kind: FileKind) {
    const keys = keysOf(runId);
    this.#rows = lazyWriter(store, keys.rows(shard, kind));
    this.#manifest = lazyWriter(store, keys.manifest(shard, kind));
    this.writers = [this.#rows, this.#manifest];
  }

  add({ sub, username: oldUsername }: ListedUser, { username, row }: Import): void {
    this.#waiting.rows += row;
    this.#waiting.manifest += writeManifestEntry({ sub, oldUsername, username });
    this.#count.rows += 1;
    this.#count.bytes += utf8Bytes(row);
  }

  async flush(): Promise<void> {
    const { rows, manifest } = this.#waiting;
    this.#waiting = { rows: '', manifest: '' };
    await this.#rows.write(rows);
    await this.#manifest.write(manifest);
  }

  get count(): RowCount {
    return { ...this.#count };
  }
}

/** The class of somebody who is in no file that is imported; undefined for those whom a job will decide about. */
const classOf = (settled: SettledUser, { options }: RunPlan): UserClass | undefined =>
  settled.kind === 'import' && !options.dryRun ? undefined : classInDryRun(settled);

/** Decides about everybody of a shard: a row of an import file, or the class in which they end. */
export const settleShard =
  ({ store, rules }: Deps) =>
  async ({ runId, shard }: SettleInput): Promise<ShardCounts> => {
    const keys = keysOf(runId);
    const settledBefore = await readJson<ShardCounts>(store, keys.counts(shard));
    if (settledBefore !== undefined) return settledBefore.value;

    const plan = await readRuledPlan({ store, rules }, runId);
    const terms = termsOf(plan, rules);
    const moved = await movedSubs(store, plan, shard);
    const rulings = await rulingsOf(store, plan, shard);
    const { records, read } = await peopleOf(store, plan, shard);
    const seen = new Set<string>();
    const details = new DetailCounter();
    const enabled = new RowWriter(store, runId, shard, 'enabled');
    const disabled = new RowWriter(store, runId, shard, 'disabled');
    const people = lazyWriter(store, keys.people(shard));
    let tallied: Tally = NOBODY;
    let duplicates = 0;

    const settleBatch = async (lines: readonly string[]): Promise<void> => {
      const classes: UserClass[] = [];
      let classified = '';
      for (const line of lines) {
        if (line === '') continue;
        const { user, ...lookedUp } = read(line);
        if (seen.has(user.sub)) {
          duplicates += 1;
          continue;
        }
        seen.add(user.sub);
        const evidence = { moved: moved.has(user.sub), rulings: rulings.get(user.sub) ?? [], ...lookedUp };
        const settled = settleUser(user, evidence, terms);
        if (settled.kind === 'import') {
          details.add(settled);
          if (!plan.options.dryRun) (settled.disable ? disabled : enabled).add(user, settled);
        }
        const userClass = classOf(settled, plan);
        if (userClass === undefined) continue;
        classes.push(userClass);
        classified += writeClassifiedUser({ sub: user.sub, username: user.username, userClass });
      }
      tallied = addTallies([tallied, tally(classes)]);
      await people.write(classified);
      await enabled.flush();
      await disabled.flush();
    };

    await writeAll([people, ...enabled.writers, ...disabled.writers], async () => {
      for await (const lines of records) await settleBatch(lines);
    });
    const counts: ShardCounts = {
      duplicates,
      tally: tallied,
      enabled: enabled.count,
      disabled: disabled.count,
      details: details.details,
    };
    await store.write(keys.counts(shard), JSON.stringify(counts));
    return counts;
  };
