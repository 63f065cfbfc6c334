import type { ObjectStore, StoredText, WriteCondition } from '../../../aws/s3-objects.ts';
import type { Chain } from '../../../aws/user-lister.ts';
import type { DisabledUsers } from '../../../migration/backfill/admission.ts';
import type { CsvPool } from '../../../migration/backfill/csv.ts';
import type { Details } from '../../../migration/backfill/report.ts';
import type { RunOptions } from '../../../migration/backfill/run-options.ts';
import type { RunSettings } from '../../../migration/backfill/run-settings.ts';
import { shardLabel } from '../../../migration/backfill/shards.ts';
import type { Tally } from '../../../migration/backfill/totals.ts';

/** Where the objects of a run lie, and what is in those that are JSON. */

/** `plan.json`: what was decided when the run began; a resumed run goes by it. */
export interface RunPlan {
  readonly runId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly options: RunOptions;
  /** How often the run was resumed. @default 0 */
  readonly resumed?: number;
  /** What was listed goes by them; absent in runs that an earlier version began. */
  readonly settings?: RunSettings;
  readonly disabledUsers: DisabledUsers;
  readonly oldUserPoolId: string;
  readonly newUserPoolId: string;
  /** Prefixes by which people are divided, however they are listed. */
  readonly shards: readonly string[];
  /** Prefixes by which each pool is listed: those of the shards, or none where ListUsers cannot search by them. */
  readonly oldPoolPrefixes: readonly string[];
  readonly newPoolPrefixes: readonly string[];
  readonly partitions: number;
  /** `EstimatedNumberOfUsers` of both pools when the run began. */
  readonly estimatedUsers: { readonly oldPool: number; readonly newPool: number };
  /** Columns of the import file, from GetCSVHeader. */
  readonly columns: readonly string[];
  readonly csvPool: CsvPool;
}

/** How many rows and bytes of one kind of file a shard has. */
export interface RowCount {
  readonly rows: number;
  readonly bytes: number;
}

/** `settled/<shard>/counts.json`, written last: the shard is settled when it is there. */
export interface ShardCounts {
  /** Users whom the listing had twice. */
  readonly duplicates: number;
  /** Of those who are in no import file. */
  readonly tally: Tally;
  readonly enabled: RowCount;
  readonly disabled: RowCount;
  readonly details: Details;
}

/** Files of people who stay enabled, and of those who are disabled after their import. */
export type FileKind = 'enabled' | 'disabled';

/** The object that says which execution may work. */
export const LOCK_KEY = 'lock.json';

/** The keys of a run's objects, by what they hold. */
export const keysOf = (runId: string) => {
  const root = `runs/${runId}`;
  const settled = (shard: string, kind: FileKind) =>
    `${root}/settled/${shardLabel(shard)}/${kind === 'disabled' ? 'disabled-' : ''}`;
  const base = (file: string) => file.replace(/\.csv$/, '');
  return {
    root,
    plan: `${root}/plan.json`,
    listing: (pool: 'old' | 'new') => `${root}/listing/${pool}.json`,
    lookUps: (shard: string) => `${root}/looked-up/${shardLabel(shard)}.json`,
    rulings: (shard: string, partition: number) => `${root}/rulings/${shardLabel(shard)}/${partition}.jsonl`,
    ruledPartition: (partition: number) => `${root}/rulings/partition-${partition}.json`,
    people: (shard: string) => `${root}/settled/${shardLabel(shard)}/people.jsonl`,
    counts: (shard: string) => `${root}/settled/${shardLabel(shard)}/counts.json`,
    rows: (shard: string, kind: FileKind) => `${settled(shard, kind)}rows.csv`,
    manifest: (shard: string, kind: FileKind) => `${settled(shard, kind)}manifest.jsonl`,
    assembly: `${root}/files/assembly.json`,
    /** What is submitted in an attempt: the whole file first, then what was left of it. */
    submittedRows: (file: string, attempt: number) =>
      attempt === 1 ? `${root}/files/${file}` : `${root}/jobs/${base(file)}/rest-${attempt}.csv`,
    submittedManifest: (file: string, attempt: number) =>
      attempt === 1
        ? `${root}/files/${base(file)}.manifest.jsonl`
        : `${root}/jobs/${base(file)}/rest-${attempt}.manifest.jsonl`,
    jobs: (file: string) => `${root}/jobs/${base(file)}/jobs.json`,
    verdicts: (file: string, attempt: number) => `${root}/jobs/${base(file)}/verdicts-${attempt}.json`,
    outcomes: (file: string, attempt: number) => `${root}/jobs/${base(file)}/outcomes-${attempt}.json`,
    disabling: (file: string, attempt: number) => `${root}/jobs/${base(file)}/disabling-${attempt}.json`,
    turns: `${root}/jobs/turns.json`,
    report: `${root}/report/report.json`,
    reportPage: `${root}/report/report.html`,
    reportUsers: `${root}/report/users.csv`,
  };
};

