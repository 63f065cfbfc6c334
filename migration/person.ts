import type { DeclineReason } from './reasons.ts';
import type { Contact, MigrationRules } from './rules.ts';
import { CONTACTS } from './rules.ts';

/** A user of the old pool, as AdminGetUser tells it. */
export interface Person {
  readonly username: string;
  readonly sub: string;
  readonly enabled: boolean;
  /** `UserStatus`; may be one that did not exist when this was written. */
  readonly status: string;
  /** All attributes but `sub`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The second factors in force, for example `SMS_MFA`. */
  readonly factors: readonly string[];
}

/** The value of an attribute; empty, which is no name of anybody, if there is none. */
export const readAttribute = (attributes: ReadonlyMap<string, string>, name: string): string =>
  attributes.get(name) ?? '';

/** The attribute that says whether the contact is verified. */
export const flagOf = (contact: Contact): string => `${contact}_verified`;

/** Whether this is `email_verified` or `phone_number_verified`. */
export const isVerifiedFlag = (name: string): boolean => CONTACTS.some((contact) => name === flagOf(contact));

/** Whether a pool holds the contact for verified; whether there is one, the flag does not say. */
export const isVerified = (attributes: ReadonlyMap<string, string>, contact: Contact): boolean =>
  attributes.get(flagOf(contact)) === 'true';

/** States in which a person of the old pool could have got in, or back in, by themselves. */
export const MOVABLE_STATUSES: readonly string[] = ['CONFIRMED', 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD'];

/** Whether somebody signs in with a provider too (`identities` on a user of the pool's own). */
export const isLinked = ({ attributes, status }: Pick<Person, 'attributes' | 'status'>): boolean =>
  status !== 'EXTERNAL_PROVIDER' && !['', '[]'].includes(readAttribute(attributes, 'identities'));

type StateObjection = Extract<DeclineReason, 'disabled' | 'unconfirmed' | 'federated' | 'unknown-status'>;

/** Whether the state of the profile speaks against moving this person; undefined if nothing does. */
export const objectionToState = (person: Pick<Person, 'enabled' | 'status'>): StateObjection | undefined => {
  if (!person.enabled) return 'disabled';
  if (MOVABLE_STATUSES.includes(person.status)) return undefined;
  if (person.status === 'UNCONFIRMED') return 'unconfirmed';
  if (person.status === 'EXTERNAL_PROVIDER') return 'federated';
  return 'unknown-status';
};

/** The contact that a second factor already uses: a code sent there would make two factors one. */
const CONTACT_OF_FACTOR: ReadonlyMap<string, Contact> = new Map([
  ['SMS_MFA', 'phone_number'],
  ['EMAIL_OTP', 'email'],
]);

/**
 * The second factors of a person, also those that the profile does not list: a pool whose MFA is required sends
 * its codes to a phone number or a verified e-mail address without anybody having chosen so.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export const factorsInForce = (
  { factors, attributes }: Pick<Person, 'factors' | 'attributes'>,
  { mfaRequired }: MigrationRules['oldPool'],
): readonly string[] => {
  if (factors.length > 0 || !mfaRequired) return factors;
  return [
    ...(readAttribute(attributes, 'phone_number') === '' ? [] : ['SMS_MFA']),
    ...(isVerified(attributes, 'email') ? ['EMAIL_OTP'] : []),
  ];
};

/**
 * Whether the new pool can deliver a reset code: a verified contact that account recovery may use and that is
 * not itself a second factor of the person.
 * @param attributes the profile as it would stand in the new pool.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export const hasRecoveryChannel = (
  attributes: ReadonlyMap<string, string>,
  factors: readonly string[],
  recovery: MigrationRules['newPool']['recovery'],
): boolean => {
  const usedByFactors = new Set(factors.map((factor) => CONTACT_OF_FACTOR.get(factor)));
  return recovery.some(
    (contact) => attributes.has(contact) && isVerified(attributes, contact) && !usedByFactors.has(contact),
  );
};
