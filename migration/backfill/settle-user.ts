import type { ListedUser } from '../listed-user.ts';
import { importDraft, importRequest } from '../listed-user.ts';
import { factorsInForce, isLinked, isVerified, readAttribute } from '../person.ts';
import type { Draft, Holders, Questions } from '../profile-draft.ts';
import type { NewProfile, UntypedReason } from '../profile-settlement.ts';
import { settleProfile } from '../profile-settlement.ts';
import type { Contact, MigrationRules } from '../rules.ts';
import { CONTACTS } from '../rules.ts';
import type { Admission } from './admission.ts';
import { objectionToImport } from './admission.ts';
import type { LeftOutReason, UserClass } from './classes.ts';
import type { CsvPool } from './csv.ts';
import { renderRow } from './csv.ts';
import type { Ruling } from './name-rulings.ts';
import { answerFromRulings, isSecondWith, mergeHolders } from './names-of-others.ts';
import type { Unseen } from './pilot-searches.ts';

/** What is the same for everybody of a run. */
export interface ImportTerms {
  readonly rules: MigrationRules;
  readonly admission: Admission;
  /** From `parseHeader`. */
  readonly columns: readonly string[];
  readonly pool: CsvPool;
}

/** What is known about others when a user is settled. */
export interface Evidence {
  /** Whether the listing of the new pool had this user's `sub` as `custom:source_sub`. */
  readonly moved: boolean;
  /** The rulings that concern this user. */
  readonly rulings: readonly Ruling[];
  /** Pilot only: the answers to `questionsAbout`, because neither pool was listed as a whole. */
  readonly asked?: Holders;
  /** Pilot only: what the searches could not tell, and nobody gets. */
  readonly unseen?: readonly Unseen[];
  /** Only where each user is looked at: nobody in the old pool has this `sub` any more. */
  readonly deleted?: true;
}

/** What is to be done about one user of the old pool. */
export type SettledUser =
  | { readonly kind: 'already-moved' }
  | { readonly kind: 'left-out'; readonly reason: LeftOutReason }
  | {
      readonly kind: 'import';
      /** In the new pool. */
      readonly username: string;
      /** The row of the import file, with its line feed. */
      readonly row: string;
      /** Has to be disabled after the import: belongs into the files for disabled users. */
      readonly disable: boolean;
      /** Names of attributes that do not travel, in alphabetical order. */
      readonly dropped: readonly string[];
      readonly preferredUsername: NewProfile['preferredUsername'];
      /** Contacts that go in unverified because somebody of the new pool holds them. */
      readonly contactsHeldByOthers: NewProfile['contactsHeldByOthers'];
      /** Signs in with a provider too; the link does not travel. */
      readonly linked: boolean;
    };

/** The class of somebody in a dry run, where nobody is imported. */
export const classInDryRun = (settled: SettledUser): UserClass => {
  switch (settled.kind) {
    case 'already-moved':
      return { kind: 'alreadyMoved' };
    case 'left-out':
      return { kind: 'leftOut', reason: settled.reason };
    case 'import':
      return { kind: 'leftOut', reason: 'dry-run' };
  }
};

/**
 * Pilot only: what has to be asked of both pools, in the words of the lazy path (see `findHolders` in
 * `../lazy/migrate-user.ts`).
 */
export const questionsAbout = (user: ListedUser, { rules }: ImportTerms): Questions =>
  importDraft(user, rules).questions;

const leftOut = (reason: LeftOutReason): SettledUser => ({ kind: 'left-out', reason });

