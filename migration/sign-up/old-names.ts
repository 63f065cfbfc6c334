/**
 * Which names of the old pool a registration may take from somebody. Every one of them costs a call, and strangers
 * can ask for as many registrations as they like: only what could be found is asked, what is likely at first.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */

import {
  fold,
  isContactShaped,
  isEmailShaped,
  isNameOfTheApi,
  isPhoneShaped,
  isSubShaped,
  otherSpellings,
} from '../names.ts';
import type { Contact, MigrationRules } from '../rules.ts';
import { CONTACTS } from '../rules.ts';
import type { SignUp } from './sign-up-event.ts';

/** What a user of the old pool may have, by which they sign in there or will sign in here. */
export type OldName = {
  readonly attribute: 'username' | 'sub' | 'preferred_username' | 'email' | 'phone_number';
  readonly value: string;
};

/** Somebody who chose names for themselves, or whose identity provider did. */
export type Registration = Extract<SignUp, { kind: 'self' | 'federated' }>;

/** When two names of the old pool are one. */
export type CaseRule = Pick<MigrationRules['oldPool'], 'caseSensitive'>;

/**
 * ListUsers searches all but usernames regardless of case, so one spelling will do; but nobody says that it folds
 * more than A to Z, as the new pool may (the Kelvin sign).
 */
const asAttribute = (attribute: OldName['attribute'], value: string): readonly OldName[] => {
  const folded = fold(value, false);
  const inAscii = value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return [value, ...(folded === inAscii ? [] : [folded])].map((spelling) => ({ attribute, value: spelling }));
};

const asUsername = (spellings: readonly string[]): readonly OldName[] =>
  [...new Set(spellings)].map((value) => ({ attribute: 'username', value }));

/** Where a name of this shape would be kept, if it is not the username. */
const attributeLike = (name: string): OldName['attribute'] => {
  if (isEmailShaped(name)) return 'email';
  return isPhoneShaped(name) ? 'phone_number' : 'preferred_username';
};

/**
 * A search for usernames minds case (AWS contradicts itself on that). Where the pool minds it too, the usual
 * spellings are asked one by one; where it does not, AdminGetUser finds all of them afterwards.
 */
const asSignInName = (name: string, { caseSensitive }: CaseRule): readonly OldName[] => [
  ...asUsername([name, ...(caseSensitive ? otherSpellings(name) : [fold(name, false)])]),
  ...asAttribute(attributeLike(name), name),
  ...(isSubShaped(name) ? [{ attribute: 'sub' as const, value: name.toLowerCase() }] : []),
];

/** Somebody may have their address as username only, as pools without aliases allow. */
const asContact = (attribute: 'email' | 'phone_number', value: string): readonly OldName[] => [
  ...asAttribute(attribute, value),
  ...(isContactShaped(value) ? asUsername([value, fold(value, false)]) : []),
];

/** What they would sign in with in the new pool at once, without a proof that it is theirs. */
const signInNamesOf = (registration: Registration): readonly string[] => {
  const preferred = registration.attributes.get('preferred_username');
  return [
    ...(registration.kind === 'self' ? [registration.username] : []),
    ...(preferred === undefined ? [] : [preferred]),
  ];
};

const contactsOf = ({ attributes }: Registration): readonly (readonly [Contact, string])[] =>
  CONTACTS.flatMap((contact) => {
    const value = attributes.get(contact);
    return value === undefined ? [] : [[contact, value] as const];
  });

/**
 * What somebody may have as username in a spelling of their own, once each: what they would sign in with, and contacts,
 * which may be usernames too.
 */
export const namesAnsweredTo = (registration: Registration): ReadonlySet<string> => {
  const contacts = contactsOf(registration).map(([, value]) => value);
  const names = [...signInNamesOf(registration), ...contacts.filter(isContactShaped)];
  return new Set(names.filter(isNameOfTheApi).map((name) => fold(name, false)));
};

/** Every way in which names of theirs could belong to somebody who has not moved yet, the likely ones first. */
export const oldNamesOf = (registration: Registration, rule: CaseRule): readonly OldName[] => {
  const ways = [
    ...signInNamesOf(registration).map((name) => asSignInName(name, rule)),
    ...contactsOf(registration).map(([contact, value]) => asContact(contact, value)),
  ];
  const ordered = [...ways.flatMap((way) => way.slice(0, 1)), ...ways.flatMap((way) => way.slice(1))];
  return [...new Map(ordered.map((name) => [`${name.attribute} ${name.value}`, name])).values()];
};
