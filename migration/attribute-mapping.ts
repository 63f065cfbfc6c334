/**
 * The one mapping from a profile of the old pool to one of the new, for the lazy path and the backfill alike:
 * a whitelist of the new pool's schema, so that nothing unknown can make Cognito refuse the person.
 */

import { isEmailShaped, isPhoneShaped } from './names.ts';
import { isVerified, isVerifiedFlag } from './person.ts';
import type { CustomAttribute, MigrationRules } from './rules.ts';
import { CONTACTS, MARK_ATTRIBUTES, SOURCE_ATTRIBUTES } from './rules.ts';

/** What the new profile gets, and which attributes of the old one have no place in it (names only). */
export interface MappedAttributes {
  readonly attributes: ReadonlyMap<string, string>;
  readonly dropped: readonly string[];
}

/**
 * Standard attributes that travel. `sub` is given anew by Cognito; the verified flags follow their contact.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const STANDARD_ATTRIBUTES = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
] as const;

/** Longest value of any attribute, in characters. */
export const MAX_VALUE_LENGTH = 2048;

const isDate = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);
const isNumber = (value: string): boolean => /^-?\d+(\.\d+)?$/.test(value);

const fitsStandard = (name: string, value: string): boolean => {
  switch (name) {
    case 'email':
      return isEmailShaped(value);
    case 'phone_number':
      return isPhoneShaped(value);
    case 'birthdate':
      return isDate(value);
    case 'updated_at':
      return isNumber(value) && Number(value) >= 0;
    default:
      return true;
  }
};

const within = (size: number, { min, max }: CustomAttribute): boolean =>
  size >= (min ?? Number.NEGATIVE_INFINITY) && size <= (max ?? Number.POSITIVE_INFINITY);

const fitsCustom = (attribute: CustomAttribute, value: string): boolean => {
  switch (attribute.type) {
    case 'String':
      return within(value.length, attribute);
    case 'Number':
      return isNumber(value) && within(Number(value), attribute);
    case 'Boolean':
      return value === 'true' || value === 'false';
    case 'DateTime':
      return !Number.isNaN(Date.parse(value));
  }
};

/** Whether the new pool has this attribute and takes this value. */
const fits = (name: string, value: string, custom: ReadonlyMap<string, CustomAttribute>): boolean => {
  if (value.length > MAX_VALUE_LENGTH) return false;
  const attribute = custom.get(name);
  if (attribute !== undefined) return fitsCustom(attribute, value);
  return STANDARD_ATTRIBUTES.some((standard) => standard === name) && fitsStandard(name, value);
};

/** Nobody misses these: Cognito makes them itself, or an earlier migration did. */
const NOT_PART_OF_THE_PROFILE: readonly string[] = [
  'sub',
  'identities',
  ...SOURCE_ATTRIBUTES,
  ...MARK_ATTRIBUTES,
];

/** Whether an attribute says something about the person, and not about the pool. */
export const travels = (name: string): boolean =>
  !NOT_PART_OF_THE_PROFILE.includes(name) && !name.startsWith('cognito:') && !name.startsWith('dev:');

/**
 * Maps the attributes of a profile. Verified flags are copied, never invented: an address that was not verified
 * in the old pool is `"false"` here. Where a renamed attribute meets one that has the name already, the renamed
 * one wins.
 */
export const mapAttributes = (
  old: ReadonlyMap<string, string>,
  rules: Pick<MigrationRules, 'newPool' | 'renames'>,
): MappedAttributes => {
  const custom = new Map(rules.newPool.customAttributes.map((attribute) => [attribute.name, attribute]));
  const renames = new Map(Object.entries(rules.renames));
  const attributes = new Map<string, string>();
  const dropped: string[] = [];
  const candidates = [...old]
    .filter(([oldName]) => travels(oldName) && !isVerifiedFlag(oldName))
    .map(([oldName, value]) => {
      const name = renames.get(oldName) ?? oldName;
      return { oldName, name, value, isRenamed: name !== oldName, hasPlace: fits(name, value, custom) };
    });
  const renamedTo = new Set(
    candidates.filter(({ isRenamed, hasPlace }) => isRenamed && hasPlace).map(({ name }) => name),
  );
  for (const { oldName, name, value, isRenamed, hasPlace } of candidates) {
    if (hasPlace && (isRenamed || !renamedTo.has(name))) attributes.set(name, value);
    else dropped.push(oldName);
  }
  for (const contact of CONTACTS) {
    if (!attributes.has(contact)) continue;
    const verified = attributes.get(contact) === old.get(contact) && isVerified(old, contact);
    attributes.set(`${contact}_verified`, String(verified));
  }
  return { attributes, dropped };
};
