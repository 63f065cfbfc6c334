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
import { isFileDone } from '../../../migration/backfill/job-attempts.ts';
import type { FileJobs } from '../run/file-jobs.ts';
import { lazyWriter } from '../run/lazy-writer.ts';
import type { FileKind, RowCount, RunPlan, ShardCounts } from '../run/run-objects.ts';
import { keysOf, openState, readJson, readPlan, requireJson } from '../run/run-objects.ts';
import type { ShardRows, Source } from '../run/shard-rows.ts';
import { rowsFrom, START } from '../run/shard-rows.ts';

/** A file that is ready to be imported. */
export interface AssembledFile {
  readonly name: string;
  readonly kind: FileKind;
  readonly rows: number;
  readonly bytes: number;
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

/** How many files there will be, at most: it decides whether the only one has a number. */
const mostFiles = ({ rows, bytes }: RowCount, limits: FileLimits, headerBytes: number): number => {
  const byRows = Math.ceil(rows / limits.rows);
  if (byRows <= 1 && bytes + headerBytes <= limits.bytes) return byRows;
  const room = limits.bytes - headerBytes - 4 * MOST_CHARACTERS_IN_ROW;
  return byRows + Math.ceil(bytes / room);
};

/** Of each shard, in their order. */
const countRows = async (store: Deps['store'], plan: RunPlan): Promise<readonly ShardRows[]> => {
  const counts: ShardRows[] = [];
  for (const shard of plan.shards) {
    counts.push(await requireJson<ShardCounts>(store, keysOf(plan.runId).counts(shard)));
  }
  return counts;
};

const totalRows = (counts: readonly ShardRows[], kind: FileKind): RowCount => ({
  rows: counts.reduce((sum, count) => sum + count[kind].rows, 0),
  bytes: counts.reduce((sum, count) => sum + count[kind].bytes, 0),
});

/** Writes one file. @returns undefined if there are no rows left. */
const writeFile = async (
  { store }: Deps,
  plan: RunPlan,
  counts: readonly ShardRows[],
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
    for await (const batch of rowsFrom(store, plan, counts, assembly)) {
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
    const counts = await countRows(store, plan);
    const headerBytes = utf8Bytes(renderHeader(plan.columns));
    while (!assembly.done) {
      const { kind, files } = assembly;
      const number = files.filter((file) => file.kind === kind).length;
      const name = fileName(kind, number, mostFiles(totalRows(counts, kind), LIMITS[kind], headerBytes));
      const written = await writeFile(deps, plan, counts, assembly, name);
      if (written === undefined) {
        assembly = afterLast(assembly);
      } else {
        const withFile = { ...assembly, files: [...files, written.file] };
        assembly = written.next === undefined ? afterLast(withFile) : { ...withFile, next: written.next };
      }
      await state.save(assembly);
      if (stopped()) break;
    }
    return { done: assembly.done, files: await filesLeft(store, runId, assembly) };
  };

/**
 * Files about which something is left to do: those that an earlier execution is done with would take up the history of
 * this one.
 */
const filesLeft = async (
  store: Deps['store'],
  runId: string,
  { files, done }: Assembly,
): Promise<AssembleResult['files']> => {
  const left: { readonly name: string; readonly disabled: boolean }[] = [];
  if (!done) return left;
  for (const { name, kind } of files) {
    const disabled = kind === 'disabled';
    const jobs = (await readJson<FileJobs>(store, keysOf(runId).jobs(name)))?.value;
    if (jobs === undefined || !isFileDone({ disabled }, jobs)) left.push({ name, disabled });
  }
  return left;
};
