import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';

/** Where a message goes. */
export interface Delivery {
  readonly medium: 'EMAIL' | 'SMS';
  /** The e-mail address or phone number. */
  readonly destination: string;
}

/**
 * What the app is told about a message: enough for its owner to recognise the address, too little for others.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CodeDeliveryDetailsType.html
 */
export const codeDeliveryDetails = ({ medium, destination }: Delivery): CodeDeliveryDetailsType => ({
  Destination: maskDestination({ medium, destination }),
  DeliveryMedium: medium,
  AttributeName: medium === 'EMAIL' ? 'email' : 'phone_number',
});

/** @example maskDestination({ medium: 'EMAIL', destination: 'ada@example.com' }) // 'a***@e***' */
export function maskDestination({ medium, destination }: Delivery): string {
  if (medium === 'SMS') return `+${'*'.repeat(Math.max(destination.length - 5, 0))}${destination.slice(-4)}`;
  const at = destination.lastIndexOf('@');
  const [first = ''] = destination;
  const [domain = ''] = destination.slice(at + 1);
  return `${first}***@${domain}***`;
}
