import { isSubShaped } from '../names.ts';
import type { ConfigurationReason, FailReason } from '../reasons.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { GroupConfiguration } from './group.ts';
import { configurationOf } from './group.ts';
import type { GroupRules } from './group-rules.ts';
import { newNameOf } from './group-rules.ts';
import { AmbiguousUsername, type NewMemberships, type OldMemberships } from './ports.ts';

/** Somebody who is about to get a token, and whose groups have not been carried. */
export interface Arrival {
  readonly username: string;
  /** Their `sub` in the new pool, as far as the event tells it. */
  readonly sub: string | undefined;
  /** Their `sub` in the old pool. */
  readonly sourceSub: string;
  /** What the new pool would write into the token. */
  readonly configuration: GroupConfiguration;
}

/** What does not keep groups back, and is to be mended all the same. */
interface Faulty {
  /** Why ListUsers finds nobody in the old pool: the person was looked up by a call that is billed. */
  readonly listingFault?: ConfigurationReason;
}

/** What came of it. The token gets `configuration`; without one it stays as it is. */
export type CarryOutcome =
  /** Everything is in the new pool and remembered there. */
  | (Faulty & {
      readonly kind: 'carried';
      readonly configuration: GroupConfiguration;
      readonly added: number;
    })
  /** The old pool does not know the person (any more); remembered, so that it is not asked again. */
  | (Faulty & { readonly kind: 'nobody'; readonly configuration: GroupConfiguration })
  /** Something is missing in the new pool, and tried again with the next token. */
  | (Faulty & {
      readonly kind: 'unfinished';
      readonly configuration: GroupConfiguration;
      readonly added: number;
      /** Groups that the new pool does not have; not in the token. */
      readonly unknownGroups: number;
      /** Groups that are in the token, but not yet in the new pool. */
      readonly postponed: number;
      /** Why, where a call had no answer. */
      readonly reason?: FailReason;
    })
  /** In one of the pools their username is the `sub` of somebody else; nothing is carried from or to either. */
  | { readonly kind: 'ambiguous-username' }
  /** It could not be asked which groups they are in. */
  | { readonly kind: 'failed'; readonly reason: FailReason };

interface Memberships {
  readonly oldPool: OldMemberships;
  readonly newPool: NewMemberships;
}

/**
 * Requests at a time: Cognito takes 10 writes a second for one user.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
const WRITES_AT_ONCE = 10;

interface Addition {
  readonly group: string;
  readonly result: Attempt<'added' | 'no-such-group'>;
}

const isUnknownGroup = (result: Addition['result']): boolean =>
  'value' in result && result.value === 'no-such-group';

/** The first reason for which a call had no answer. */
const reasonAmong = (attempts: readonly (Attempt<unknown> | undefined)[]): FailReason | undefined =>
  attempts.flatMap((made) => (made !== undefined && 'reason' in made ? [made.reason] : []))[0];

/** Stops asking when a call has no answer: the rest would fare no better, and waits for the next token. */
const addAll = async (
  newPool: NewMemberships,
  username: string,
  groups: readonly string[],
): Promise<readonly Addition[]> => {
  const additions: Addition[] = [];
  for (let next = 0; next < groups.length; next += WRITES_AT_ONCE) {
    const batch = groups.slice(next, next + WRITES_AT_ONCE);
    const failed = additions.find(({ result }) => 'reason' in result);
    const made = batch.map(async (group) => ({
      group,
      result: failed?.result ?? (await attempt(newPool.add(username, group))),
    }));
    additions.push(...(await Promise.all(made)));
  }
  return additions;
};

const withGroups = (configuration: GroupConfiguration, groups: readonly string[]): GroupConfiguration => ({
  ...configuration,
  groups: [...new Set([...configuration.groups, ...groups])],
});

/** What the new pool says now; where it does not answer, what it said before with the names of the new groups. */
const configurationAfter = async (
  newPool: NewMemberships,
  { username, configuration }: Arrival,
  carried: readonly string[],
): Promise<GroupConfiguration> => {
  if (carried.length === 0) return configuration;
  const now = await attempt(newPool.groupsOf(username));
  return withGroups('value' in now ? configurationOf(now.value) : configuration, carried);
};

/**
 * Whether calls to the new pool could mean somebody else: they take a username or a `sub`, and AWS does not document
 * which wins. A `sub` that Cognito gave to the person, in either pool, is nobody else's.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html
 */
const mayBeAnothers = ({ username, sub, sourceSub }: Arrival): boolean =>
  isSubShaped(username) && ![sub, sourceSub].includes(username.toLowerCase());

const carry = async (
  { oldPool, newPool }: Memberships,
  rules: GroupRules,
  arrival: Arrival,
): Promise<CarryOutcome> => {
  const { username, sub, sourceSub, configuration } = arrival;
  if (mayBeAnothers(arrival)) {
    const meant = await attempt(newPool.subOf(username));
    if ('reason' in meant) return { kind: 'failed', reason: meant.reason };
    if (meant.value !== sub) throw new AmbiguousUsername();
  }
  const old = await attempt(oldPool.groupsOf(sourceSub));
  if ('reason' in old) return { kind: 'failed', reason: old.reason };

  const { names, ...fault } = old.value;
  const wanted = new Set((names ?? []).flatMap((name) => newNameOf(name, rules) ?? []));
  const lacking = [...wanted].filter((group) => !configuration.groups.includes(group));
  const additions = await addAll(newPool, username, lacking);
  const carried = additions.filter(({ result }) => !isUnknownGroup(result)).map(({ group }) => group);
  const complete = additions.every(({ result }) => 'value' in result && result.value === 'added');
  const [after, mark] = await Promise.all([
    configurationAfter(newPool, arrival, carried),
    // Only now: a mark before the memberships could lose them.
    complete ? attempt(newPool.markCarried(username)) : undefined,
  ]);

  const postponed = additions.filter(({ result }) => 'reason' in result).length;
  const added = carried.length - postponed;
  if (mark !== undefined && 'value' in mark) {
    return names === undefined
      ? { kind: 'nobody', configuration: after, ...fault }
      : { kind: 'carried', configuration: after, added, ...fault };
  }
  const reason = reasonAmong([...additions.map(({ result }) => result), mark]);
  return {
    kind: 'unfinished',
    configuration: after,
    added,
    unknownGroups: additions.length - carried.length,
    postponed,
    ...(reason === undefined ? {} : { reason }),
    ...fault,
  };
};

/**
 * Carries the memberships of one person: they go into the token that is about to be issued, and into the new pool.
 * Two at once do no harm, and what is left over is tried again.
 */
export const carryGroups =
  (pools: Memberships, rules: GroupRules) =>
  async (arrival: Arrival): Promise<CarryOutcome> => {
    try {
      return await carry(pools, rules, arrival);
    } catch (error) {
      if (error instanceof AmbiguousUsername) return { kind: 'ambiguous-username' };
      throw error;
    }
  };
