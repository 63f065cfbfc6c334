import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { isVerified, verifiedFlag } from './aliases.ts';
import { CONTACTS, type ContactAttribute, deliveryTo } from './contacts.ts';
import { CognitoError, invalidParameter } from './errors.ts';
import { checkAttributes } from './schema.ts';
import type { Services } from './services.ts';
import type { User, UserPool } from './state.ts';

type Needs = Pick<Services, 'pools' | 'codes'>;

/**
 * Sets attributes as AdminUpdateUserAttributes and UpdateUserAttributes do. A new contact that must be verified
 * first is kept aside until its code comes back; one that Cognito verifies by itself is set and gets a code.
 * @throws CognitoError InvalidParameterException, AliasExistsException
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
 */
export function changeAttributes(
  { pools, codes }: Needs,
  pool: UserPool,
  user: User,
  changes: ReadonlyMap<string, string>,
): CodeDeliveryDetailsType[] {
  checkAttributes(pool, changes, 'update');
  refuseDeletionOfRequired(
    pool,
    [...changes].flatMap(([name, value]) => (value === '' ? [name] : [])),
  );
  const waiting = CONTACTS.filter((contact) => mustBeVerifiedFirst(pool, user, contact, changes));
  const sent = CONTACTS.filter(
    (contact) => waiting.includes(contact) || getsCode(pool, user, contact, changes),
  );
  pools.updateAttributes(pool, user, without(changes, waiting));
  for (const contact of CONTACTS) if (changes.has(contact)) codes.discard(user, 'verify-attribute', contact);
  return sent.map((attribute) => {
    const newValue = changes.get(attribute) ?? '';
    return codes.issue(
      pool,
      user,
      { kind: 'verify-attribute', attribute, newValue },
      deliveryTo(attribute, newValue),
    );
  });
}

/** Deletes attributes. @throws CognitoError InvalidParameterException */
export function deleteAttributes(
  { pools, codes }: Needs,
  pool: UserPool,
  user: User,
  names: readonly string[],
): void {
  const deletions = new Map(names.map((name) => [name, undefined]));
  checkAttributes(pool, deletions, 'update');
  refuseDeletionOfRequired(pool, names);
  pools.updateAttributes(pool, user, deletions);
  for (const contact of CONTACTS)
    if (deletions.has(contact)) codes.discard(user, 'verify-attribute', contact);
}

/**
 * A person cannot take an address that somebody else signs in with.
 * @throws CognitoError AliasExistsException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
 */
export function refuseContactOfOthers(
  { pools }: Pick<Services, 'pools'>,
  pool: UserPool,
  user: User,
  changes: ReadonlyMap<string, string>,
): void {
  for (const contact of CONTACTS) {
    const value = changes.get(contact);
    const holder = value ? pools.aliasHolder(pool, contact, value) : undefined;
    if (holder && holder !== user) {
      throw new CognitoError('AliasExistsException', `An account with the given ${contact} already exists.`);
    }
  }
}

/** Attributes that the schema requires stay. */
function refuseDeletionOfRequired(pool: UserPool, names: readonly string[]): void {
  const kept = names.filter((name) => pool.schema.get(name)?.Required);
  if (kept.length > 0) {
    const faults = kept.map((name) => `${name}: The attribute is required\n`).join('');
    throw invalidParameter(`Attributes did not conform to the schema: ${faults}`);
  }
}

const isNew = (user: User, contact: ContactAttribute, changes: ReadonlyMap<string, string>): boolean =>
  Boolean(changes.get(contact)) && changes.get(contact) !== user.attributes.get(contact);

const isSetVerified = (contact: ContactAttribute, changes: ReadonlyMap<string, string>): boolean =>
  changes.get(verifiedFlag(contact)) === 'true';

/**
 * "To set the value of an attribute that requires verification before update" at once, the request says
 * `email_verified` or `phone_number_verified` too.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 */
function mustBeVerifiedFirst(
  pool: UserPool,
  user: User,
  contact: ContactAttribute,
  changes: ReadonlyMap<string, string>,
): boolean {
  const first = pool.userAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate ?? [];
  return first.includes(contact) && isNew(user, contact, changes) && !isSetVerified(contact, changes);
}

function getsCode(
  pool: UserPool,
  user: User,
  contact: ContactAttribute,
  changes: ReadonlyMap<string, string>,
): boolean {
  const unverified =
    isNew(user, contact, changes) || (Boolean(changes.get(contact)) && !isVerified(user, contact));
  return pool.autoVerifiedAttributes.includes(contact) && unverified && !isSetVerified(contact, changes);
}

/** What can be set at once: neither the contacts that wait nor their flags. */
function without(
  changes: ReadonlyMap<string, string>,
  contacts: readonly ContactAttribute[],
): Map<string, string> {
  const rest = new Map(changes);
  for (const contact of contacts) {
    rest.delete(contact);
    rest.delete(verifiedFlag(contact));
  }
  return rest;
}
