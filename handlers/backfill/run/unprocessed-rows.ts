import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import { writeClassifiedUser } from '../../../migration/backfill/classes.ts';
import { renderHeader } from '../../../migration/backfill/csv.ts';
import type { ManifestEntry } from '../../../migration/backfill/import-files.ts';
import { readManifestEntry, writeManifestEntry } from '../../../migration/backfill/import-files.ts';
import type { Attempt, FileInput } from './file-jobs.ts';
import { lazyWriter, writeAll } from './lazy-writer.ts';
import { linesOfFolder } from './parts.ts';
import { keysOf, ObjectMissing, readPlan } from './run-objects.ts';

/** The rows of a file that a job was given, and those that it did not get to. */

interface Deps {
  readonly store: ObjectStore;
}

/** The line of somebody whose class is known. */
export const outcomeLine = ({ sub, oldUsername: username }: ManifestEntry, userClass: UserClass): string =>
  writeClassifiedUser({ sub, username, userClass });

const linesOf = async (store: Deps['store'], key: string): Promise<AsyncIterable<readonly string[]>> => {
  const lines = await store.lines(key);
  if (lines === undefined) throw new ObjectMissing(key);
  return lines;
};

/** The lines of an object that an earlier step wrote. */
export async function* submittedLines(store: Deps['store'], key: string): AsyncGenerator<readonly string[]> {
  yield* await linesOf(store, key);
}

/** Rows that have no class yet, by their numbers: whether the job skipped them although nobody has their name. */
type Rest = ReadonlyMap<number, boolean>;

const SKIPPED = ' skipped';

/** The line of a row that has no class yet. */
export const restLine = (row: number, skipped: boolean): string => `${row}${skipped ? SKIPPED : ''}\n`;

/** Reads the lines of `restLine`. */
export const readRest = async (
  store: Deps['store'],
  root: string,
  parts: Parameters<typeof linesOfFolder>[2],
  folder: string,
): Promise<Rest> => {
  const rest = new Map<number, boolean>();
  for await (const lines of linesOfFolder(store, root, parts, folder)) {
    for (const line of lines) {
      if (line !== '') rest.set(Number.parseInt(line, 10), line.endsWith(SKIPPED));
    }
  }
  return rest;
};

/** The wanted rows of a job's file, by their numbers. */
export const readRows = async (
  store: Deps['store'],
  key: string,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> => {
  const rows = new Map<number, string>();
  // The first line of the file is its header, so that row n is line n.
  let number = 0;
  for await (const lines of await linesOf(store, key)) {
    for (const line of lines) {
      if (line === '') continue;
      if (wanted.has(number)) rows.set(number, line);
      number += 1;
    }
  }
  return rows;
};

/** Copies lines. @param copy what becomes of a line, undefined for nothing; line 0 is the first. */
const copyLines = async (
  store: Deps['store'],
  from: string,
  to: { write(text: string): Promise<void> },
  copy: (number: number, line: string) => string | undefined,
): Promise<void> => {
  let number = 0;
  for await (const lines of await linesOf(store, from)) {
    let text = '';
    for (const line of lines) {
      if (line === '') continue;
      text += copy(number, line) ?? '';
      number += 1;
    }
    await to.write(text);
  }
};

/** Writes the rows that are left as the file of the next attempt. */
export const writeRest = async (
  { store }: Deps,
  { runId, file }: FileInput,
  attempt: Attempt,
  rest: Rest,
): Promise<void> => {
  const keys = keysOf(runId);
  const { columns } = await readPlan(store, runId);
  const csv = lazyWriter(store, keys.submittedRows(file, attempt.number + 1));
  const manifest = lazyWriter(store, keys.submittedManifest(file, attempt.number + 1));
  await writeAll([csv, manifest], async () => {
    await csv.write(renderHeader(columns));
    // The first line of the file is its header, so that row n is line n.
    await copyLines(store, keys.submittedRows(file, attempt.number), csv, (number, line) =>
      rest.has(number) ? `${line}\n` : undefined,
    );
    await copyLines(store, keys.submittedManifest(file, attempt.number), manifest, (number, line) => {
      const skipped = rest.get(number + 1);
      if (skipped === undefined) return undefined;
      return skipped ? writeManifestEntry({ ...readManifestEntry(line), skippedBefore: true }) : `${line}\n`;
    });
  });
};
