import type { Delivery } from './code-delivery.ts';
import type { User, UserPool } from './state.ts';

/** An attribute to which Cognito can send a code. */
export type ContactAttribute = 'email' | 'phone_number';
export const CONTACTS: readonly ContactAttribute[] = ['email', 'phone_number'];

export const isContact = (name: string | undefined): name is ContactAttribute =>
  name === 'email' || name === 'phone_number';

export const deliveryTo = (attribute: ContactAttribute, destination: string): Delivery => ({
  medium: attribute === 'email' ? 'EMAIL' : 'SMS',
  destination,
});

/**
 * Where the code of a sign-up goes: to an auto-verified contact, the phone number if both are.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
export function signUpContact(
  pool: UserPool,
  user: User,
): { attribute: ContactAttribute; value: string } | undefined {
  for (const attribute of ['phone_number', 'email'] as const) {
    const value = user.attributes.get(attribute);
    if (value !== undefined && pool.autoVerifiedAttributes.includes(attribute)) return { attribute, value };
  }
  return undefined;
}