/** Folders of parts, below the root of the run; see `parts.ts`. */
export const folders = {
  /** A chain that began from nothing again writes into folders of its own. */
  users: (shard: string, { name, restarts }: Pick<Chain, 'name' | 'restarts'>) =>
    `old-pool/users/${shardLabel(shard)}/${name.replace(/\W+/g, '-')}-${restarts}`,
  claims: (partition: number) => `old-pool/claims/${partition}`,
  moved: (shard: string) => `new-pool/moved/${shardLabel(shard)}`,
  held: (partition: number) => `new-pool/held/${partition}`,
  lookedUp: (shard: string) => `looked-up/${shardLabel(shard)}`,
  /** What others claim who are not of the pilot. */
  othersClaims: (partition: number) => `looked-up/claims/${partition}`,
  outcomes: (file: string, attempt: number) => `outcomes/${file.replace(/\.csv$/, '')}/${attempt}`,
  unprocessed: (file: string, attempt: number) => `outcomes/${file.replace(/\.csv$/, '')}/${attempt}-rest`,
} as const;

/** An object that an earlier state must have written is not there. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';

  constructor(key: string) {
    super(
      `The object ${key} is not in the bucket, although an earlier step writes it. ` +
        'If the bucket has forgotten it (setting backfill.expireAfterDays), start a new run without runId.',
    );
  }
}

/** Somebody else wrote an object that only this execution may write. */
class WrittenByAnother extends Error {
  override readonly name = 'WrittenByAnother';

  constructor(key: string) {
    super(`Somebody else wrote ${key} at the same time. The step is tried again from what was written.`);
  }
}

/** JSON that the backfill wrote itself; undefined if it has not. */
export const readJson = async <T>(
  store: Pick<ObjectStore, 'read'>,
  key: string,
): Promise<{ readonly value: T; readonly etag: string } | undefined> => {
  const stored: StoredText | undefined = await store.read(key);
  if (stored === undefined) return undefined;
  const value: T = JSON.parse(stored.text);
  return { value, etag: stored.etag };
};

/** @throws ObjectMissing */
export const requireJson = async <T>(store: Pick<ObjectStore, 'read'>, key: string): Promise<T> => {
  const found = await readJson<T>(store, key);
  if (found === undefined) throw new ObjectMissing(key);
  return found.value;
};

/** What was decided when the run began. @throws ObjectMissing */
export const readPlan = (store: Pick<ObjectStore, 'read'>, runId: string): Promise<RunPlan> =>
  requireJson<RunPlan>(store, keysOf(runId).plan);

/**
 * A JSON object that one step writes again and again; each write insists that nobody else wrote in between, so
 * that an invocation that was given up for dead cannot spoil the work of its successor.
 */
export interface StateObject<T> {
  /** As it was found; undefined on the first run. */
  readonly found: T | undefined;
  /** @throws WrittenByAnother */
  save(value: T): Promise<void>;
}

/** Reads a state object, and remembers what the next write must find. */
export const openState = async <T>(
  store: Pick<ObjectStore, 'read' | 'write'>,
  key: string,
): Promise<StateObject<T>> => {
  const stored = await readJson<T>(store, key);
  let condition: WriteCondition =
    stored === undefined ? { only: 'if-absent' } : { only: 'if-unchanged', etag: stored.etag };
  return {
    found: stored?.value,
    async save(value) {
      const result = await store.write(key, JSON.stringify(value), condition);
      if (result.kind === 'refused') throw new WrittenByAnother(key);
      condition = { only: 'if-unchanged', etag: result.etag };
    },
  };
};
