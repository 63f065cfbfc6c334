import type { Pace, Timer } from '../../../aws/clients/request-pace.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { Chain, ListedPage, ListPage } from '../../../aws/user-lister.ts';
import { listChains, MOST_RESTARTS } from '../../../aws/user-lister.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import type { Parts } from './parts.ts';
import { PartWriter } from './parts.ts';
import { openState } from './run-objects.ts';

/** A chain, and how many users it has listed since it last began from nothing. */
interface ListedChain extends Chain {
  readonly listed: number;
}

/** `listing/<pool>.json`: how far the listing of a pool has come. */
export interface ListingState {
  readonly chains: readonly ListedChain[];
  readonly parts: Parts;
  readonly done: boolean;
  /** Calls so far, and how many of them Cognito refused as too fast. */
  readonly calls: number;
  readonly throttled: number;
}

/** Which pool is listed, how fast, and what is kept of it. */
export interface PoolListing {
  readonly store: Pick<ObjectStore, 'read' | 'write'>;
  readonly root: string;
  readonly stateKey: string;
  /** The chains of a listing that has not begun. */
  readonly chains: readonly Omit<Chain, 'done' | 'restarts'>[];
  /** Whether a finished listing has to be made again, from nothing. @default never */
  readonly again?: (state: ListingState) => boolean;
  /** How often the run was resumed: each time, chains whose tokens died too often may try again. @default 0 */
  readonly resumed?: number;
  /** Most users that are wanted in all. @default everybody */
  readonly limit?: number;
  readonly listPage: ListPage;
  readonly pace: Pace;
  /** What is written down of a user. */
  readonly linesOf: (user: ListedUser, chain: Chain) => Iterable<{ folder: string; line: string }>;
  readonly stopped: () => boolean;
  readonly timer: Timer;
}

/** What both listings are told by the state machine. */
export interface ListPoolInput {
  readonly runId: string;
}

/** What the state machine hears of a listing. */
export interface ListPoolResult {
  readonly done: boolean;
  readonly listed: number;
}

/** What a listing needs. */
export interface ListDeps {
  readonly store: ObjectStore;
  readonly listPage: ListPage;
  readonly rules: MigrationRules;
  readonly stopped: () => boolean;
  /** @default as many requests a second as the run's options say */
  readonly pace?: Pace;
  /** @default the system's */
  readonly timer?: Timer;
}

/** Characters that wait before a checkpoint is cut, and with how many the chains stop and wait for it. */
const CHECKPOINT_SIZE = 8_000_000;
const MOST_WAITING = 16_000_000;

/** Milliseconds between checkpoints: what an invocation that is killed has listed in vain. */
const CHECKPOINT_INTERVAL = 30_000;

/** How many users a listing has so far. */
export const countUsers = ({ chains }: Pick<ListingState, 'chains'>): number =>
  chains.reduce((sum, { listed }) => sum + listed, 0);

/** What is told of a listing. */
export const resultOf = (state: ListingState): ListPoolResult => ({
  done: state.done,
  listed: countUsers(state),
});

const fresh = (chains: PoolListing['chains']): ListingState => ({
  chains: chains.map((chain) => ({ ...chain, done: false, restarts: 0, listed: 0 })),
  parts: {},
  done: false,
  calls: 0,
  throttled: 0,
});

/**
 * Lists a pool, from where the last invocation left off. Users and the places of their chains are noted together
 * and saved together: first the users in parts, then the places. Whatever happens in between, nobody is lost and
 * nobody counts twice.
 */
export const listPool = async (listing: PoolListing): Promise<ListingState> => {
  const { store, root, stateKey, resumed = 0, limit = Number.POSITIVE_INFINITY, linesOf, timer } = listing;
  const state = await openState<ListingState>(store, stateKey);
  const isRepeated = state.found?.done === true && listing.again?.(state.found) === true;
  const start = state.found === undefined || isRepeated ? fresh(listing.chains) : state.found;
  if (start.done) return start;
  const writer = new PartWriter(store, root, start.parts);
  const places = new Map(start.chains.map((chain) => [chain.name, chain]));
  let total = countUsers(start);

  const note = ({ users, chain }: ListedPage): void => {
    const before = places.get(chain.name);
    const begunAgain = before !== undefined && before.restarts !== chain.restarts;
    const listed = begunAgain ? 0 : (before?.listed ?? 0);
    total -= (before?.listed ?? 0) - listed;
    const wanted = users.slice(0, Math.max(0, limit - total));
    for (const user of wanted) {
      for (const { folder, line } of linesOf(user, chain)) writer.add(folder, line);
    }
    total += wanted.length;
    places.set(chain.name, { ...chain, listed: listed + wanted.length, done: chain.done || total >= limit });
  };

  let cutAt = timer.now();
  const checkpoint = async (more?: Partial<ListingState>): Promise<ListingState> => {
    const chains = [...places.values()];
    const write = writer.cut();
    cutAt = timer.now();
    const { calls, throttled } = start;
    const now = { calls, throttled, ...more, chains, parts: await write() };
    const next = { ...now, done: chains.every(({ done }) => done) };
    await state.save(next);
    return next;
  };

  let running: Promise<unknown> | undefined;
  let failure: unknown;
  const checkpointBehind = (): void => {
    running = checkpoint()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        running = undefined;
      });
  };

  const counts = await listChains({
    ...listing,
    mostRestarts: MOST_RESTARTS * (1 + resumed),
    stopped: () => failure !== undefined || total >= limit || listing.stopped(),
    take: async (page) => {
      note(page);
      const due = writer.size > CHECKPOINT_SIZE || timer.now() - cutAt > CHECKPOINT_INTERVAL;
      if (due && running === undefined) checkpointBehind();
      while (running !== undefined && writer.size > MOST_WAITING) await running;
      if (failure !== undefined) throw failure;
    },
  })([...places.values()]);
  await running;
  if (failure !== undefined) throw failure;
  return checkpoint({
    calls: start.calls + counts.calls,
    throttled: start.throttled + counts.throttled,
  });
};
