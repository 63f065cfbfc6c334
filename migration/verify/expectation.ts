import { renderRow } from '../backfill/csv.ts';
import type { Ruling } from '../backfill/name-rulings.ts';
import { answerFromRulings } from '../backfill/names-of-others.ts';
import type { ImportTerms } from '../backfill/settle-user.ts';
import type { ListedUser } from '../listed-user.ts';
import { importRequest } from '../listed-user.ts';
import { isVerified, isVerifiedFlag } from '../person.ts';
import type { Draft, Request } from '../profile-draft.ts';
import { draftProfile } from '../profile-draft.ts';
import type { NewProfile } from '../profile-settlement.ts';
import { settleProfile } from '../profile-settlement.ts';
import type { Contact, MfaUsers } from '../rules.ts';
import { CONTACTS, SOURCE_SUB, SOURCE_VIA } from '../rules.ts';

/** What the move may have made of a user of the old pool, by the rules that it followed. */
export interface Expectation {
  /** Beside the old `sub`, which stands in where the name was not to be had. */
  readonly username: string;
  /** The values that are right; empty where the attribute may be absent. Verified flags are apart. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Attributes for which Cognito makes up a value where the old profile has none. */
  readonly required: readonly string[];
  readonly flags: readonly ExpectedFlag[];
}

/** What `email_verified` or `phone_number_verified` may be. */
export interface ExpectedFlag {
  readonly contact: Contact;
  readonly mayBeTrue: boolean;
  readonly mayBeFalse: boolean;
}

type Via = string | undefined;
type Settled = Pick<NewProfile, 'attributes' | 'preferredUsername' | 'contactsHeldByOthers'>;

const cameByFile = (via: Via): boolean => via !== 'sign-in' && via !== 'forgot-password';

/** As the person came. The status is left out of it: that nobody can be reached is found in the new profile. */
const requestOf = (
  old: ListedUser,
  via: Via,
  mfaUsers: MfaUsers,
): Omit<Request, 'typed'> & { typed?: never } => ({
  ...importRequest(old, mfaUsers),
  status: 'CONFIRMED',
  proof: via === 'sign-in' ? 'password' : 'none',
  via: via === 'sign-in' || via === 'forgot-password' ? via : 'import',
});

/**
 * What a new profile with this link should be.
 * @param via `custom:source_via`; whoever has another one than ours may have come by any path.
 * @param rulings those that concern the user, of the names as both pools have them now.
 */
export const expectationOf = (
  old: ListedUser,
  via: Via,
  rulings: readonly Ruling[],
  terms: ImportTerms,
): Expectation => {
  const { rules, pool } = terms;
  const request = requestOf(old, via, rules.mfaUsers);
  const draft = draftProfile(request, rules);
  const settlement = settleProfile(request, draft, answerFromRulings(old, draft, rulings, rules), rules);
  // Names may have been given away since the move: then the draft alone says what was possible.
  const settled = settlement.kind === 'profile' ? settlement.profile : undefined;
  const lost = cameByFile(via) ? lostInFile(old, settled?.attributes ?? draft.attributes, draft, terms) : [];
  return {
    username: draft.username,
    attributes: valuesOf(draft, settled, lost),
    required: pool.requiredAttributes,
    flags: CONTACTS.map((contact) => flagOf(contact, draft, settled, lost)),
  };
};

/** Attributes that have no form in an import file. */
const lostInFile = (
  { sub }: ListedUser,
  attributes: ReadonlyMap<string, string>,
  { username }: Draft,
  { columns, pool }: ImportTerms,
): readonly string[] => {
  const source = [[SOURCE_SUB, sub] as const, [SOURCE_VIA, 'import'] as const];
  const row = renderRow({ username, attributes: new Map([...attributes, ...source]) }, columns, pool);
  return row.kind === 'row' ? row.dropped : [];
};

const valuesOf = (
  { attributes, preferredUsername }: Draft,
  settled: Settled | undefined,
  lost: readonly string[],
): ReadonlyMap<string, readonly string[]> => {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of attributes) {
    if (isVerifiedFlag(name)) continue;
    values.set(name, lost.includes(name) ? [value, ''] : [value]);
  }
  values.delete('preferred_username');
  if (preferredUsername.kind === 'candidate') {
    const isCertain = settled?.preferredUsername === 'given' && !lost.includes('preferred_username');
    values.set('preferred_username', isCertain ? [preferredUsername.value] : [preferredUsername.value, '']);
  }
  return values;
};

const flagOf = (
  contact: Contact,
  { attributes, contactsToTrust }: Draft,
  settled: Settled | undefined,
  lost: readonly string[],
): ExpectedFlag => {
  const wasVerified = isVerified(attributes, contact);
  const isTrusted =
    contactsToTrust.includes(contact) && (settled === undefined || isVerified(settled.attributes, contact));
  const wasTaken = settled === undefined || settled.contactsHeldByOthers.includes(contact);
  return {
    contact,
    mayBeTrue: wasVerified || isTrusted,
    mayBeFalse: !wasVerified || wasTaken || lost.includes(contact),
  };
};
