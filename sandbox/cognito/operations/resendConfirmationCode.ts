import type {
  ResendConfirmationCodeRequest,
  ResendConfirmationCodeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { codeDeliveryDetails } from '../code-delivery.ts';
import { deliveryTo, signUpContact } from '../contacts.ts';
import { invalidParameter, required, userNotFound } from '../errors.ts';
import { checkSecretHash } from '../secret-hash.ts';
import type { Operation } from '../services.ts';
import type { AppClient } from '../state.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html */
export const resendConfirmationCode: Operation<
  'pools' | 'codes',
  ResendConfirmationCodeRequest,
  ResendConfirmationCodeResponse
> =
  ({ pools, codes }) =>
  async (input) => {
    const { pool, client } = pools.client(input.ClientId);
    const username = required(input.Username, 'username');
    checkSecretHash(client, username, input.SecretHash);
    const user = pools.find(pool, username);
    if (!user) return answerForUnknownUser(client, username);
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
    const contact = signUpContact(pool, user);
    if (!contact) throw invalidParameter('Cannot resend codes. Auto verification not turned on.');
    const delivery = deliveryTo(contact.attribute, contact.value);
    return { CodeDeliveryDetails: codes.issue(pool, user, { kind: 'sign-up' }, delivery) };
  };

/**
 * With PreventUserExistenceErrors, delivery details are made up.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
function answerForUnknownUser(
  { preventUserExistenceErrors }: AppClient,
  username: string,
): ResendConfirmationCodeResponse {
  if (preventUserExistenceErrors === 'LEGACY')
    throw userNotFound('Username/client id combination not found.');
  const destination = username.includes('@') ? username : `${username}@${username}`;
  return { CodeDeliveryDetails: codeDeliveryDetails({ medium: 'EMAIL', destination }) };
}
