import type { PoolAccess } from '../aws/clients/cognito-client.ts';
import { createPatientClient } from '../aws/clients/patient-clients.ts';
import { createUserDirectory } from '../aws/user-directory.ts';
import { createListPage, pagesOf } from '../aws/user-lister.ts';
import type { Deletion } from '../aws/user-removal.ts';
import { createUserRemoval } from '../aws/user-removal.ts';
import type { UserDirectory } from '../migration/explain/directory.ts';
import type { Match, Matches } from '../migration/explain/search.ts';
import { searchBoth } from '../migration/explain/search.ts';
import type { ListedUser } from '../migration/listed-user.ts';
import { isVerified, readAttribute } from '../migration/person.ts';
import type { Pair } from '../migration/removal/identify.ts';
import {
  identify,
  isProven,
  nameForDeletion,
  subOfNobody,
  withMoved,
} from '../migration/removal/identify.ts';
import type { Contact } from '../migration/rules.ts';
import { SOURCE_VIA } from '../migration/rules.ts';
import { sourceSubOf } from '../migration/source-sub.ts';
import type { DeployedContext } from './command-context.ts';
import { OperatorError } from './operator-error.ts';
import type { Terminal } from './terminal.ts';

/** A pool whose users can be looked up, and deleted one by one. */
export interface PoolForRemoval extends UserDirectory {
  /** @throws OperatorError if the name by which the user would be deleted means somebody else */
  remove(user: ListedUser): Promise<Deletion>;
  /** Everybody who came from somebody with this `sub`. Lists the whole pool: ListUsers cannot search for it. */
  cameFrom(sub: string): Promise<readonly ListedUser[]>;
}

/** Both pools of a move. */
export interface PoolsForRemoval {
  readonly old: PoolForRemoval;
  readonly new: PoolForRemoval;
}

const openPool = (access: PoolAccess, userPoolId: string) => {
  const client = createPatientClient(access);
  const directory = createUserDirectory(client, userPoolId);
  const remove = createUserRemoval(client, userPoolId);
  const listPage = createListPage(client, userPoolId);
  const pool: PoolForRemoval = {
    ...directory,
    async remove(user) {
      const name = nameForDeletion(user);
      const meant = await directory.find(name);
      if (meant === undefined) return 'gone';
      if (meant.sub !== user.sub) {
        throw new OperatorError(
          `The sub of ${user.username} is the username of somebody else in the pool ${userPoolId}; nobody was deleted there.`,
          'Delete the user by hand in the console, and look closely whom it shows.',
        );
      }
      return remove(name);
    },
    async cameFrom(sub) {
      const found: ListedUser[] = [];
      for await (const { users } of pagesOf(listPage)) {
        found.push(...users.filter((user) => sourceSubOf(user) === sub));
      }
      return found;
    },
  };
  return { pool, close: () => client.destroy() };
};

/** Hands both pools to a command. */
export const withPoolsForRemoval = async <T>(
  { old, new: { access }, deployed }: DeployedContext,
  use: (pools: PoolsForRemoval) => Promise<T>,
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

/** Searches as the pools compare names: a deletion means nobody whose name only looks like it. */
const searchToRemove = async (
  pools: PoolsForRemoval,
  identifier: string,
  terminal: Terminal,
): Promise<Matches> => {
  const matches = await searchBoth(pools, identifier, 'exact');
  const sub = subOfNobody(identifier, matches);
  if (sub === undefined) return matches;
  terminal.talk(`Nobody has the sub ${sub}. Looking through the whole new pool for whoever came from it.`);
  return withMoved(matches, await pools.new.cameFrom(sub));
};

/**
 * The one person whom a name means in either pool, whom it shows; undefined if nobody has it.
 * @param unasked whether nobody will look at what is shown: the name must be one that the pools themselves take
 * @throws OperatorError if it means more than one, or perhaps somebody else
 */
export const findPerson = async (
  pools: PoolsForRemoval,
  identifier: string,
  { terminal, unasked }: { readonly terminal: Terminal; readonly unasked: boolean },
): Promise<Pair | undefined> => {
  const matches = await searchToRemove(pools, identifier, terminal);
  const identified = identify(matches);
  switch (identified.kind) {
    case 'nobody':
      return undefined;
    case 'person':
      showMatches(terminal, matches);
      if (unasked && !isProven(matches, identifier)) {
        throw new OperatorError(
          `${identifier} is only written in this profile, where anybody may have written it, or the old pool has another spelling of it. Nothing was changed.`,
          'Look whether it is the right person, and name them by username or sub, or leave --yes out.',
        );
      }
      return identified.pair;
    case 'ambiguous':
      showMatches(terminal, matches);
      throw new OperatorError(
        `${identifier} means ${identified.pairs.length} people, or one who is twice in the new pool; nothing was changed.`,
        'Name the one whom you mean by username or sub. Whoever is twice in the new pool must be looked at by hand: npm run migrate -- explain tells both.',
      );
  }
};

const HEADER = ['pool', 'username', 'sub', 'found by', 'state', 'e-mail', 'phone number', 'source_sub'];

const contactOf = ({ attributes }: ListedUser, contact: Contact): string => {
  const value = readAttribute(attributes, contact);
  return value === '' || isVerified(attributes, contact) ? value : `${value} (unverified)`;
};

const rowOf = (pool: 'old' | 'new', { user, foundBy }: Match): readonly string[] => {
  const { username, sub, status, enabled, attributes } = user;
  const source = sourceSubOf(user);
  return [
    pool,
    username,
    sub,
    foundBy,
    enabled ? status : `${status}, disabled`,
    contactOf(user, 'email'),
    contactOf(user, 'phone_number'),
    source === undefined ? '' : `${source} (${attributes.get(SOURCE_VIA) ?? 'unknown means'})`,
  ];
};

/** Whom a search found and by what, one line for each half. */
const showMatches = (terminal: Terminal, matches: Matches): void =>
  terminal.table(HEADER, [
    ...matches.old.map((match) => rowOf('old', match)),
    ...matches.new.map((match) => rowOf('new', match)),
  ]);

/** A half of a person in the JSON document. */
export const halfOf = (user: ListedUser | undefined): { username: string; sub: string } | null =>
  user === undefined ? null : { username: user.username, sub: user.sub };
