import { migrateUser, resolve } from '../lazy/migrate-user.ts';
import type { TriggerCall } from '../lazy/trigger-event.ts';
import { isNameOfTheApi } from '../names.ts';
import type { Person } from '../person.ts';
import type { NewProfile } from '../profile-settlement.ts';
import type { DeclineReason, FailReason } from '../reasons.ts';
import type { Lookup, MigrationRules } from '../rules.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { UserDirectory } from './directory.ts';
import type { NewPoolAnswer } from './new-pool-answer.ts';
import { answerToForgotPassword, answerToSignIn } from './new-pool-answer.ts';
import type { Hypothesis, PredictionTerms } from './predicted-answer.ts';
import { supposeOldPool } from './predicted-answer.ts';

/** What the person does. */
export type Attempt = Hypothesis | 'forgot-password';

/** What comes of it. */
export type Verdict =
  /** The trigger would create this profile. */
  | { readonly kind: 'moves'; readonly profile: NewProfile }
  /** The trigger would answer as for an unknown user. */
  | { readonly kind: 'declined'; readonly reason: DeclineReason }
  /** The trigger would fail for want of an answer. */
  | { readonly kind: 'failed'; readonly reason: FailReason }
  /** Somebody of the new pool answers to the name: it decides alone. */
  | { readonly kind: 'in-new-pool'; readonly answer: NewPoolAnswer; readonly username: string }
  /** As before, and the old pool takes the name for somebody else. */
  | { readonly kind: 'name-of-another'; readonly username: string }
  /** Nobody answers to the name, and the pool has no trigger any more. */
  | { readonly kind: 'no-trigger' };

/** Both pools and everything that decides between them. */
export interface Scenery {
  readonly old: UserDirectory;
  readonly new: UserDirectory;
  readonly rules: MigrationRules;
  /** Whether the new pool calls the trigger: the setting `trigger`. */
  readonly triggerAttached: boolean;
  readonly terms: PredictionTerms;
}

/** What would come of an attempt now: the trigger's own rules, over an old pool that only supposes the password. */
export const judge =
  (scenery: Scenery) =>
  async (typed: string, attempt: Attempt): Promise<Verdict> => {
    const holder = isNameOfTheApi(typed) ? await scenery.new.find(typed) : undefined;
    if (holder !== undefined) return judgeHolder(scenery, holder, typed, attempt);
    if (!scenery.triggerAttached) return { kind: 'no-trigger' };
    // Nobody knows whether the password is weaker than the new pool's policy: it is supposed not to be.
    const rules: MigrationRules = { ...scenery.rules, oldPasswords: 'keep' };
    const outcome = await migrateUser(poolsFor(scenery, attempt), rules)(callFor(typed, attempt));
    return outcome.kind === 'migrated' ? { kind: 'moves', profile: outcome.profile } : outcome;
  };

const judgeHolder = async (
  scenery: Scenery,
  holder: Person,
  typed: string,
  attempt: Attempt,
): Promise<Verdict> => {
  const { username } = holder;
  const namesake = await resolveInOldPool(scenery, typed);
  if (namesake !== undefined && namesake.sub !== sourceSubOf(holder)) {
    return { kind: 'name-of-another', username };
  }
  const answer =
    attempt === 'forgot-password'
      ? answerToForgotPassword(holder, scenery.rules.newPool)
      : answerToSignIn(holder, attempt);
  return { kind: 'in-new-pool', answer, username };
};

const poolsFor = ({ old, new: newPool, terms }: Scenery, attempt: Attempt) => ({
  oldPool: supposeOldPool(
    { findUser: (name) => old.find(name), listUsers: ({ attribute, value }) => old.list(attribute, value) },
    attempt === 'forgot-password' ? 'wrong-password' : attempt,
    terms,
  ),
  newPool: {
    findHolder: async (name: string) => {
      const holder = await newPool.find(name);
      return holder && { sourceSub: sourceSubOf(holder) };
    },
  },
});

const callFor = (typed: string, attempt: Attempt): TriggerCall =>
  attempt === 'forgot-password'
    ? { kind: 'forgot-password', userPoolId: '', typed }
    : { kind: 'sign-in', userPoolId: '', typed, password: '' };

/** By which of the trigger's look-ups a name leads to somebody of the old pool, and to whom. */
export interface Resolved {
  readonly lookup: Lookup;
  readonly sub: string;
}

/** The first look-up, in the order of the settings, that finds somebody; undefined if none does. */
export const resolveInOldPool = async (scenery: Scenery, typed: string): Promise<Resolved | undefined> => {
  if (!isNameOfTheApi(typed)) return undefined;
  const { oldPool } = poolsFor(scenery, 'right-password');
  for (const lookup of scenery.rules.lookups) {
    const resolution = await resolve(oldPool, lookup, typed);
    if (resolution.kind === 'decline') return undefined;
    const person = resolution.kind === 'name' ? await oldPool.findUser(resolution.name) : undefined;
    if (person !== undefined) return { lookup, sub: person.sub };
  }
  return undefined;
};