/** Whether and how a user of the old pool goes into the import files. */
export const settleUser = (listed: ListedUser, evidence: Evidence, terms: ImportTerms): SettledUser => {
  const user = withFactorsInForce(listed, terms);
  if (evidence.moved || holdsOwnName(user, evidence)) return { kind: 'already-moved' };
  if (evidence.deleted === true) return leftOut('deleted');
  const objection = objectionToImport(user, terms.admission);
  if (objection !== undefined) return leftOut(objection);
  const { unseen = [] } = evidence;
  if (unseen.includes('username')) return leftOut('case-conflict');

  const { rules } = terms;
  const draft = withoutUnseen(importDraft(user, rules), unseen);
  const known = answerFromRulings(user, draft, evidence.rulings, rules);
  const holders = evidence.asked === undefined ? known : mergeHolders(known, evidence.asked);
  const settlement = settleProfile(importRequest(user, rules.mfaUsers), draft, holders, rules);
  if (settlement.kind === 'profile') return settleRow(user, settlement.profile, draft, evidence, terms);
  return settlement.reason === 'no-recovery-channel'
    ? leftOut(reasonWithoutContact(draft, holders))
    : FATES[settlement.reason];
};

/** What may be somebody else's, as far as a pilot could see, is not given away. */
const withoutUnseen = (draft: Draft, unseen: readonly Unseen[]): Draft => ({
  ...draft,
  preferredUsername:
    unseen.includes('preferred_username') && draft.preferredUsername.kind === 'candidate'
      ? { kind: 'withheld', reason: 'claimed-in-old-pool' }
      : draft.preferredUsername,
  contactsToTrust: draft.contactsToTrust.filter((contact) => !unseen.includes(contact)),
});

/** Where somebody looked for factors, also those that the profile does not list. */
const withFactorsInForce = (user: ListedUser, { rules }: ImportTerms): ListedUser =>
  user.factors === undefined
    ? user
    : { ...user, factors: factorsInForce({ ...user, factors: user.factors }, rules.oldPool) };

const FATES: Readonly<Record<Exclude<UntypedReason, 'no-recovery-channel'>, SettledUser>> = {
  'already-moved': { kind: 'already-moved' },
  'case-conflict': leftOut('case-conflict'),
  'name-taken': leftOut('name-taken'),
};

/** Pilot only: whether the person answers to one of the names already. */
const holdsOwnName = ({ sub }: ListedUser, { asked }: Evidence): boolean =>
  [...(asked?.newPool.values() ?? [])].some(({ sourceSub }) => sourceSub === sub);

/** Why somebody has no contact that a reset code can go to. */
const reasonWithoutContact = (draft: Draft, holders: Holders): LeftOutReason => {
  const verified = CONTACTS.filter((contact) => isVerified(draft.attributes, contact));
  if (verified.length === 0) return 'no-verified-contact';
  return verified.some((contact) => holders.newPool.has(readAttribute(draft.attributes, contact)))
    ? 'contact-taken'
    : 'no-recovery-channel';
};

const settleRow = (
  user: ListedUser,
  profile: NewProfile,
  draft: Draft,
  { rulings, unseen = [] }: Evidence,
  { rules: { newPool }, pool, columns }: ImportTerms,
): SettledUser => {
  const { attributes, contactsHeldByOthers } = profile;
  if (!pool.autoVerified.some((contact) => isVerified(attributes, contact))) {
    return leftOut(contactsHeldByOthers.length > 0 ? 'contact-taken' : 'no-verified-contact');
  }
  const mayBeSecond = (contact: Contact): boolean =>
    unseen.includes(contact) ||
    isSecondWith(contact, readAttribute(attributes, contact), user, rulings, newPool);
  const isSecond = CONTACTS.some(
    (contact) => newPool.aliases.includes(contact) && isVerified(attributes, contact) && mayBeSecond(contact),
  );
  if (isSecond) return leftOut('duplicate-contact');
  if (pool.requiredAttributes.some((name) => readAttribute(attributes, name) === '')) {
    return leftOut('required-attribute-missing');
  }
  const rendered = renderRow(profile, columns, pool);
  if (rendered.kind === 'unrepresentable') return leftOut('unrepresentable');
  return {
    kind: 'import',
    username: profile.username,
    row: rendered.text,
    disable: !user.enabled,
    dropped: [...new Set([...draft.dropped, ...rendered.dropped])].sort(),
    preferredUsername: rendered.dropped.includes('preferred_username')
      ? 'malformed'
      : profile.preferredUsername,
    contactsHeldByOthers,
    linked: isLinked(user),
  };
};
