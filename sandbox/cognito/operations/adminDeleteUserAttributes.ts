import type {
  AdminDeleteUserAttributesRequest,
  AdminDeleteUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteAttributes } from '../change-attributes.ts';
import { required } from '../errors.ts';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html */
export const adminDeleteUserAttributes: Operation<
  'pools' | 'codes',
  AdminDeleteUserAttributesRequest,
  AdminDeleteUserAttributesResponse
> = (services) => async (input) => {
  const { pool, user } = namedUser(services.pools, input);
  deleteAttributes(services, pool, user, required(input.UserAttributeNames, 'userAttributeNames'));
  return {};
};
