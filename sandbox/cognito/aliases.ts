import type { AliasAttribute, User, UserPool } from './state.ts';

/** One name beside the username that a user answers to. */
export interface Alias {
  readonly attribute: AliasAttribute;
  readonly value: string;
}

/**
 * How names are compared: a case-insensitive pool folds the case of usernames and of every alias.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
 */
export const fold = (pool: UserPool, name: string): string =>
  pool.caseSensitive ? name : name.toLowerCase();

/** The flag that says whether a contact has been verified. */
export const verifiedFlag = (attribute: 'email' | 'phone_number') => `${attribute}_verified` as const;

export const isVerified = (user: User, attribute: 'email' | 'phone_number'): boolean =>
  user.attributes.get(verifiedFlag(attribute))?.toLowerCase() === 'true';

/**
 * The names that work: a username attribute always, an e-mail address or phone number as alias only when
 * verified, a preferred_username as soon as it is set. Users of an identity provider sign in there and have none.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
 */
export function activeAliases(pool: UserPool, user: User): Alias[] {
  if (user.status === 'EXTERNAL_PROVIDER') return [];
  const names: AliasAttribute[] = [
    ...pool.usernameAttributes,
    ...pool.aliasAttributes.filter(
      (attribute) => attribute === 'preferred_username' || isVerified(user, attribute),
    ),
  ];
  return names.flatMap((attribute) => {
    const value = user.attributes.get(attribute);
    return value ? [{ attribute, value }] : [];
  });
}

/**
 * A user's attributes after a change: an undefined or empty value deletes, and a contact that changes without its
 * flag is unverified.
 */
export function changedAttributes(
  user: User,
  changes: ReadonlyMap<string, string | undefined>,
): Map<string, string> {
  const attributes = new Map(user.attributes);
  for (const [name, value] of changes) {
    if (value === undefined || value === '') attributes.delete(name);
    else attributes.set(name, value);
  }
  for (const contact of ['email', 'phone_number'] as const) {
    const flag = verifiedFlag(contact);
    if (attributes.get(contact) === user.attributes.get(contact) || changes.has(flag)) continue;
    if (attributes.has(contact)) attributes.set(flag, 'false');
    else attributes.delete(flag);
  }
  return attributes;
}
