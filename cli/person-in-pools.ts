import { createPatientClient } from '../aws/backfill-client.ts';
import type { PoolAccess } from '../aws/cognito-client.ts';
import { createUserDirectory } from '../aws/user-directory.ts';
import { createUserRemoval } from '../aws/user-removal.ts';
import type { ListedUser } from '../migration/backfill/listed-user.ts';
import type { UserDirectory } from '../migration/explain/directory.ts';
import { searchBoth, sourceSubOf } from '../migration/explain/search.ts';
import type { Pair } from '../migration/removal/identify.ts';
import { identify, nameForDeletion } from '../migration/removal/identify.ts';
import { SOURCE_VIA } from '../migration/rules.ts';
import { runningExecution, withBackfill } from './backfill-runs.ts';
import { OperatorError } from './operator-error.ts';
import type { DeployedSeat } from './seat.ts';
import type { Terminal } from './terminal.ts';

/** A pool whose users can be looked up, and deleted one by one. */
export interface PoolInHand extends UserDirectory {
  /** @throws OperatorError if the name by which the user would be deleted means somebody else */
  remove(user: ListedUser): Promise<void>;
}

export interface PoolsInHand {
  readonly old: PoolInHand;
  readonly new: PoolInHand;
}

const openPool = (access: PoolAccess, userPoolId: string) => {
  const client = createPatientClient(access);
  const directory = createUserDirectory(client, userPoolId);
  const remove = createUserRemoval(client, userPoolId);
  const pool: PoolInHand = {
    ...directory,
    async remove(user) {
      const name = nameForDeletion(user);
      const meant = await directory.find(name);
      if (meant === undefined) return;
      if (meant.sub !== user.sub) {
        throw new OperatorError(
          `The sub of ${user.username} is the username of somebody else in the pool ${userPoolId}; nobody was deleted there.`,
          'Delete the user by hand in the console, and look closely whom it shows.',
        );
      }
      await remove(name);
    },
  };
  return { pool, close: () => client.destroy() };
};

/** Hands both pools to a command. */
export const withPoolsInHand = async <T>(
  { old, new: { access }, deployed }: DeployedSeat,
  use: (pools: PoolsInHand) => Promise<T>,
): Promise<T> => {
  const oldPool = openPool(old.access, old.userPoolId);
  const newPool = openPool(access, deployed.newUserPoolId);
  try {
    return await use({ old: oldPool.pool, new: newPool.pool });
  } finally {
    oldPool.close();
    newPool.close();
  }
};

/**
 * The one person whom a name means in either pool; undefined if nobody has it.
 * @throws OperatorError if it means more than one
 */
export const findPerson = async (
  pools: PoolsInHand,
  identifier: string,
  terminal: Terminal,
): Promise<Pair | undefined> => {
  const identified = identify(await searchBoth(pools, identifier));
  switch (identified.kind) {
    case 'nobody':
      return undefined;
    case 'person':
      return identified.pair;
    case 'ambiguous':
      showPairs(terminal, identified.pairs);
      throw new OperatorError(
        `${identifier} means ${identified.pairs.length} people, or one who is twice in the new pool; nothing was changed.`,
        'Name the one whom you mean by username or sub. Whoever is twice in the new pool must be looked at by hand: npm run migrate -- explain tells both.',
      );
  }
};

const HEADER = ['pool', 'username', 'sub', 'state', 'e-mail', 'phone number', 'link'];

const rowOf = (pool: 'old' | 'new', user: ListedUser): readonly string[] => {
  const { username, sub, status, enabled, attributes } = user;
  const source = sourceSubOf(user);
  return [
    pool,
    username,
    sub,
    enabled ? status : `${status}, disabled`,
    attributes.get('email') ?? '',
    attributes.get('phone_number') ?? '',
    source === undefined ? '' : `${source} (${attributes.get(SOURCE_VIA) ?? 'unknown means'})`,
  ];
};

/** Whom a search found, one line for each half. */
export const showPairs = (terminal: Terminal, pairs: readonly Pair[]): void =>
  terminal.table(
    HEADER,
    pairs.flatMap(({ old, new: moved }) => [
      ...(old === undefined ? [] : [rowOf('old', old)]),
      ...(moved === undefined ? [] : [rowOf('new', moved)]),
    ]),
  );

/** A half of a person in the JSON document. */
export const halfOf = (user: ListedUser | undefined): { username: string; sub: string } | null =>
  user === undefined ? null : { username: user.username, sub: user.sub };

/** @throws OperatorError while a backfill is under way: it goes by listings from before. */
export const refuseWhileBackfillRuns = async (seat: DeployedSeat): Promise<void> => {
  if (seat.deployed.stateMachineArn === undefined) return;
  const running = await withBackfill(seat, runningExecution);
  if (running === undefined) return;
  throw new OperatorError(
    `The backfill ${running.name} is under way, and goes by what it listed before; nothing was changed.`,
    'Wait until it ends (npm run migrate -- backfill --watch), and run the command again.',
  );
};
