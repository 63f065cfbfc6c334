import { reasonOfFailedCall } from '../failed-call.ts';
import {
  fold,
  isContactShaped,
  isEmailShaped,
  isPhoneShaped,
  isSubShaped,
  otherSpellings,
} from '../names.ts';
import { PoolCallFailed } from '../ports.ts';
import type { FailReason } from '../reasons.ts';
import type { MigrationRules } from '../rules.ts';
import { CONTACTS } from '../rules.ts';
import type { SignUp } from './sign-up-event.ts';

/** What a user of the old pool may have, by which they sign in there or will sign in here. */
export type OldName = {
  readonly attribute: 'username' | 'sub' | 'preferred_username' | 'email' | 'phone_number';
  readonly value: string;
};

/** Somebody of the old pool who has a name that was asked for. */
export interface NameOwner {
  /** `UserStatus` in the old pool. */
  readonly status: string;
}

/** The pool that people leave, as far as the guard asks it. Throws `PoolCallFailed` if it could not answer. */
export interface NameOwners {
  /** ListUsers: everybody who has it. Bills nobody as active, so that strangers cannot run up a bill with names. */
  owners(name: OldName): Promise<readonly NameOwner[]>;
  /** AdminGetUser: who answers to this name as the pool itself compares names. Bills whom it finds as active. */
  ownerAsSignedIn(name: string): Promise<NameOwner | undefined>;
}

export type SignUpVerdict =
  | { readonly kind: 'allowed' }
  /** A name of theirs belongs to somebody of the old pool. */
  | { readonly kind: 'refused'; readonly reason: 'name-of-old-user' | 'malformed-event' }
  /** The old pool could not be asked, so nobody may be created under a name that may be somebody's. */
  | { readonly kind: 'failed'; readonly reason: FailReason };

/**
 * Every way in which this username could belong to somebody who has not moved yet. Filters of ListUsers on `username`
 * mind case (AWS contradicts itself on that), so the usual spellings are asked one by one.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
const asUsername = (name: string): readonly OldName[] => [
  ...[name, ...otherSpellings(name)].map((value) => ({ attribute: 'username' as const, value })),
  ...(isSubShaped(name) ? [{ attribute: 'sub' as const, value: name.toLowerCase() }] : []),
  ...[...new Set([name, fold(name, false)])].map((value) => ({ attribute: attributeLike(name), value })),
];

/** Where a name of this shape would be kept, if it is not the username. */
const attributeLike = (name: string): 'email' | 'phone_number' | 'preferred_username' => {
  if (isEmailShaped(name)) return 'email';
  return isPhoneShaped(name) ? 'phone_number' : 'preferred_username';
};

/** Somebody may have their address as username only, as pools without aliases allow. */
const asContact = (attribute: 'email' | 'phone_number', value: string): readonly OldName[] => [
  ...[...new Set([value, fold(value, false)])].map((spelling) => ({ attribute, value: spelling })),
  ...(isContactShaped(value)
    ? [value, ...otherSpellings(value)].map((spelling) => ({
        attribute: 'username' as const,
        value: spelling,
      }))
    : []),
];

const contactsOf = (attributes: ReadonlyMap<string, string>): readonly OldName[] =>
  CONTACTS.flatMap((contact) => {
    const value = attributes.get(contact);
    return value === undefined ? [] : asContact(contact, value);
  });

const namesOf = (signUp: Extract<SignUp, { kind: 'self' | 'federated' }>): readonly OldName[] => {
  const contacts = contactsOf(signUp.attributes);
  if (signUp.kind === 'federated') return contacts;
  const preferred = signUp.attributes.get('preferred_username');
  return [
    ...asUsername(signUp.username),
    ...(preferred === undefined ? [] : asUsername(preferred)),
    ...contacts,
  ];
};

/** The same name is asked for once. */
const distinct = (names: readonly OldName[]): readonly OldName[] => [
  ...new Map(names.map((name) => [`${name.attribute} ${name.value}`, name])).values(),
];

/**
 * Whether somebody keeps others from signing up with their names. Who never confirmed their registration proved
 * nothing. Who comes by an identity provider here may be the one who did so there.
 */
const objects = ({ status }: NameOwner, kind: SignUp['kind']): boolean =>
  status !== 'UNCONFIRMED' && !(kind === 'federated' && status === 'EXTERNAL_PROVIDER');

/**
 * Decides whether somebody may be created in the new pool: not under a name of a person who is still to come,
 * because the migration trigger is never called for a name that exists.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html
 */
export const guardSignUp =
  (oldPool: NameOwners, rules: Pick<MigrationRules['oldPool'], 'caseSensitive'>) =>
  async (signUp: SignUp): Promise<SignUpVerdict> => {
    switch (signUp.kind) {
      case 'created-for-them':
        return { kind: 'allowed' };
      case 'unreadable':
        return { kind: 'refused', reason: 'malformed-event' };
      case 'self':
      case 'federated':
        return guard(oldPool, signUp, rules);
    }
  };

const answersTo = async (oldPool: NameOwners, username: string): Promise<boolean> => {
  const owner = await oldPool.ownerAsSignedIn(username);
  return owner !== undefined && objects(owner, 'self');
};

const guard = async (
  oldPool: NameOwners,
  signUp: Extract<SignUp, { kind: 'self' | 'federated' }>,
  { caseSensitive }: Pick<MigrationRules['oldPool'], 'caseSensitive'>,
): Promise<SignUpVerdict> => {
  try {
    const listed = await Promise.all(distinct(namesOf(signUp)).map((name) => oldPool.owners(name)));
    const isTaken =
      listed.flat().some((owner) => objects(owner, signUp.kind)) ||
      // Where the old pool folds case and its listing does not, only a name in a spelling of its own gets this far,
      // so strangers can make few people active.
      (!caseSensitive && signUp.kind === 'self' && (await answersTo(oldPool, signUp.username)));
    return isTaken ? { kind: 'refused', reason: 'name-of-old-user' } : { kind: 'allowed' };
  } catch (error) {
    if (error instanceof PoolCallFailed) return { kind: 'failed', reason: reasonOfFailedCall(error) };
    throw error;
  }
};
