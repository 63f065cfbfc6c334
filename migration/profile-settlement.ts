import type { FinalStatus } from './lazy/decision.ts';
import { isNameOfTheApi, isSpellingOf, otherSpellings, sameName } from './names.ts';
import type { Person } from './person.ts';
import { hasRecoveryChannel, isVerified, readAttribute } from './person.ts';
import type { PreferredUsername, WithheldReason } from './preferred-username.ts';
import type { Draft, Holders, OldPoolValue, Request } from './profile-draft.ts';
import { aliasContacts } from './profile-draft.ts';
import type { DeclineReason } from './reasons.ts';
import type { Alias, Contact, MigrationRules } from './rules.ts';
import { SOURCE_SUB, SOURCE_VIA } from './rules.ts';

/** The profile that is to be created, or why none is. */
export type Settlement<Reason extends DeclineReason = SettlementReason> =
  | { readonly kind: 'profile'; readonly profile: NewProfile }
  | { readonly kind: 'decline'; readonly reason: Reason };

/** Reasons that hold whatever was typed. */
export type UntypedReason = Extract<
  DeclineReason,
  'already-moved' | 'case-conflict' | 'name-taken' | 'no-recovery-channel'
>;

/** What was typed would not sign the person in again. */
type TypedReason = Extract<
  DeclineReason,
  'contact-taken' | 'preferred-username-withheld' | 'not-a-sign-in-name'
>;

/** Everything that can speak against a profile. */
export type SettlementReason = UntypedReason | TypedReason;

/** A profile of the new pool as it is to be created. */
export interface NewProfile {
  readonly username: string;
  readonly status: FinalStatus;
  readonly attributes: ReadonlyMap<string, string>;
  readonly dropped: readonly string[];
  readonly preferredUsername: 'given' | 'none' | WithheldReason;
  /** Verified in the old pool, but somebody of the new pool holds them: they go in unverified. */
  readonly contactsHeldByOthers: readonly Contact[];
}

type UntypedRequest = Omit<Request, 'typed'> & { readonly typed?: never };

/**
 * The final word: a profile, or the reason why there must be none. Where nothing was typed (import), the rules
 * that protect the typed name fall away.
 */
export function settleProfile(
  request: UntypedRequest,
  draft: Draft,
  holders: Holders,
  rules: MigrationRules,
): Settlement<UntypedReason>;
export function settleProfile(
  request: Request,
  draft: Draft,
  holders: Holders,
  rules: MigrationRules,
): Settlement;
export function settleProfile(
  request: Request,
  draft: Draft,
  holders: Holders,
  rules: MigrationRules,
): Settlement {
  const { person } = request;
  const { newPool } = rules;

  if ([...holders.newPool.values()].some(({ sourceSub }) => sourceSub === person.sub)) {
    return decline('already-moved');
  }
  if (differsByCaseOnly(person, draft, holders, rules)) return decline('case-conflict');

  const username = holders.newPool.has(draft.username) ? person.sub : draft.username;
  if (holders.newPool.has(username)) return decline('name-taken');

  const contactsHeldByOthers = aliasContacts(draft, rules).filter((contact) => {
    const value = readAttribute(draft.attributes, contact);
    return holders.newPool.has(value) || !isNameOfTheApi(value);
  });
  const attributes = withVerifiedFlags(person, draft, holders, contactsHeldByOthers);
  const preferredUsername = settlePreferredUsername(person, username, draft, holders, rules);
  attributes.delete('preferred_username');
  if (preferredUsername.kind === 'candidate') attributes.set('preferred_username', preferredUsername.value);

  const profile: NewProfile = {
    username,
    status: request.status,
    attributes,
    dropped: draft.dropped,
    preferredUsername: outcomeOf(preferredUsername),
    contactsHeldByOthers,
  };
  const settled =
    request.typed === undefined ? ready(profile) : asTyped(profile, request.typed, person, rules);
  if (settled.kind === 'decline') return settled;
  if (
    request.status === 'RESET_REQUIRED' &&
    !hasRecoveryChannel(settled.profile.attributes, person.factors, newPool.recovery)
  ) {
    return decline('no-recovery-channel');
  }
  const source = [[SOURCE_SUB, person.sub] as const, [SOURCE_VIA, request.via] as const];
  return ready({ ...settled.profile, attributes: new Map([...settled.profile.attributes, ...source]) });
}

const decline = <Reason extends SettlementReason>(reason: Reason): Settlement<Reason> => ({
  kind: 'decline',
  reason,
});
const ready = (profile: NewProfile): Settlement => ({ kind: 'profile', profile });

