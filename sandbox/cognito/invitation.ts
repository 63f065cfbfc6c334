import type { DeliveryMediumType } from '@aws-sdk/client-cognito-identity-provider';
import type { Delivery } from './code-delivery.ts';
import { CONTACTS, deliveryTo } from './contacts.ts';
import { invalidParameter } from './errors.ts';
import type { Services } from './services.ts';
import type { User, UserPool } from './state.ts';

/**
 * Where an invitation goes: through the mediums asked for, else by text message, else by e-mail. A user without
 * any contact is told out of band.
 * @throws CognitoError InvalidParameterException for a medium whose contact is missing
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export function invitationDeliveries(
  user: User,
  mediums: readonly DeliveryMediumType[] | undefined,
): Delivery[] {
  const possible = CONTACTS.flatMap((attribute) => {
    const value = user.attributes.get(attribute);
    return value === undefined ? [] : [deliveryTo(attribute, value)];
  });
  if (!mediums || mediums.length === 0) {
    const first = possible.find(({ medium }) => medium === 'SMS') ?? possible[0];
    return first ? [first] : [];
  }
  for (const medium of mediums) {
    if (possible.every((delivery) => delivery.medium !== medium)) {
      throw invalidParameter(
        `User does not have a ${medium === 'SMS' ? 'phone number' : 'email'} to deliver to.`,
      );
    }
  }
  return possible.filter(({ medium }) => mediums.includes(medium));
}

/** Puts the message with the temporary password into the outbox, once per delivery. */
export function sendInvitation(
  { clock, outbox }: Pick<Services, 'clock' | 'outbox'>,
  pool: UserPool,
  user: User,
  temporaryPassword: string,
  deliveries: readonly Delivery[],
): void {
  for (const { medium, destination } of deliveries) {
    outbox.put({
      at: clock.now(),
      userPoolId: pool.id,
      username: user.username,
      medium,
      destination,
      purpose: 'invitation',
      code: temporaryPassword,
    });
  }
}
