import type {
  DeleteUserAttributesRequest,
  DeleteUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteAttributes } from '../change-attributes.ts';
import { required } from '../errors.ts';
import { checkWritable } from '../schema.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html */
export const deleteUserAttributes: Operation<
  'pools' | 'codes' | 'tokens',
  DeleteUserAttributesRequest,
  DeleteUserAttributesResponse
> = (services) => async (input) => {
  const { pool, user, client } = await services.tokens.verifyAccessToken(input.AccessToken);
  const names = required(input.UserAttributeNames, 'userAttributeNames');
  checkWritable(client, names);
  deleteAttributes(services, pool, user, names);
  return {};
};