/** The profile in the spelling that was typed, if the typed name would work: else nobody must be created. */
const asTyped = (
  profile: NewProfile,
  typed: string,
  person: Person,
  rules: MigrationRules,
): Settlement<TypedReason> => {
  const { username, attributes, contactsHeldByOthers, preferredUsername } = profile;
  const wasTyped = (name: string): boolean => isSpellingOf(typed, name, rules.newPool);
  if (contactsHeldByOthers.some((contact) => wasTyped(readAttribute(attributes, contact)))) {
    return decline('contact-taken');
  }
  const typedAs = signInName(typed, username, attributes, rules);
  if (typedAs === undefined) {
    const isWithheld = preferredUsername !== 'given' && preferredUsername !== 'none';
    return isWithheld && wasTyped(readAttribute(person.attributes, 'preferred_username'))
      ? decline('preferred-username-withheld')
      : decline('not-a-sign-in-name');
  }
  // Where Cognito compares the response with what was typed, it may compare to the letter.
  return {
    kind: 'profile',
    profile:
      typedAs === 'username'
        ? { ...profile, username: typed }
        : { ...profile, attributes: new Map([...attributes, [typedAs, typed]]) },
  };
};

const outcomeOf = (preferredUsername: PreferredUsername): NewProfile['preferredUsername'] => {
  switch (preferredUsername.kind) {
    case 'none':
      return 'none';
    case 'candidate':
      return 'given';
    case 'withheld':
      return preferredUsername.reason;
  }
};

/** Whether another old user's name is this person's username in another spelling. */
const differsByCaseOnly = (
  person: Person,
  { username }: Draft,
  holders: Holders,
  { newPool }: MigrationRules,
): boolean =>
  !newPool.caseSensitive &&
  otherSpellings(username).some((spelling) => belongsToAnother(spelling, person, holders));

/** Whether another user of the old pool answers to the name, as far as was asked. */
const belongsToAnother = (name: string, person: Person, { oldPoolNames }: Holders): boolean => {
  const owner = oldPoolNames.get(name);
  return owner !== undefined && owner !== person.sub;
};

/** The old users who have the value that was asked for. */
const subsWith = (attribute: OldPoolValue['attribute'], { oldPoolValues }: Holders): readonly string[] =>
  [...oldPoolValues].filter(([value]) => value.attribute === attribute).flatMap(([, subs]) => subs);

const withVerifiedFlags = (
  person: Person,
  draft: Draft,
  holders: Holders,
  heldByOthers: readonly Contact[],
): Map<string, string> => {
  const attributes = new Map(draft.attributes);
  const isTheirs = (contact: Contact): boolean => {
    const value = readAttribute(draft.attributes, contact);
    const owners = subsWith(contact, holders);
    return (
      owners.length === 1 &&
      owners[0] === person.sub &&
      ![value, ...otherSpellings(value)].some((name) => belongsToAnother(name, person, holders))
    );
  };
  for (const contact of draft.contactsToTrust) {
    if (isTheirs(contact)) attributes.set(`${contact}_verified`, 'true');
  }
  for (const contact of heldByOthers) attributes.set(`${contact}_verified`, 'false');
  return attributes;
};

const settlePreferredUsername = (
  person: Person,
  username: string,
  { preferredUsername }: Draft,
  holders: Holders,
  { newPool }: MigrationRules,
): PreferredUsername => {
  if (preferredUsername.kind !== 'candidate' || !newPool.aliases.includes('preferred_username')) {
    return preferredUsername;
  }
  const { value } = preferredUsername;
  if (sameName(value, username, newPool)) return { kind: 'withheld', reason: 'equals-username' };
  if (holders.newPool.has(value)) return { kind: 'withheld', reason: 'held-in-new-pool' };
  const isNameOfAnother = [value, ...otherSpellings(value)].some((name) =>
    belongsToAnother(name, person, holders),
  );
  const isClaimedByAnother = subsWith('preferred_username', holders).some((sub) => sub !== person.sub);
  return isNameOfAnother || isClaimedByAnother
    ? { kind: 'withheld', reason: 'claimed-in-old-pool' }
    : preferredUsername;
};

/** As which name of the new profile the typed one would work; undefined if it would not. */
const signInName = (
  typed: string,
  username: string,
  attributes: ReadonlyMap<string, string>,
  { newPool }: MigrationRules,
): 'username' | Alias | undefined => {
  if (isSpellingOf(typed, username, newPool)) return 'username';
  return newPool.aliases.find((alias) => {
    const active = alias === 'preferred_username' || isVerified(attributes, alias);
    return active && isSpellingOf(typed, readAttribute(attributes, alias), newPool);
  });
};
