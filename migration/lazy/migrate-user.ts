/**
 * The lazy path from a trigger call to an outcome. Reads come in waves, each only if the one before decided for
 * the person: authenticate, profile, names.
 */

import { reasonOfFailedCall } from '../failed-call.ts';
import { isContactShaped, isNameOfTheApi } from '../names.ts';
import type { OldPoolAnswer } from '../old-pool-answer.ts';
import { readAnswer } from '../old-pool-answer.ts';
import { satisfies } from '../password-policy.ts';
import type { Person } from '../person.ts';
import { factorsInForce, isLinked, objectionToState } from '../person.ts';
import type { NewPoolCalls, OldPoolCalls } from '../ports.ts';
import { PoolCallFailed } from '../ports.ts';
import type { Draft, Holders, Request } from '../profile-draft.ts';
import { draftProfile } from '../profile-draft.ts';
import type { NewProfile } from '../profile-settlement.ts';
import { settleProfile } from '../profile-settlement.ts';
import type { DeclineReason, FailReason } from '../reasons.ts';
import type { Lookup, MigrationRules } from '../rules.ts';
import type { Decision } from './decision.ts';
import { decide } from './decision.ts';
import type { TriggerCall } from './trigger-event.ts';

/**
 * What came of a call. `declined`: an answer about the person. `failed`: nobody could tell, or somebody has
 * to mend something.
 */
export type Outcome =
  | {
      readonly kind: 'migrated';
      readonly via: Request['via'];
      readonly profile: NewProfile;
      /** They signed in with an identity provider too, and that link is lost; `migrate link` makes it again. */
      readonly linkLost?: true;
    }
  | { readonly kind: 'declined'; readonly reason: DeclineReason }
  | { readonly kind: 'failed'; readonly reason: FailReason };

interface Pools {
  readonly oldPool: OldPoolCalls;
  readonly newPool: NewPoolCalls;
}

const declined = (reason: DeclineReason): Outcome => ({ kind: 'declined', reason });
const failed = (reason: FailReason): Outcome => ({ kind: 'failed', reason });

/**
 * One call from end to end. It asks both pools and writes nothing: Cognito creates the profile that is
 * answered.
 * It throws no `PoolCallFailed`: such a call is `failed`.
 */
export const migrateUser =
  (pools: Pools, rules: MigrationRules) =>
  async (call: TriggerCall): Promise<Outcome> => {
    if (call.kind !== 'unreadable' && !isNameOfTheApi(call.typed)) return declined('malformed-name');
    try {
      switch (call.kind) {
        case 'unreadable':
          return declined(call.reason);
        case 'sign-in':
          return await migrateAtSignIn(pools, rules, call.typed, call.password);
        case 'forgot-password':
          return await migrateAtForgotPassword(pools, rules, call.typed);
      }
    } catch (error) {
      // Never a decline: the person may be who they say.
      if (error instanceof PoolCallFailed) return failed(reasonOfFailedCall(error));
      throw error;
    }
  };

/** A name under which the old pool may know the person. */
type Resolution =
  | { readonly kind: 'name'; readonly name: string; readonly unique: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'decline'; readonly reason: DeclineReason };

/** By which name, if any, a look-up leads to somebody of the old pool. */
export const resolve = async (oldPool: OldPoolCalls, lookup: Lookup, typed: string): Promise<Resolution> => {
  switch (lookup) {
    case 'direct':
      return { kind: 'name', name: typed, unique: false };
    case 'preferred_username':
      return isContactShaped(typed) ? { kind: 'none' } : resolvePreferredUsername(oldPool, typed);
  }
};

/** The old pool may lack the alias, and then the attribute need not be unique: only one match is an answer. */
const resolvePreferredUsername = async (oldPool: OldPoolCalls, typed: string): Promise<Resolution> => {
  try {
    const [user, another] = await oldPool.listUsers({ attribute: 'preferred_username', value: typed });
    if (user === undefined) return { kind: 'none' };
    if (another !== undefined) return { kind: 'decline', reason: 'ambiguous-preferred-username' };
    return { kind: 'name', name: user.username, unique: true };
  } catch (error) {
    // ListUsers has 30 requests a second for the whole account: strangers who type unknown names must not be
    // able to show everybody else an error.
    if (error instanceof PoolCallFailed && reasonOfFailedCall(error) === 'throttled') {
      return { kind: 'decline', reason: 'lookup-throttled' };
    }
    throw error;
  }
};

const migrateAtSignIn = async (
  pools: Pools,
  rules: MigrationRules,
  typed: string,
  password: string,
): Promise<Outcome> => {
  for (const [position, lookup] of rules.lookups.entries()) {
    const resolution = await resolve(pools.oldPool, lookup, typed);
    if (resolution.kind === 'decline') return declined(resolution.reason);
    if (resolution.kind === 'none') continue;
    const { answer: raw, username, sub } = await pools.oldPool.authenticate(resolution.name, password);
    const answer = readAnswer(raw);
    const decision = afterPasswordPolicy(decide(answer, rules.mfaUsers), password, rules);
    if (decision.kind === 'next-lookup') continue;
    if (decision.kind === 'decline') return declined(decision.reason);
    if (decision.kind === 'fail') return failed(decision.reason);
    const person = await pools.oldPool.findUser(username ?? resolution.name);
    if (person === undefined) return declined('unknown-user');
    // The password of one person must never open the profile of another.
    if (sub !== undefined && sub !== person.sub) return failed('internal-error');
    return createProfile(pools, rules, decision, {
      person: withFactors(person, answer, rules),
      via: 'sign-in',
      typed,
      typedIsUniqueInOldPool: isUnique(rules, position, resolution),
    });
  }
  return declined('unknown-user');
};

