import type {
  GetUserAttributeVerificationCodeRequest,
  GetUserAttributeVerificationCodeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Codes } from '../codes.ts';
import { type ContactAttribute, deliveryTo, isContact } from '../contacts.ts';
import { invalidParameter } from '../errors.ts';
import type { Operation } from '../services.ts';
import type { User } from '../state.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html */
export const getUserAttributeVerificationCode: Operation<
  'codes' | 'tokens',
  GetUserAttributeVerificationCodeRequest,
  GetUserAttributeVerificationCodeResponse
> =
  ({ codes, tokens }) =>
  async ({ AccessToken, AttributeName }) => {
    const { pool, user } = await tokens.verifyAccessToken(AccessToken);
    if (!isContact(AttributeName)) throw invalidParameter('Invalid attribute to verify.');
    const newValue = valueToVerify(codes, user, AttributeName);
    if (!newValue) throw invalidParameter(`User has no attribute ${AttributeName}.`);
    const purpose = { kind: 'verify-attribute', attribute: AttributeName, newValue } as const;
    return { CodeDeliveryDetails: codes.issue(pool, user, purpose, deliveryTo(AttributeName, newValue)) };
  };

/** A value that waits to be verified goes before the one that the user has. */
function valueToVerify(codes: Codes, user: User, attribute: ContactAttribute): string | undefined {
  const pending = codes.pending(user, 'verify-attribute', attribute);
  return pending?.kind === 'verify-attribute' ? pending.newValue : user.attributes.get(attribute);
}
