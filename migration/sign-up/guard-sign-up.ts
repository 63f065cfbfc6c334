import { reasonOfFailedCall } from '../failed-call.ts';
import { PoolCallFailed } from '../ports.ts';
import type { FailReason } from '../reasons.ts';
import type { CaseRule, OldName, Registration } from './old-names.ts';
import { namesAnsweredTo, oldNamesOf } from './old-names.ts';
import type { SignUp } from './sign-up-event.ts';

/** Somebody of the old pool who has a name that was asked for. */
export interface NameOwner {
  /** `UserStatus` in the old pool. */
  readonly status: string;
}

/** The pool that people leave, as far as the guard asks it. Throws `PoolCallFailed` if it could not answer. */
export interface NameOwners {
  /** Whether ListUsers can be asked for it at all: its filters have a longest length. */
  canList(name: OldName): boolean;
  /** ListUsers: everybody who has it. Bills nobody as active, so that strangers cannot run up a bill with names. */
  owners(name: OldName): Promise<readonly NameOwner[]>;
  /** AdminGetUser: who answers to this name as the pool itself compares names. Bills whom it finds as active. */
  ownerAsSignedIn(name: string): Promise<NameOwner | undefined>;
}

/** What the guard makes of a registration. */
export type SignUpVerdict =
  | { readonly kind: 'allowed' }
  /**
   * `name-of-old-user`: a name of theirs belongs to somebody of the old pool. `malformed-name`: nobody could tell,
   * whenever it is asked; no fault of the old pool, or strangers could raise alarms with such names.
   */
  | {
      readonly kind: 'refused';
      readonly reason: 'name-of-old-user' | 'malformed-name' | 'malformed-event';
    }
  /** The old pool could not be asked, so nobody may be created under a name that may be somebody's. */
  | { readonly kind: 'failed'; readonly reason: FailReason };

/**
 * Whether somebody keeps others from signing up with their names. Who never confirmed their registration proved
 * nothing. Who comes by an identity provider here may be the one who did so there.
 */
const objects = ({ status }: NameOwner, kind: Registration['kind']): boolean =>
  status !== 'UNCONFIRMED' && !(kind === 'federated' && status === 'EXTERNAL_PROVIDER');

/**
 * Decides whether somebody may be created in the new pool: not under a name of a person who is still to come,
 * because the migration trigger is never called for a name that exists.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html
 */
export const guardSignUp =
  (oldPool: NameOwners, rule: CaseRule) =>
  async (signUp: SignUp): Promise<SignUpVerdict> => {
    switch (signUp.kind) {
      case 'created-for-them':
        return { kind: 'allowed' };
      case 'unreadable':
        return { kind: 'refused', reason: 'malformed-event' };
      case 'self':
      case 'federated':
        return guard(oldPool, signUp, rule);
    }
  };

const guard = async (
  oldPool: NameOwners,
  registration: Registration,
  rule: CaseRule,
): Promise<SignUpVerdict> => {
  const names = oldNamesOf(registration, rule);
  if (!names.every((name) => oldPool.canList(name))) return { kind: 'refused', reason: 'malformed-name' };
  try {
    const isTaken =
      (await isListed(oldPool, names, registration.kind)) ||
      (!rule.caseSensitive && (await isAnswered(oldPool, registration)));
    return isTaken ? { kind: 'refused', reason: 'name-of-old-user' } : { kind: 'allowed' };
  } catch (error) {
    if (error instanceof PoolCallFailed) return { kind: 'failed', reason: reasonOfFailedCall(error) };
    throw error;
  }
};

/** One name after the other, until one is taken: the account shares thirty listings a second with the people who move. */
const isListed = async (
  oldPool: NameOwners,
  names: readonly OldName[],
  kind: Registration['kind'],
): Promise<boolean> => {
  for (const name of names) {
    const owners = await oldPool.owners(name);
    if (owners.some((owner) => objects(owner, kind))) return true;
  }
  return false;
};

/**
 * Where the old pool folds case and its listing does not, only a name in a spelling of its own gets this far, so
 * strangers can make few people active.
 */
const isAnswered = async (oldPool: NameOwners, registration: Registration): Promise<boolean> => {
  for (const name of namesAnsweredTo(registration)) {
    const owner = await oldPool.ownerAsSignedIn(name);
    if (owner !== undefined && objects(owner, registration.kind)) return true;
  }
  return false;
};
