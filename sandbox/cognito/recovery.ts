import type { RecoveryOptionNameType } from '@aws-sdk/client-cognito-identity-provider';
import { isVerified } from './aliases.ts';
import type { Delivery } from './code-delivery.ts';
import type { User, UserPool } from './state.ts';

/** "In the absence of this setting, Amazon Cognito uses the legacy behavior ... SMS is preferred over email." */
const LEGACY_ORDER: readonly RecoveryOptionNameType[] = ['verified_phone_number', 'verified_email'];

/**
 * Where a password reset code for this user goes: the first mechanism of the pool's AccountRecoverySetting whose
 * contact is verified and is not itself the user's second factor. Undefined: the person cannot help themself.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountRecoverySettingType.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export function recoveryDelivery(pool: UserPool, user: User): Delivery | undefined {
  for (const mechanism of mechanisms(pool)) {
    const delivery = deliveryBy(mechanism, pool, user);
    if (delivery !== undefined) return delivery;
  }
  return undefined;
}

function mechanisms({ accountRecovery }: UserPool): readonly (RecoveryOptionNameType | undefined)[] {
  const configured = accountRecovery.RecoveryMechanisms ?? [];
  if (configured.length === 0) return LEGACY_ORDER;
  return [...configured].sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0)).map(({ Name }) => Name);
}

function deliveryBy(
  mechanism: RecoveryOptionNameType | undefined,
  pool: UserPool,
  user: User,
): Delivery | undefined {
  const secondFactors = pool.mfaConfiguration === 'OFF' ? new Set<string>() : user.mfaMethods;
  switch (mechanism) {
    case 'verified_email':
      return secondFactors.has('EMAIL_OTP') ? undefined : verifiedContact(user, 'email', 'EMAIL');
    case 'verified_phone_number':
      return secondFactors.has('SMS_MFA') ? undefined : verifiedContact(user, 'phone_number', 'SMS');
    case 'admin_only':
    case undefined:
      return undefined;
    default:
      mechanism satisfies never;
      return undefined;
  }
}

function verifiedContact(
  user: User,
  attribute: 'email' | 'phone_number',
  medium: Delivery['medium'],
): Delivery | undefined {
  const destination = user.attributes.get(attribute);
  return destination !== undefined && isVerified(user, attribute) ? { medium, destination } : undefined;
}
