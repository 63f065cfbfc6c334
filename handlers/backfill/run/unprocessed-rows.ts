import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { UserClass } from '../../../migration/backfill/classes.ts';
import { writeClassifiedUser } from '../../../migration/backfill/classes.ts';
import { renderHeader } from '../../../migration/backfill/csv.ts';
import type { ManifestEntry } from '../../../migration/backfill/import-files.ts';
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

/** Numbers of the rows that have no class yet. */
export const readRest = async (
  store: Deps['store'],
  root: string,
  parts: Parameters<typeof linesOfFolder>[2],
  folder: string,
): Promise<ReadonlySet<number>> => {
  const rest = new Set<number>();
  for await (const lines of linesOfFolder(store, root, parts, folder)) {
    for (const line of lines) if (line !== '') rest.add(Number(line));
  }
  return rest;
};

/** Copies the lines whose numbers are wanted; line 0 is the first. */
const copyLines = async (
  store: Deps['store'],
  from: string,
  to: { write(text: string): Promise<void> },
  wanted: (line: number) => boolean,
): Promise<void> => {
  let number = 0;
  for await (const lines of await linesOf(store, from)) {
    let text = '';
    for (const line of lines) {
      if (line === '') continue;
      if (wanted(number)) text += `${line}\n`;
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
  rest: ReadonlySet<number>,
): Promise<void> => {
  const keys = keysOf(runId);
  const { columns } = await readPlan(store, runId);
  const csv = lazyWriter(store, keys.submittedRows(file, attempt.number + 1));
  const manifest = lazyWriter(store, keys.submittedManifest(file, attempt.number + 1));
  await writeAll([csv, manifest], async () => {
    await csv.write(renderHeader(columns));
    // The first line of the file is its header, so that row n is line n.
    await copyLines(store, keys.submittedRows(file, attempt.number), csv, (line) => rest.has(line));
    await copyLines(store, keys.submittedManifest(file, attempt.number), manifest, (line) =>
      rest.has(line + 1),
    );
  });
};
