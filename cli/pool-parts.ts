import { partitionOf } from '../migration/backfill/shards.ts';
import type { DatedUser } from '../migration/dated-user.ts';
import { readDatedUser, writeDatedUser } from '../migration/dated-user.ts';
import { sourceSubOf } from '../migration/source-sub.ts';
import type { BothPools } from './pool-listing.ts';
import { refuseIfAborted } from './pool-listing.ts';
import type { Spool } from './spool.ts';

/** The users of both pools whose old `sub` falls into the same part: who belongs together is together. */
export interface ListedPart {
  readonly number: number;
  readonly old: readonly DatedUser[];
  readonly new: readonly DatedUser[];
}

type Note = (user: DatedUser) => void;

/**
 * Lists both pools and puts their users down in parts, the old pool first: whoever moves meanwhile is found in the
 * new one.
 * @param note what else is to be noted of each user
 */
export const divideIntoParts = async (
  pools: BothPools,
  spool: Spool,
  parts: number,
  note: { readonly old?: Note; readonly new?: Note } = {},
): Promise<void> => {
  const partOf = (sub: string): number => partitionOf(sub, parts);
  await pools.old.list((user) => {
    spool.add(`old/${partOf(user.sub)}`, writeDatedUser(user));
    note.old?.(user);
  });
  await pools.new.list((user) => {
    spool.add(`new/${partOf(sourceSubOf(user) ?? user.sub)}`, writeDatedUser(user));
    note.new?.(user);
  });
};

/**
 * The numbers of the parts, one after the other.
 * @throws OperatorError after Ctrl-C
 */
export async function* eachPart(parts: number, signal: AbortSignal): AsyncIterable<number> {
  for (let part = 0; part < parts; part += 1) {
    // Lets a signal through.
    await new Promise(setImmediate);
    refuseIfAborted(signal);
    yield part;
  }
}

/**
 * The users that were put down, part by part, each once.
 * @throws OperatorError after Ctrl-C
 */
export async function* readParts(
  spool: Spool,
  parts: number,
  signal: AbortSignal,
): AsyncIterable<ListedPart> {
  for await (const number of eachPart(parts, signal)) {
    yield {
      number,
      old: spool.take(`old/${number}`, readDatedUser),
      new: spool.take(`new/${number}`, readDatedUser),
    };
  }
}
