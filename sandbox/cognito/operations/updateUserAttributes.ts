import type {
  UpdateUserAttributesRequest,
  UpdateUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { attributesFrom } from '../attributes.ts';
import { changeAttributes, refuseContactOfOthers } from '../change-attributes.ts';
import { checkWritable } from '../schema.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
export const updateUserAttributes: Operation<
  'pools' | 'codes' | 'tokens',
  UpdateUserAttributesRequest,
  UpdateUserAttributesResponse
> = (services) => async (input) => {
  const { pool, user, client } = await services.tokens.verifyAccessToken(input.AccessToken);
  const changes = attributesFrom(input.UserAttributes);
  checkWritable(client, changes.keys());
  refuseContactOfOthers(services, pool, user, changes);
  return { CodeDeliveryDetailsList: changeAttributes(services, pool, user, changes) };
};