/**
 * Cognito does not hold a password that moves against the new pool's policy.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
const afterPasswordPolicy = (
  decision: Decision,
  password: string,
  { oldPasswords, newPool: { passwordPolicy } }: MigrationRules,
): Decision =>
  decision.kind === 'create' &&
  oldPasswords === 'reset-if-weaker' &&
  passwordPolicy !== undefined &&
  !satisfies(password, passwordPolicy)
    ? { ...decision, status: 'RESET_REQUIRED' }
    : decision;

/** Where a pool demands MFA of everybody, it asks for factors that the profile does not list. */
const withFactors = (person: Person, answer: OldPoolAnswer, { oldPool }: MigrationRules): Person => {
  const told = answer.kind === 'second-factor' ? answer.factors : [];
  const factors = [...person.factors, ...told];
  return { ...person, factors: factorsInForce({ ...person, factors }, oldPool) };
};

const migrateAtForgotPassword = async (
  pools: Pools,
  rules: MigrationRules,
  typed: string,
): Promise<Outcome> => {
  if (rules.forgotPassword === 'decline') return declined('forgot-password-off');
  for (const [position, lookup] of rules.lookups.entries()) {
    const resolution = await resolve(pools.oldPool, lookup, typed);
    if (resolution.kind === 'decline') return declined(resolution.reason);
    if (resolution.kind === 'none') continue;
    const person = await pools.oldPool.findUser(resolution.name);
    if (person === undefined) continue;
    return createProfile(
      pools,
      rules,
      { status: 'RESET_REQUIRED', proof: 'none' },
      {
        person: { ...person, factors: factorsInForce(person, rules.oldPool) },
        via: 'forgot-password',
        typed,
        typedIsUniqueInOldPool: isUnique(rules, position, resolution),
      },
    );
  }
  return declined('unknown-user');
};

/** The old pool has answered both questions: nobody has it as a name (`direct` came first), one as `preferred_username`. */
const isUnique = (
  { lookups, oldPool, newPool }: MigrationRules,
  position: number,
  resolution: Extract<Resolution, { kind: 'name' }>,
): boolean =>
  resolution.unique &&
  lookups.indexOf('direct') < position &&
  lookups.includes('direct') &&
  (!oldPool.caseSensitive || newPool.caseSensitive);

const createProfile = async (
  pools: Pools,
  rules: MigrationRules,
  decision: Pick<Extract<Decision, { kind: 'create' }>, 'status' | 'proof'>,
  found: Omit<Request, 'status' | 'proof'>,
): Promise<Outcome> => {
  const objection = objectionToState(found.person) ?? objectionToFactors(found.person, decision, rules);
  if (objection !== undefined) return declined(objection);
  const request = { ...found, status: decision.status, proof: decision.proof };
  const draft = draftProfile(request, rules);
  const settlement = settleProfile(request, draft, await findHolders(pools, draft), rules);
  switch (settlement.kind) {
    case 'decline':
      return declined(settlement.reason);
    case 'profile':
      return {
        kind: 'migrated',
        via: found.via,
        profile: settlement.profile,
        ...(isLinked(found.person) ? { linkLost: true } : {}),
      };
  }
};

/**
 * Somebody who reset their password never proved the factor that the profile lists. With a proven password the old
 * pool has said itself whether it asks for a factor.
 */
const objectionToFactors = (
  person: Person,
  { status, proof }: Pick<Request, 'status' | 'proof'>,
  { mfaUsers }: MigrationRules,
): DeclineReason | undefined =>
  status === 'RESET_REQUIRED' && proof === 'none' && person.factors.length > 0 && mfaUsers === 'decline'
    ? 'second-factor'
    : undefined;

/** All questions at once: together they take as long as the slowest. */
export const findHolders = async (
  { oldPool, newPool }: Pools,
  { questions }: Pick<Draft, 'questions'>,
): Promise<Holders> => {
  const [newPoolHolders, oldPoolNames, oldPoolValues] = await Promise.all([
    answerEach(questions.newPoolNames, (name) => newPool.findHolder(name)),
    answerEach(questions.oldPoolNames, async (name) => (await oldPool.findUser(name))?.sub),
    answerEach(questions.oldPoolValues, async (value) =>
      (await oldPool.listUsers(value)).map(({ sub }) => sub),
    ),
  ]);
  return { newPool: newPoolHolders, oldPoolNames, oldPoolValues };
};

const answerEach = async <Question, Answer>(
  questions: readonly Question[],
  find: (question: Question) => Promise<Answer | undefined>,
): Promise<Map<Question, Answer>> => {
  const answers = await Promise.all(
    questions.map(async (question) => ({ question, answer: await find(question) })),
  );
  return new Map(
    answers.flatMap(({ question, answer }) => (answer === undefined ? [] : [[question, answer]])),
  );
};
