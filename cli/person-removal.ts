import type { Deletion } from '../aws/user-removal.ts';
import { findMoved } from '../migration/explain/search.ts';
import type { ListedUser } from '../migration/listed-user.ts';
import type { Pair } from '../migration/removal/identify.ts';
import { sourceSubOf } from '../migration/source-sub.ts';
import { OperatorError } from './operator-error.ts';
import type { PoolsForRemoval } from './person-in-pools.ts';

/** What was met at the deletion of a person whom an operator was shown some time before. */
export interface RemovedPerson {
  /** Undefined if the old pool did not have them when they were shown. */
  readonly old: Deletion | undefined;
  /** Undefined if the new pool did not have them when they were shown. */
  readonly new: Deletion | undefined;
  /** Profiles of the new pool into which they had moved since, and which are deleted, too. */
  readonly movedSince: readonly ListedUser[];
}

/** Looks for profiles that came meanwhile; nobody signs in so often between two of them. */
const MOST_LOOKS = 5;

/** Everybody of the new pool who came from this person, by whatever sign-in. */
const holdersOf = async ({ new: pool }: PoolsForRemoval, pair: Pair): Promise<readonly ListedUser[]> => {
  const source = sourceOf(pair);
  const holders = source === undefined ? [] : (await findMoved(pool, source)).map(({ user }) => user);
  return holders.filter(({ sub }, index) => holders.findIndex((other) => other.sub === sub) === index);
};

const sourceOf = ({ old, new: moved }: Pair): Pick<ListedUser, 'username' | 'sub'> | undefined => {
  if (old !== undefined) return old;
  const sub = moved === undefined ? undefined : sourceSubOf(moved);
  return moved === undefined || sub === undefined ? undefined : { username: moved.username, sub };
};

/** Deletes whoever came meanwhile, until a look finds nobody. */
const removeMovedSince = async (pools: PoolsForRemoval, pair: Pair): Promise<readonly ListedUser[]> => {
  const removed: ListedUser[] = [];
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const holders = await holdersOf(pools, pair);
    if (holders.length === 0) return removed;
    for (const holder of holders) if ((await pools.new.remove(holder)) === 'deleted') removed.push(holder);
  }
  throw new OperatorError(
    `After ${MOST_LOOKS} deletions they are still there.`,
    'Look who makes these profiles: explain tells how they came.',
  );
};

const removeFromNewPool = async (pools: PoolsForRemoval, pair: Pair): Promise<Omit<RemovedPerson, 'old'>> => {
  const moved = pair.new === undefined ? undefined : await pools.new.remove(pair.new);
  return { new: moved, movedSince: await removeMovedSince(pools, pair) };
};

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

/**
 * Deletes the old half first: whoever is gone there cannot come again. They may have been moved, or moved again, since
 * they were shown; so whoever came from them is looked for afterwards, and looked for once more after each deletion.
 * @throws OperatorError if they are deleted from the old pool only
 */
export const removeFromBoth = async (pools: PoolsForRemoval, pair: Pair): Promise<RemovedPerson> => {
  const old = pair.old === undefined ? undefined : await pools.old.remove(pair.old);
  try {
    return { old, ...(await removeFromNewPool(pools, pair)) };
  } catch (cause) {
    if (pair.old === undefined) throw cause;
    const what = cause instanceof Error ? cause.message : String(cause);
    const mend = cause instanceof OperatorError ? cause.remedy : 'Mend that.';
    throw new OperatorError(
      `They are deleted from the old pool, but not from the new one: ${sentence(what)}`,
      `${mend} Then run "forget ${pair.old.sub}" again: it finds what is left.`,
      { cause },
    );
  }
};

/** The profile of the new pool in which a person is by now, other than the one that is gone. */
export const movedAgain = async (pools: PoolsForRemoval, pair: Pair): Promise<ListedUser | undefined> =>
  (await holdersOf(pools, pair))[0];
