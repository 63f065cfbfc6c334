/**
 * What a pilot has to search in the old pool so that it finds everybody whom a full run would set against a user:
 * the pilot lists only its own people, and the names of the others decide as well.
 */

import type { ListedUser } from '../listed-user.ts';
import { importDraft } from '../listed-user.ts';
import { fold, isNameOfTheApi, isSubShaped } from '../names.ts';
import { isVerified, readAttribute } from '../person.ts';
import type { Draft } from '../profile-draft.ts';
import { aliasContacts } from '../profile-draft.ts';
import type { Contact, MigrationRules } from '../rules.ts';
import { CONTACTS, EMAIL_LOCAL_PART } from '../rules.ts';

/**
 * An attribute that ListUsers can search.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
const SEARCHABLE = [
  'username',
  'sub',
  'preferred_username',
  'name',
  'given_name',
  'family_name',
  ...CONTACTS,
] as const;
type Searchable = (typeof SEARCHABLE)[number];

/** One ListUsers filter. */
export interface Search {
  readonly attribute: Searchable;
  /** Equal, or the beginning; ListUsers has no other. */
  readonly comparison: '=' | '^=';
  readonly value: string;
}

/** What is withheld from somebody because it is not known who else has it. */
export type Unseen = 'username' | 'preferred_username' | Contact;

/** A search, and what must be withheld if it cannot be made to its end. */
export interface PilotSearch extends Search {
  /** Whether the value has to be found in capitals and small letters alike; ListUsers minds case in usernames. */
  readonly anyCase: boolean;
  readonly otherwise: Unseen;
}

/** What a pilot must find out about one user. */
export interface PilotQuestions {
  readonly searches: readonly PilotSearch[];
  /** What no search can tell. */
  readonly unseen: readonly Unseen[];
}

const equals = (attribute: Searchable, value: string, otherwise: Unseen): PilotSearch => ({
  attribute,
  comparison: '=',
  value,
  anyCase: false,
  otherwise,
});

/** The questions about one user of a pilot. */
export const pilotQuestions = (user: ListedUser, rules: MigrationRules): PilotQuestions => {
  const draft = importDraft(user, rules);
  const asked = [
    { searches: aboutOwnNames(user, rules), unseen: [] },
    aboutPreferredUsername(user, draft, rules),
    ...contactsOf(draft, rules).map((contact) => aboutContact(contact, draft, rules)),
  ];
  return {
    searches: asked.flatMap(({ searches }) => searches),
    unseen: asked.flatMap(({ unseen }) => unseen),
  };
};

/** Usernames are compared letter by letter only if both pools do. */
const usernameSearch = (
  value: string,
  { oldPool, newPool }: MigrationRules,
  otherwise: Unseen,
): PilotSearch => ({
  ...equals('username', value, otherwise),
  anyCase: !(oldPool.caseSensitive && newPool.caseSensitive),
});

/** Somebody may differ from this user by case only, or have this user's `sub` for a username. */
const aboutOwnNames = ({ username, sub }: ListedUser, rules: MigrationRules): readonly PilotSearch[] =>
  [...new Set([username, sub])].map((name) => usernameSearch(name, rules, 'username'));

const aboutPreferredUsername = (
  { attributes }: ListedUser,
  { preferredUsername }: Draft,
  rules: MigrationRules,
): PilotQuestions => {
  const isAlias = rules.newPool.aliases.includes('preferred_username');
  if (!isAlias || preferredUsername.kind !== 'candidate') return { searches: [], unseen: [] };
  const { value } = preferredUsername;
  const isDerived = value !== readAttribute(attributes, 'preferred_username');
  const sources = rules.preferredUsernameSources.filter((source) => source !== 'preferred_username');
  const derived = isDerived ? sources.map((source) => searchOfSource(source, value)) : [];
  const found = derived.filter((search) => search !== undefined);
  return {
    searches: [
      usernameSearch(value, rules, 'preferred_username'),
      equals('preferred_username', value, 'preferred_username'),
      // Every `sub` is written in small letters.
      ...(isSubShaped(value) ? [equals('sub', value.toLowerCase(), 'preferred_username')] : []),
      ...found,
    ],
    unseen: found.length < derived.length ? ['preferred_username'] : [],
  };
};

/** How to find those from whose attribute the settings would make the same name; undefined if nothing can. */
const searchOfSource = (source: string, value: string): PilotSearch | undefined => {
  if (source === EMAIL_LOCAL_PART) {
    return { ...equals('email', `${value}@`, 'preferred_username'), comparison: '^=' };
  }
  const attribute = SEARCHABLE.find((searchable) => searchable === source);
  return attribute === undefined ? undefined : equals(attribute, value, 'preferred_username');
};

/** Contacts that would sign the user in, or be trusted. */
const contactsOf = (draft: Draft, rules: MigrationRules): readonly Contact[] => {
  const aliases = aliasContacts(draft, rules);
  return CONTACTS.filter(
    (contact) =>
      (aliases.includes(contact) || draft.contactsToTrust.includes(contact)) &&
      isNameOfTheApi(readAttribute(draft.attributes, contact)),
  );
};

const aboutContact = (contact: Contact, draft: Draft, rules: MigrationRules): PilotQuestions => {
  const value = readAttribute(draft.attributes, contact);
  const own = equals(contact, value, contact);
  if (isVerified(draft.attributes, contact)) return { searches: [own], unseen: [] };
  return {
    // Somebody may have it as username, and no such attribute.
    searches: [own, usernameSearch(value, rules, contact)],
    // An unverified contact is trusted if nobody else has it, under whatever name the attribute goes.
    unseen: Object.values(rules.renames).includes(contact) ? [contact] : [],
  };
};

/** Whether a search has to find the user for whom it is made: if it does not, it is not to be relied upon. */
export const mustFind = (user: ListedUser, search: PilotSearch): boolean => {
  const { attribute, comparison, value, anyCase } = search;
  const mindsCase = !anyCase && (attribute === 'username' || attribute === 'sub');
  const own = fold(ownValue(user, attribute), mindsCase);
  const wanted = fold(value, mindsCase);
  return comparison === '=' ? own === wanted : own.startsWith(wanted);
};

const ownValue = ({ username, sub, attributes }: ListedUser, attribute: Searchable): string => {
  switch (attribute) {
    case 'username':
      return username;
    case 'sub':
      return sub;
    default:
      return readAttribute(attributes, attribute);
  }
};
