import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { renderHeader } from '../../../migration/backfill/csv.ts';
import type { FileLimits } from '../../../migration/backfill/import-files.ts';
import {
  createFileCutter,
  DISABLED_FILE_LIMITS,
  FILE_LIMITS,
  fileName,
  MOST_CHARACTERS_IN_ROW,
  utf8Bytes,
} from '../../../migration/backfill/import-files.ts';
import { lazyWriter } from '../run/lazy-writer.ts';
import type { FileKind, RowCount, RunPlan, ShardCounts } from '../run/run-objects.ts';
import { keysOf, ObjectMissing, openState, readPlan, requireJson } from '../run/run-objects.ts';

/** A file that is ready to be imported. */
export interface AssembledFile {
  readonly name: string;
  readonly kind: FileKind;
  readonly rows: number;
  readonly bytes: number;
}

/** Where the next row comes from. */
interface Source {
  /** Position in the list of shards. */
  readonly shard: number;
  /** Bytes of the rows and of the manifest that are in files already. */
  readonly rowsByte: number;
  readonly manifestByte: number;
}

/** `files/assembly.json`. */
export interface Assembly {
  readonly files: readonly AssembledFile[];
  readonly kind: FileKind;
  readonly next: Source;
  readonly done: boolean;
}

interface AssembleResult {
  readonly done: boolean;
  readonly files: readonly { readonly name: string; readonly disabled: boolean }[];
}

interface Deps {
  readonly store: ObjectStore;
  readonly stopped: () => boolean;
}

const LIMITS: Readonly<Record<FileKind, FileLimits>> = {
  enabled: FILE_LIMITS,
  disabled: DISABLED_FILE_LIMITS,
};

const START: Source = { shard: 0, rowsByte: 0, manifestByte: 0 };

/** How many files there will be, at most: it decides whether the only one has a number. */
const mostFiles = ({ rows, bytes }: RowCount, limits: FileLimits, headerBytes: number): number => {
  const byRows = Math.ceil(rows / limits.rows);
  if (byRows <= 1 && bytes + headerBytes <= limits.bytes) return byRows;
  const room = limits.bytes - headerBytes - 4 * MOST_CHARACTERS_IN_ROW;
  return byRows + Math.ceil(bytes / room);
};

const totalRows = async (store: Deps['store'], plan: RunPlan): Promise<Record<FileKind, RowCount>> => {
  const totals = { enabled: { rows: 0, bytes: 0 }, disabled: { rows: 0, bytes: 0 } };
  for (const shard of plan.shards) {
    const counts = await requireJson<ShardCounts>(store, keysOf(plan.runId).counts(shard));
    for (const kind of ['enabled', 'disabled'] as const) {
      totals[kind].rows += counts[kind].rows;
      totals[kind].bytes += counts[kind].bytes;
    }
  }
  return totals;
};

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
  store: Deps['store'],
  keys: { readonly rows: string; readonly manifest: string },
  from: Source,
): AsyncGenerator<readonly Row[]> {
  const rows = await store.lines(keys.rows, from.rowsByte);
  // A shard without rows of this kind has no object.
  if (rows === undefined) return;
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

/** Rows of one kind, shard after shard. */
async function* rowsFrom(
  store: Deps['store'],
  { runId, shards }: RunPlan,
  kind: FileKind,
  from: Source,
): AsyncGenerator<readonly Row[]> {
  const keys = keysOf(runId);
  for (const [shard, prefix] of shards.entries()) {
    if (shard < from.shard) continue;
    const source = shard === from.shard ? from : { ...START, shard };
    yield* rowsOfShard(
      store,
      { rows: keys.rows(prefix, kind), manifest: keys.manifest(prefix, kind) },
      source,
    );
  }
}

/** Writes one file. @returns undefined if there are no rows left. */
const writeFile = async (
  { store }: Deps,
  plan: RunPlan,
  assembly: Assembly,
  name: string,
): Promise<{ file: AssembledFile; next: Source | undefined } | undefined> => {
  const keys = keysOf(plan.runId);
  const header = renderHeader(plan.columns);
  const place = createFileCutter(LIMITS[assembly.kind], utf8Bytes(header));
  const csv = lazyWriter(store, keys.submittedRows(name, 1));
  const manifest = lazyWriter(store, keys.submittedManifest(name, 1));
  const count = { rows: 0, bytes: utf8Bytes(header) };
  let after: Source = assembly.next;
  const finish = async (next: Source | undefined) => {
    await csv.end();
    await manifest.end();
    return { file: { name, kind: assembly.kind, ...count }, next };
  };
  try {
    for await (const batch of rowsFrom(store, plan, assembly.kind, assembly.next)) {
      let [text, entries] = ['', ''];
      let full = false;
      for (const { row, entry, after: afterRow } of batch) {
        const bytes = utf8Bytes(row) + 1;
        full = place(bytes).file > 0;
        if (full) break;
        if (count.rows === 0) text += header;
        text += `${row}\n`;
        entries += `${entry}\n`;
        count.rows += 1;
        count.bytes += bytes;
        after = afterRow;
      }
      await csv.write(text);
      await manifest.write(entries);
      if (full) return await finish(after);
    }
    return count.rows === 0 ? undefined : await finish(undefined);
  } catch (error) {
    await Promise.allSettled([csv.abort(), manifest.abort()]);
    throw error;
  }
};

/** What is left to do when a kind has no rows any more. */
const afterLast = (assembly: Assembly): Assembly => {
  switch (assembly.kind) {
    case 'enabled':
      return { ...assembly, kind: 'disabled', next: START };
    case 'disabled':
      return { ...assembly, done: true };
  }
};

/** Joins the rows of all shards into files that Cognito takes; those for disabled users come last. */
export const assembleFiles =
  (deps: Deps) =>
  async ({ runId }: { readonly runId: string }): Promise<AssembleResult> => {
    const { store, stopped } = deps;
    const plan = await readPlan(store, runId);
    const state = await openState<Assembly>(store, keysOf(runId).assembly);
    let assembly: Assembly = state.found ?? { files: [], kind: 'enabled', next: START, done: false };
    const totals = await totalRows(store, plan);
    const headerBytes = utf8Bytes(renderHeader(plan.columns));
    while (!assembly.done) {
      const { kind, files } = assembly;
      const number = files.filter((file) => file.kind === kind).length;
      const name = fileName(kind, number, mostFiles(totals[kind], LIMITS[kind], headerBytes));
      const written = await writeFile(deps, plan, assembly, name);
      if (written === undefined) {
        assembly = afterLast(assembly);
      } else {
        const withFile = { ...assembly, files: [...files, written.file] };
        assembly = written.next === undefined ? afterLast(withFile) : { ...withFile, next: written.next };
      }
      await state.save(assembly);
      if (stopped()) break;
    }
    return {
      done: assembly.done,
      files: assembly.files.map(({ name, kind }) => ({ name, disabled: kind === 'disabled' })),
    };
  };
