import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { utf8Bytes } from '../../../migration/backfill/import-files.ts';
import type { FileKind, RowCount, RunPlan } from './run-objects.ts';
import { keysOf, ObjectMissing } from './run-objects.ts';

/** The rows of all shards with their manifest entries, one after the other. */

type Store = Pick<ObjectStore, 'lines'>;

/** Where the next row comes from. */
export interface Source {
  /** Position in the list of shards. */
  readonly shard: number;
  /** Bytes of the rows and of the manifest that are in files already. */
  readonly rowsByte: number;
  readonly manifestByte: number;
}

/** Before the first row. */
export const START: Source = { shard: 0, rowsByte: 0, manifestByte: 0 };

/** How many rows a shard has. */
export type ShardRows = Readonly<Record<FileKind, RowCount>>;

/** A row of an import file. */
interface Row {
  readonly row: string;
  readonly entry: string;
  readonly after: Source;
}

/** The lines of an object one after the other, without the empty ones. */
class LineReader {
  readonly #batches: AsyncIterator<readonly string[]>;
  #waiting: readonly string[] = [];
  #used = 0;

  constructor(batches: AsyncIterable<readonly string[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  async next(): Promise<string | undefined> {
    for (;;) {
      const line = this.#waiting[this.#used];
      this.#used += 1;
      if (line === '') continue;
      if (line !== undefined) return line;
      const batch = await this.#batches.next();
      if (batch.done === true) return undefined;
      this.#waiting = batch.value;
      this.#used = 0;
    }
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

/** Rows of a shard with their manifest entries, from where the last file ended. */
async function* rowsOfShard(
  store: Store,
  keys: { readonly rows: string; readonly manifest: string },
  from: Source,
): AsyncGenerator<readonly Row[]> {
  const rows = await store.lines(keys.rows, from.rowsByte);
  if (rows === undefined) throw new ObjectMissing(keys.rows);
  const manifest = await store.lines(keys.manifest, from.manifestByte);
  if (manifest === undefined) throw new ObjectMissing(keys.manifest);
  const entries = new LineReader(manifest);
  let { rowsByte, manifestByte } = from;
  try {
    for await (const batch of rows) {
      const joined: Row[] = [];
      for (const row of batch) {
        if (row === '') continue;
        const entry = await entries.next();
        if (entry === undefined) throw new Error(`${keys.manifest} has fewer lines than its rows`);
        rowsByte += utf8Bytes(row) + 1;
        manifestByte += utf8Bytes(entry) + 1;
        joined.push({ row, entry, after: { shard: from.shard, rowsByte, manifestByte } });
      }
      yield joined;
    }
  } finally {
    await entries.close();
  }
}

/** Rows of one kind, shard after shard. @throws ObjectMissing */
export async function* rowsFrom(
  store: Store,
  { runId, shards }: RunPlan,
  counts: readonly ShardRows[],
  { kind, next: from }: { readonly kind: FileKind; readonly next: Source },
): AsyncGenerator<readonly Row[]> {
  const keys = keysOf(runId);
  for (const [shard, prefix] of shards.entries()) {
    // A shard without rows of this kind has no object.
    if (shard < from.shard || counts[shard]?.[kind].rows === 0) continue;
    const source = shard === from.shard ? from : { ...START, shard };
    yield* rowsOfShard(
      store,
      { rows: keys.rows(prefix, kind), manifest: keys.manifest(prefix, kind) },
      source,
    );
  }
}
