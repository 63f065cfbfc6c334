import { randomUUID } from 'node:crypto';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import { ObjectMissing } from './run-objects.ts';

/**
 * Lines in folders, written in parts. What counts is the list of parts in a state object, saved after them:
 * parts that an interrupted invocation left behind are in no list, and nobody reads them.
 */

/** Folder -> writer -> number of parts. Each invocation is a writer of its own and overwrites nobody. */
export type Parts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Objects that one invocation writes at the same time. */
const WRITES_AT_ONCE = 16;

const keyOfPart = (root: string, folder: string, writer: string, part: number): string =>
  `${root}/${folder}/${writer}-${String(part).padStart(5, '0')}.jsonl`;

/** Writes something for each, several at a time. */
export const writeEach = async <T>(items: Iterable<T>, write: (item: T) => Promise<void>): Promise<void> => {
  const iterator = items[Symbol.iterator]();
  const follow = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await write(next.value);
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, follow));
};

/** Lines that wait for the next checkpoint. */
export class PartWriter {
  readonly #store: Pick<ObjectStore, 'write'>;
  readonly #root: string;
  /** With a letter in front: an object puts members that look like numbers first, and the order would be lost. */
  readonly #writer = `w${randomUUID().slice(0, 8)}`;
  readonly #known: Record<string, Record<string, number>>;
  #waiting = new Map<string, string[]>();
  #size = 0;

  /** @param known the parts that the state object lists. */
  constructor(store: Pick<ObjectStore, 'write'>, root: string, known: Parts) {
    this.#store = store;
    this.#root = root;
    this.#known = Object.fromEntries(Object.entries(known).map(([folder, parts]) => [folder, { ...parts }]));
  }

  /** Characters that wait, about as many bytes. */
  get size(): number {
    return this.#size;
  }

  /** @param line with its line feed. */
  add(folder: string, line: string): void {
    const lines = this.#waiting.get(folder);
    if (lines === undefined) this.#waiting.set(folder, [line]);
    else lines.push(line);
    this.#size += line.length;
  }

  /**
   * Takes what waits, at once: what is added from now on belongs to the next checkpoint.
   * @returns what to do then: write the parts, and get the list in which they stand.
   */
  cut(): () => Promise<Parts> {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    this.#size = 0;
    const parts = [...waiting].map(([folder, lines]) => {
      const ofFolder = this.#known[folder] ?? {};
      this.#known[folder] = ofFolder;
      const part = ofFolder[this.#writer] ?? 0;
      ofFolder[this.#writer] = part + 1;
      return { key: keyOfPart(this.#root, folder, this.#writer, part), lines };
    });
    const list = structuredClone(this.#known);
    return async () => {
      await writeEach(parts, async ({ key, lines }) => {
        await this.#store.write(key, lines.join(''));
      });
      return list;
    };
  }
}

/** The lines of a folder, in the order in which they were written. */
export async function* linesOfFolder(
  store: Pick<ObjectStore, 'lines'>,
  root: string,
  parts: Parts,
  folder: string,
): AsyncGenerator<readonly string[]> {
  for (const [writer, count] of Object.entries(parts[folder] ?? {})) {
    for (let part = 0; part < count; part += 1) {
      const key = keyOfPart(root, folder, writer, part);
      const lines = await store.lines(key);
      if (lines === undefined) throw new ObjectMissing(key);
      yield* lines;
    }
  }
}

/**
 * All lines at once, at most those of a shard, a file or a partition. S3 does not keep a connection open for somebody
 * who reads a few lines a second; and as objects the lines would take several times the memory.
 */
export const collectLines = async (batches: AsyncIterable<readonly string[]>): Promise<readonly string[]> => {
  const collected: string[] = [];
  for await (const batch of batches) {
    for (const line of batch) if (line !== '') collected.push(line);
  }
  return collected;
};
