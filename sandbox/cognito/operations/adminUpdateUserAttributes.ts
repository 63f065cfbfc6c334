import type {
  AdminUpdateUserAttributesRequest,
  AdminUpdateUserAttributesResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { attributesFrom } from '../attributes.ts';
import { changeAttributes } from '../change-attributes.ts';
import { namedUser } from '../named-user.ts';
import type { Operation } from '../services.ts';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html */
export const adminUpdateUserAttributes: Operation<
  'pools' | 'codes',
  AdminUpdateUserAttributesRequest,
  AdminUpdateUserAttributesResponse
> = (services) => async (input) => {
  const { pool, user } = namedUser(services.pools, input);
  changeAttributes(services, pool, user, attributesFrom(input.UserAttributes));
  return {};
};
