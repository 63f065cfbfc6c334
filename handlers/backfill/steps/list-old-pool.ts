import type { Pace, Timer } from '../../../aws/request-pace.ts';
import { createPace, systemTimer } from '../../../aws/request-pace.ts';
import type { ObjectStore } from '../../../aws/s3-objects.ts';
import type { Chain, ListPage } from '../../../aws/user-lister.ts';
import { filterBySub, filterByUsername } from '../../../aws/user-lister.ts';
import { claimsOf, writeClaim } from '../../../migration/backfill/claims.ts';
import type { ListedUser } from '../../../migration/backfill/listed-user.ts';
import { writeListedUser } from '../../../migration/backfill/listed-user.ts';
import { partitionOf, shardLabel } from '../../../migration/backfill/shards.ts';
import type { MigrationRules } from '../../../migration/rules.ts';
import { admissionOf } from './import-terms.ts';
import type { ListingState } from './list-pool.ts';
import { listPool } from './list-pool.ts';
import type { RunPlan } from './run-objects.ts';
import { folders, keysOf, readPlan } from './run-objects.ts';

export interface ListPoolInput {
  readonly runId: string;
}

export interface ListPoolResult {
  readonly done: boolean;
  readonly listed: number;
}

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

export const resultOf = ({ chains, done }: ListingState): ListPoolResult => ({
  done,
  listed: chains.reduce((sum, { listed }) => sum + listed, 0),
});

/** The pilot named people whom the old pool does not have; the message names no person. */
class PilotUnknown extends Error {
  override readonly name = 'PilotUnknown';
}

/** Chains of a pilot are named by their position, so that no state holds a username twice. */
const chainsOf = ({ options, shards }: RunPlan): readonly Omit<Chain, 'done' | 'restarts'>[] => {
  switch (options.pilot?.kind) {
    case 'usernames':
      return options.pilot.usernames.map((username, index) => ({
        name: `usernames[${index}]`,
        filter: filterByUsername(username),
      }));
    case 'limit':
      return [{ name: shardLabel('') }];
    case undefined:
      return chainsOfPrefixes(shards);
  }
};

export const chainsOfPrefixes = (prefixes: readonly string[]): readonly Omit<Chain, 'done' | 'restarts'>[] =>
  prefixes.map((prefix) => ({
    name: shardLabel(prefix),
    ...(prefix === '' ? {} : { filter: filterBySub(prefix) }),
  }));

const refuseUnknown = ({ options }: RunPlan, { chains, done }: ListingState): void => {
  if (options.pilot?.kind !== 'usernames' || !done) return;
  const unknown = chains.filter(({ listed }) => listed === 0).map(({ name }) => name);
  if (unknown.length === 0) return;
  throw new PilotUnknown(
    `The old pool has nobody with the username in ${unknown.join(', ')} of the input. ` +
      'Check spelling and case, and start again without runId.',
  );
};

/** Lists the old pool: the users by shard, and the names that they have by partition. */
export const listOldPool =
  ({ store, listPage, rules, stopped, pace, timer = systemTimer }: ListDeps) =>
  async ({ runId }: ListPoolInput): Promise<ListPoolResult> => {
    const plan = await readPlan(store, runId);
    const keys = keysOf(runId);
    const admission = admissionOf(plan, rules);
    const { pilot, listRequestsPerSecond } = plan.options;

    const linesOf = function* (user: ListedUser, chain: Chain) {
      const shard = plan.shards.find((prefix) => shardLabel(prefix) === chain.name) ?? '';
      yield { folder: folders.users(shard, chain.restarts), line: writeListedUser(user) };
      // The names of people whom a pilot does not list are unknown, so that theirs prove nothing.
      if (pilot !== undefined) return;
      for (const claim of claimsOf(user, rules, admission)) {
        yield { folder: folders.claims(partitionOf(claim.name, plan.partitions)), line: writeClaim(claim) };
      }
    };

    const state = await listPool({
      store,
      root: keys.root,
      stateKey: keys.listing('old'),
      chains: chainsOf(plan),
      ...(pilot?.kind === 'limit' ? { limit: pilot.limit } : {}),
      listPage,
      pace: pace ?? createPace(listRequestsPerSecond, timer),
      linesOf,
      stopped,
      timer,
    });
    refuseUnknown(plan, state);
    return resultOf(state);
  };
