/**
 * Who has or wants which name. Both pools write their names down under the same key, so that a join by key
 * finds everybody with an interest in a name.
 */

import type { ListedUser } from '../listed-user.ts';
import { importDraft } from '../listed-user.ts';
import { isNameOfTheApi } from '../names.ts';
import { isVerified, readAttribute } from '../person.ts';
import type { Draft } from '../profile-draft.ts';
import { aliasContacts } from '../profile-draft.ts';
import type { Contact, MigrationRules, NewPool } from '../rules.ts';
import { CONTACTS } from '../rules.ts';
import { sourceSubOf } from '../source-sub.ts';
import type { Admission } from './admission.ts';
import { objectionToImport } from './admission.ts';
import type { Shape } from './jsonl.ts';
import { isOneOf, isText, isYesOrNo, optional, readLine, writeLine } from './jsonl.ts';

/** `derived`: a `preferred_username` that the settings make of another attribute. */
export type ClaimKind = 'username' | 'sub' | 'preferred_username' | 'derived' | Contact;

/** A user of the old pool has this name, or would get it. */
export interface Claim {
  /** The key: lower case, whatever the pools. */
  readonly name: string;
  readonly kind: ClaimKind;
  readonly spelling: string;
  /** Of the old pool. */
  readonly sub: string;
  /** Of contacts: whether it was verified in the old pool. */
  readonly verified?: boolean;
  /** Whether this user may be imported in this run, and so get in somebody's way. */
  readonly competes: boolean;
}

/** A user of the new pool answers to this name. */
export interface HeldName {
  /** The key: lower case, whatever the pools. */
  readonly name: string;
  readonly spelling: string;
  /** Absent for users who signed up in the new pool. */
  readonly sourceSub?: string;
}

/** A person who has moved: one line of `moved/`. */
export interface Moved {
  /** The old `sub`. */
  readonly sub: string;
  /** In the new pool. */
  readonly username: string;
}

/** The key under which names are joined: Cognito's searches fold case, whatever the pool. */
export const nameKey = (spelling: string): string => spelling.toLowerCase();

/** The names of a user of the old pool. */
export const claimsOf = (user: ListedUser, rules: MigrationRules, admission: Admission): readonly Claim[] => {
  const { username, sub } = user;
  const competes = objectionToImport(user, admission) === undefined;
  const claim = (kind: ClaimKind, spelling: string): Claim => ({
    name: nameKey(spelling),
    kind,
    spelling,
    sub,
    competes,
  });
  const draft = importDraft(user, rules);
  return [
    claim('username', username),
    ...(sub === username ? [] : [claim('sub', sub)]),
    ...wishesOf(user, draft, rules, competes).map(({ kind, value }) => claim(kind, value)),
    ...contactsOf(user, draft, rules).map(({ contact, value, verified }) => ({
      ...claim(contact, value),
      verified,
    })),
  ];
};

interface Wish {
  readonly kind: 'preferred_username' | 'derived';
  readonly value: string;
}

/** Nobody else may get the attribute, whoever has it; a derived name is in the way only of who comes along. */
const wishesOf = (
  { attributes }: ListedUser,
  { preferredUsername }: Draft,
  { newPool }: MigrationRules,
  competes: boolean,
): readonly Wish[] => {
  if (!newPool.aliases.includes('preferred_username')) return [];
  const own = readAttribute(attributes, 'preferred_username');
  const wishes: Wish[] = isNameOfTheApi(own) ? [{ kind: 'preferred_username', value: own }] : [];
  if (preferredUsername.kind === 'candidate' && preferredUsername.value !== own && competes) {
    wishes.push({ kind: 'derived', value: preferredUsername.value });
  }
  return wishes;
};

interface ContactClaim {
  readonly contact: Contact;
  readonly value: string;
  readonly verified: boolean;
}

/** Contacts that would sign somebody in; every contact where an unverified one is trusted if nobody else has it. */
const contactsOf = (
  { attributes }: ListedUser,
  draft: Draft,
  rules: MigrationRules,
): readonly ContactClaim[] => {
  const wanted = aliasContacts(draft, rules).map((contact) => ({
    contact,
    value: readAttribute(draft.attributes, contact),
    verified: isVerified(draft.attributes, contact),
  }));
  const had = CONTACTS.filter(
    (contact) =>
      rules.contactVerification === 'trust' &&
      !wanted.some(
        (other) => other.contact === contact && other.value === readAttribute(attributes, contact),
      ),
  ).map((contact) => ({
    contact,
    value: readAttribute(attributes, contact),
    verified: false,
  }));
  return [...wanted, ...had].filter(({ value }) => isNameOfTheApi(value));
};

/** The names that a user of the new pool answers to. */
export const heldNamesOf = (user: ListedUser, newPool: NewPool): readonly HeldName[] => {
  const { username, sub, attributes } = user;
  const sourceSub = sourceSubOf(user);
  const aliases = newPool.aliases
    .filter((alias) => alias === 'preferred_username' || isVerified(attributes, alias))
    .map((alias) => readAttribute(attributes, alias))
    .filter((value) => value !== '');
  return [...new Set([username, sub, ...aliases])].map((spelling) => ({
    name: nameKey(spelling),
    spelling,
    ...(sourceSub === undefined ? {} : { sourceSub }),
  }));
};

/** Whom of the old pool a user of the new pool is; undefined for users who signed up there. */
export const movedOf = (user: ListedUser): Moved | undefined => {
  const sub = sourceSubOf(user);
  return sub === undefined ? undefined : { sub, username: user.username };
};

const CLAIM_KINDS = ['username', 'sub', 'preferred_username', 'derived', ...CONTACTS];

/** The members of a claim but its key, as a line has them. */
export const CLAIMANT: Shape<Omit<Claim, 'name'>> = {
  kind: isOneOf(CLAIM_KINDS),
  spelling: isText,
  sub: isText,
  verified: optional(isYesOrNo),
  competes: isYesOrNo,
};

/** The members of a held name but its key, as a line has them. */
export const HOLDER: Shape<Omit<HeldName, 'name'>> = { spelling: isText, sourceSub: optional(isText) };

/** One line of JSON, like those below. */
export const writeClaim = (claim: Claim): string => writeLine(claim);
/** @throws SyntaxError for what `writeClaim` did not write */
export const readClaim = (line: string): Claim => readLine<Claim>(line, { ...CLAIMANT, name: isText });
export const writeHeldName = (held: HeldName): string => writeLine(held);
/** @throws SyntaxError for what `writeHeldName` did not write */
export const readHeldName = (line: string): HeldName => readLine<HeldName>(line, { ...HOLDER, name: isText });
export const writeMoved = (moved: Moved): string => writeLine(moved);
/** @throws SyntaxError for what `writeMoved` did not write */
export const readMoved = (line: string): Moved => readLine<Moved>(line, { sub: isText, username: isText });
