import { reasonOfFailedCall } from '../failed-call.ts';
import { PoolCallFailed } from '../ports.ts';
import type { FailReason } from '../reasons.ts';
import type { GroupConfiguration } from './group.ts';
import { configurationOf } from './group.ts';
import type { GroupRules } from './group-rules.ts';
import { newNameOf } from './group-rules.ts';
import type { NewMemberships, OldMemberships } from './ports.ts';

/** Somebody who is about to get a token, and whose groups have not been carried. */
export interface Arrival {
  readonly username: string;
  /** Their `sub` in the old pool. */
  readonly sourceSub: string;
  /** What the new pool would write into the token. */
  readonly configuration: GroupConfiguration;
}

/** What came of it. Except for `failed`, the token gets `configuration`. */
export type CarryOutcome =
  /** Everything is in the new pool and remembered there. */
  | { readonly kind: 'carried'; readonly configuration: GroupConfiguration; readonly added: number }
  /** The old pool does not know the person (any more); remembered, so that it is not asked again. */
  | { readonly kind: 'nobody'; readonly configuration: GroupConfiguration }
  /** Something is missing in the new pool, and tried again with the next token. */
  | {
      readonly kind: 'unfinished';
      readonly configuration: GroupConfiguration;
      readonly added: number;
      /** Groups that the new pool does not have; not in the token. */
      readonly unknownGroups: number;
      /** Groups that are in the token, but not yet in the new pool. */
      readonly postponed: number;
      /** Why, where a call had no answer. */
      readonly reason?: FailReason;
    }
  /** The old pool could not be asked; the token stays as it is. */
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

type Attempt<T> = { readonly value: T } | { readonly reason: FailReason };

/** The answer of a call, or why there is none. */
const attempt = async <T>(call: Promise<T>): Promise<Attempt<T>> => {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof PoolCallFailed) return { reason: reasonOfFailedCall(error) };
    throw error;
  }
};

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
 * Carries the memberships of one person: they go into the token that is about to be issued, and into the new pool.
 * Two at once do no harm, and what is left over is tried again.
 */
export const carryGroups =
  ({ oldPool, newPool }: Memberships, rules: GroupRules) =>
  async (arrival: Arrival): Promise<CarryOutcome> => {
    const { username, sourceSub, configuration } = arrival;
    const old = await attempt(oldPool.groupsOf(sourceSub));
    if ('reason' in old) return { kind: 'failed', reason: old.reason };

    const wanted = new Set((old.value ?? []).flatMap((name) => newNameOf(name, rules) ?? []));
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
      return old.value === undefined
        ? { kind: 'nobody', configuration: after }
        : { kind: 'carried', configuration: after, added };
    }
    const reason = reasonAmong([...additions.map(({ result }) => result), mark]);
    return {
      kind: 'unfinished',
      configuration: after,
      added,
      unknownGroups: additions.length - carried.length,
      postponed,
      ...(reason === undefined ? {} : { reason }),
    };
  };
