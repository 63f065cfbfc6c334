import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { required } from './errors.ts';

/**
 * A request's list of attributes by name; the last of two with one name counts. An absent value is an empty one,
 * which deletes. A Map, because names come from outside (`__proto__`).
 */
export function attributesFrom(list: readonly AttributeType[] | undefined): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const { Name, Value } of list ?? []) {
    const name = required(Name, 'userAttributes.1.member.name');
    attributes.set(name, FLAGS.has(name) ? (Value ?? '').toLowerCase() : (Value ?? ''));
  }
  return attributes;
}

const FLAGS = new Set(['email_verified', 'phone_number_verified']);

/** Without the empty values, for a user who is new. */
export const nonEmpty = (attributes: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...attributes].filter(([, value]) => value !== ''));
