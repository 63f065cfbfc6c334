import { createPace, systemTimer } from '../../../aws/clients/request-pace.ts';
import type { Chain } from '../../../aws/user-lister.ts';
import { chainsOfPrefixes, filterByUsername } from '../../../aws/user-lister.ts';
import { claimsOf, writeClaim } from '../../../migration/backfill/claims.ts';
import { listingGap } from '../../../migration/backfill/listing-gap.ts';
import { partitionOf, shardLabel, shardOf } from '../../../migration/backfill/shards.ts';
import type { ListedUser } from '../../../migration/listed-user.ts';
import { writeListedUser } from '../../../migration/listed-user.ts';
import { admissionOf } from '../run/import-terms.ts';
import type { ListDeps, ListingState, ListPoolInput, ListPoolResult } from '../run/list-pool.ts';
import { countUsers, listPool, resultOf } from '../run/list-pool.ts';
import { readRuledPlan } from '../run/ruled-plan.ts';
import type { RunPlan } from '../run/run-objects.ts';
import { folders, keysOf } from '../run/run-objects.ts';

/** The pilot named people whom the old pool does not have; the message names no person. */
class PilotUnknown extends Error {
  override readonly name = 'PilotUnknown';
}

/** Chains of a pilot are named by their position, so that no state holds a username twice. */
const chainsOf = ({ options, oldPoolPrefixes }: RunPlan): readonly Omit<Chain, 'done' | 'restarts'>[] => {
  switch (options.pilot?.kind) {
    case 'usernames':
      return options.pilot.usernames.map((username, index) => ({
        name: `usernames[${index}]`,
        filter: filterByUsername(username),
      }));
    case 'limit':
      return [{ name: shardLabel('') }];
    case undefined:
      return chainsOfPrefixes(oldPoolPrefixes);
  }
};

const refuseUnknown = ({ options }: RunPlan, { chains, done }: ListingState): void => {
  if (options.pilot?.kind !== 'usernames' || !done) return;
  const unknown = chains.filter(({ listed }) => listed === 0).map(({ name }) => name);
  if (unknown.length === 0) return;
  throw new PilotUnknown(
    `The old pool has nobody with these usernames of the input: ${unknown.join(', ')}. ` +
      'Check spelling and case, and start a new run with the right ones.',
  );
};

/** ListUsers ended, and yet there should be far more users. */
class ListingTooShort extends Error {
  override readonly name = 'ListingTooShort';
}

const isTooShort = ({ options, estimatedUsers }: RunPlan, state: ListingState): boolean =>
  options.pilot === undefined &&
  !options.acceptShortListing &&
  state.done &&
  listingGap({ estimatedUsers: estimatedUsers.oldPool, listed: countUsers(state) }) === 'too-large';

const refuseTooShort = (plan: RunPlan, state: ListingState): void => {
  if (!isTooShort(plan, state)) return;
  throw new ListingTooShort(
    `The listing of the old pool ended with ${countUsers(state)} users, but Cognito estimates ` +
      `${plan.estimatedUsers.oldPool} (EstimatedNumberOfUsers). Start again with {"runId": "${plan.runId}"}: the ` +
      'pool is listed anew. If you know why there are so few, because many were deleted and the estimate is old, ' +
      'add "acceptShortListing": true.',
  );
};

/** Lists the old pool: the users by shard, and the names that they have by partition. */
export const listOldPool =
  ({ store, listPage, rules, stopped, pace, timer = systemTimer }: ListDeps) =>
  async ({ runId }: ListPoolInput): Promise<ListPoolResult> => {
    const plan = await readRuledPlan({ store, rules }, runId);
    const keys = keysOf(runId);
    const admission = admissionOf(plan, rules);
    const { pilot, listRequestsPerSecond } = plan.options;

    const linesOf = function* (user: ListedUser, chain: Chain) {
      const shard = shardOf(user.sub, plan.shards);
      yield { folder: folders.users(shard, chain), line: writeListedUser(user) };
      for (const claim of claimsOf(user, rules, admission)) {
        yield { folder: folders.claims(partitionOf(claim.name, plan.partitions)), line: writeClaim(claim) };
      }
    };

    const state = await listPool({
      store,
      root: keys.root,
      stateKey: keys.listing('old'),
      chains: chainsOf(plan),
      again: (found) => isTooShort(plan, found),
      resumed: plan.resumed ?? 0,
      ...(pilot?.kind === 'limit' ? { limit: pilot.limit } : {}),
      listPage,
      pace: pace ?? createPace(listRequestsPerSecond, timer),
      linesOf,
      stopped,
      timer,
    });
    refuseUnknown(plan, state);
    refuseTooShort(plan, state);
    return resultOf(state);
  };
