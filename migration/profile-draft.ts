/**
 * The first of two pure steps from a person of the old pool to a profile of the new one: what the person would
 * get, and whose names must be known before they may have it. `profile-settlement.ts` is the second.
 */

import { mapAttributes } from './attribute-mapping.ts';
import type { FinalStatus, Proof } from './lazy/decision.ts';
import { isNameOfTheApi, isSpellingOf, isSubShaped, looksLikeAlias, otherSpellings } from './names.ts';
import type { Person } from './person.ts';
import { isVerified, readAttribute } from './person.ts';
import type { PreferredUsername } from './preferred-username.ts';
import { choosePreferredUsername } from './preferred-username.ts';
import type { Contact, MigrationRules, SourceVia } from './rules.ts';
import { CONTACTS } from './rules.ts';

/** What is to be made of this person. */
export interface Request {
  readonly person: Person;
  readonly status: FinalStatus;
  readonly proof: Proof;
  readonly via: SourceVia;
  /**
   * What the person typed; nobody in the new pool answers to it, or Cognito would not have called. Absent on
   * import, where nobody typed anything.
   */
  readonly typed?: string;
  /** Whether the old pool is known to have nobody else with the typed name as username or `preferred_username`. */
  readonly typedIsUniqueInOldPool: boolean;
}

/** What the person would get, if nobody else has it. */
export interface Draft {
  /** The username that the new profile wants; see `settleProfile` for when it cannot have it. */
  readonly username: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly dropped: readonly string[];
  readonly preferredUsername: PreferredUsername;
  /** Contacts that become verified by the operator's word, if nobody else has them. */
  readonly contactsToTrust: readonly Contact[];
  readonly questions: Questions;
}

/** The names whose holders must be known before anything is given away. */
export interface Questions {
  /** Who answers to these names in the new pool? */
  readonly newPoolNames: readonly string[];
  /** Who answers to these names in the old pool? */
  readonly oldPoolNames: readonly string[];
  /** Who else in the old pool has these values? */
  readonly oldPoolValues: readonly OldPoolValue[];
}

/** A value that ListUsers can be asked for. */
export interface OldPoolValue {
  readonly attribute: 'preferred_username' | Contact;
  readonly value: string;
}

/** A user of the new pool who answers to a name. */
export interface Holder {
  /** `custom:source_sub`; absent for users who signed up in the new pool. */
  readonly sourceSub: string | undefined;
}

/** The answers to `Questions`. */
export interface Holders {
  readonly newPool: ReadonlyMap<string, Holder>;
  /** Name -> `sub` of the old user who answers to it. */
  readonly oldPoolNames: ReadonlyMap<string, string>;
  /** The `sub`s of all old users who have the value. */
  readonly oldPoolValues: ReadonlyMap<OldPoolValue, readonly string[]>;
}

const wantedUsername = (person: Person, { newPool }: MigrationRules): string =>
  looksLikeAlias(person.username, newPool.aliases) ? person.sub : person.username;

/** Contacts that the profile would hold as aliases. */
export const aliasContacts = (
  draft: Pick<Draft, 'attributes' | 'contactsToTrust'>,
  rules: MigrationRules,
): Contact[] =>
  CONTACTS.filter(
    (contact) =>
      rules.newPool.aliases.includes(contact) &&
      (isVerified(draft.attributes, contact) || draft.contactsToTrust.includes(contact)),
  );

/** Whether the new pool would take the name for what the person typed. */
const isTyped = (
  name: string,
  { typed }: Pick<Request, 'typed'>,
  { newPool }: Pick<MigrationRules, 'newPool'>,
): boolean => typed !== undefined && isSpellingOf(typed, name, newPool);

/**
 * What the person would get, and what has to be asked before.
 */
export const draftProfile = (request: Request, rules: MigrationRules): Draft => {
  const { person, proof, via } = request;
  const username = wantedUsername(person, rules);
  const mapped = mapAttributes(person.attributes, rules);
  const preferredUsername = choosePreferredUsername(person.attributes, username, rules);
  const contactsToTrust = CONTACTS.filter(
    (contact) =>
      rules.contactVerification === 'trust' &&
      // On import, nobody who forgot a password can pretend to be the person: the operator alone decides.
      (proof === 'password' || via === 'import') &&
      isNameOfTheApi(readAttribute(mapped.attributes, contact)) &&
      !isVerified(mapped.attributes, contact),
  );
  const draft = { username, ...mapped, preferredUsername, contactsToTrust };
  return { ...draft, questions: ask(draft, request, rules) };
};

const ask = (draft: Omit<Draft, 'questions'>, request: Request, rules: MigrationRules): Questions => {
  const { newPool, oldPool } = rules;
  const { person, typedIsUniqueInOldPool } = request;
  const alias = newPool.aliases.includes('preferred_username');
  const candidate =
    alias && draft.preferredUsername.kind === 'candidate' ? draft.preferredUsername.value : undefined;
  const candidateIsChecked =
    candidate !== undefined &&
    typedIsUniqueInOldPool &&
    isTyped(candidate, request, rules) &&
    // Nor has a sign-in told whether this is another user's `sub`.
    !isSubShaped(candidate);
  const contacts = aliasContacts(draft, rules).map((contact) => readAttribute(draft.attributes, contact));
  const hidesCaseConflicts = oldPool.caseSensitive && !newPool.caseSensitive;
  const spellings = (name: string) => (hidesCaseConflicts ? otherSpellings(name) : []);
  const newPoolNames = [draft.username, person.sub, ...contacts, ...(candidate ? [candidate] : [])];
  const ownName = draft.username === person.username ? spellings(person.username) : [];
  // Every `sub` is written in small letters, and the pool that keeps it need not find it in others.
  const asSub = (name: string) => (isSubShaped(name) ? [name.toLowerCase()] : []);
  const candidateNames =
    candidate === undefined || candidateIsChecked
      ? []
      : [candidate, ...asSub(candidate), ...spellings(candidate)];
  const claims =
    candidate === undefined || candidateIsChecked
      ? []
      : [{ attribute: 'preferred_username' as const, value: candidate }];
  const trusted = draft.contactsToTrust.map((contact) => ({
    attribute: contact,
    value: readAttribute(draft.attributes, contact),
  }));
  // Somebody may have it as username, and no such attribute.
  const trustedNames = trusted.flatMap(({ value }) => [value, ...spellings(value)]);
  return {
    newPoolNames: [...new Set(newPoolNames)].filter(
      // Nobody has the typed name, or Cognito would not have called; but a sign-in does not look for a `sub`.
      (name) => isNameOfTheApi(name) && (isSubShaped(name) || !isTyped(name, request, rules)),
    ),
    oldPoolNames: [...new Set([...ownName, ...candidateNames, ...trustedNames])].filter(isNameOfTheApi),
    oldPoolValues: [...claims, ...trusted],
  };
};
