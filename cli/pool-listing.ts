import type { PoolAccess } from '../aws/clients/cognito-client.ts';
import { createPacedClient, createPatientClient } from '../aws/clients/patient-clients.ts';
import type { Pace } from '../aws/clients/request-pace.ts';
import { createPace } from '../aws/clients/request-pace.ts';
import { chainsOfPrefixes, createListPage, listChains, prefixesThatWork } from '../aws/user-lister.ts';
import type { PoolDescription } from '../aws/user-pools.ts';
import { describeUserPool } from '../aws/user-pools.ts';
import { shardsFor } from '../migration/backfill/shards.ts';
import type { DatedUser } from '../migration/dated-user.ts';
import type { CommandContext, DeployedContext } from './command-context.ts';
import { OperatorError } from './operator-error.ts';

/** A pool whose users can be listed. */
export interface ListablePool {
  readonly description: PoolDescription;
  /** Lists everybody, somebody perhaps twice. @throws OperatorError after Ctrl-C */
  list(take: (user: DatedUser) => void): Promise<void>;
}

/** What of a context the listing of a pool needs. */
type ListingContext = Pick<CommandContext, 'terminal' | 'signal'>;

interface PoolToList {
  readonly userPoolId: string;
  readonly access: PoolAccess;
  /** What the progress is called. */
  readonly title: string;
  readonly pace: Pace;
}

/** Lists a pool with as many chains as its size allows, and shows how far it is. */
export const openPool = async (
  { terminal, signal }: ListingContext,
  { userPoolId, access, title, pace }: PoolToList,
): Promise<ListablePool> => {
  const patient = createPatientClient(access);
  const description = await describeUserPool(patient)(userPoolId);
  return {
    description,
    async list(take) {
      const prefixes = await prefixesThatWork(
        createListPage(patient, userPoolId),
        shardsFor(description.estimatedUsers),
      );
      const client = createPacedClient(access);
      const progress = terminal.progress(title);
      let done = 0;
      const show = () => progress.update({ done, total: Math.max(done, description.estimatedUsers) });
      show();
      try {
        await listChains({
          listPage: createListPage(client, userPoolId),
          pace,
          stopped: () => signal.aborted,
          take: async ({ users }) => {
            for (const user of users) take(user);
            done += users.length;
            show();
          },
        })(chainsOfPrefixes(prefixes).map((chain) => ({ ...chain, done: false, restarts: 0 })));
        refuseIfAborted(signal);
      } finally {
        progress.end();
        client.destroy();
        patient.destroy();
      }
    },
  };
};

/** @throws OperatorError after Ctrl-C */
export const refuseIfAborted = (signal: AbortSignal): void => {
  if (!signal.aborted) return;
  throw new OperatorError(
    'Stopped before it was through; nothing that was listed is kept.',
    'Run the command again.',
  );
};

/** Both pools of a move, to be listed. */
export interface BothPools {
  readonly old: ListablePool;
  readonly new: ListablePool;
}

/** Both pools of a move, listed at one pace together. */
export const openBothPools = async (
  context: DeployedContext,
  requestsPerSecond: number,
): Promise<BothPools> => {
  const pace = createPace(requestsPerSecond);
  return {
    old: await openPool(context, { ...context.old, title: 'Listing the old pool', pace }),
    new: await openPool(context, {
      userPoolId: context.deployed.newUserPoolId,
      access: context.new.access,
      title: 'Listing the new pool',
      pace,
    }),
  };
};

/** Users of one part of a pool: a few megabytes, even of the largest. */
const USERS_OF_A_PART = 8_000;
const FEWEST_PARTS = 64;
const MOST_PARTS = 4_096;

/**
 * Into how many parts the pools are divided for a join: enough even where Cognito's estimate is hours old and
 * says nobody.
 */
export const partsFor = (pools: BothPools): number => {
  const users = Math.max(pools.old.description.estimatedUsers, pools.new.description.estimatedUsers);
  return Math.min(MOST_PARTS, Math.max(FEWEST_PARTS, Math.ceil(users / USERS_OF_A_PART)));
};
