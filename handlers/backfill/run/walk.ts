import { Stopped } from '../../../aws/clients/paced-call.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { Parts } from './parts.ts';
import { collectLines, PartWriter } from './parts.ts';
import { openState } from './run-objects.ts';

/** How far a walk has come. */
export interface WalkState {
  /** Records done. */
  readonly place: number;
  readonly parts: Parts;
  readonly done: boolean;
}

/** Which records are gone through, and what is done with each. */
export interface Walk {
  readonly store: Pick<ObjectStore, 'read' | 'write'>;
  readonly root: string;
  readonly stateKey: string;
  /** The records, in the same order whenever they are read. */
  readonly records: () => AsyncIterable<readonly string[]>;
  /** What comes of one record; may throw `Stopped`, and is then asked again. @param index 0-based */
  readonly work: (record: string, index: number) => Promise<readonly WalkLine[]> | readonly WalkLine[];
  readonly stopped: () => boolean;
  /** Records that are worked on together; work that is interrupted is at most so much. @default 50 */
  readonly batch?: number;
}

/** A line that comes of a record. */
export interface WalkLine {
  readonly folder: string;
  /** With its line feed. */
  readonly line: string;
}

const BATCH = 50;

/** Characters after which a checkpoint is written. */
const CHECKPOINT_SIZE = 4_000_000;

/**
 * Goes through records one by one where each may take a call to AWS, keeps the place, and goes on from there the
 * next time. @returns how far it came; `done` if to the end.
 */
export const walk = async ({
  store,
  root,
  stateKey,
  records,
  work,
  stopped,
  batch: size = BATCH,
}: Walk): Promise<WalkState> => {
  const state = await openState<WalkState>(store, stateKey);
  const start: WalkState = state.found ?? { place: 0, parts: {}, done: false };
  if (start.done) return start;
  const writer = new PartWriter(store, root, start.parts);
  let place = start.place;
  let saved = start;

  const checkpoint = async (done: boolean): Promise<void> => {
    if (!done && place === saved.place) return;
    saved = { place, parts: await writer.cut()(), done };
    await state.save(saved);
  };

  const workOn = async (batch: readonly string[]): Promise<boolean> => {
    try {
      const results = await Promise.all(batch.map(async (record, offset) => work(record, place + offset)));
      for (const { folder, line } of results.flat()) writer.add(folder, line);
      place += batch.length;
      return true;
    } catch (error) {
      if (error instanceof Stopped) return false;
      // What was done so far need not be done again.
      await checkpoint(false);
      throw error;
    }
  };

  const rest = (await collectLines(records())).slice(start.place);
  for (let from = 0; from < rest.length; from += size) {
    if (stopped() || !(await workOn(rest.slice(from, from + size)))) {
      await checkpoint(false);
      return saved;
    }
    if (writer.size > CHECKPOINT_SIZE) await checkpoint(false);
  }
  await checkpoint(true);
  return saved;
};
