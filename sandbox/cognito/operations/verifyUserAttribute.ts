import type {
  VerifyUserAttributeRequest,
  VerifyUserAttributeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { verifiedFlag } from '../aliases.ts';
import { isContact } from '../contacts.ts';
import { invalidParameter, required } from '../errors.ts';
import type { Operation } from '../services.ts';

/**
 * The contact becomes verified, and with it an alias: who verified it last signs in with it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
 */
export const verifyUserAttribute: Operation<
  'pools' | 'codes' | 'tokens',
  VerifyUserAttributeRequest,
  VerifyUserAttributeResponse
> =
  ({ pools, codes, tokens }) =>
  async ({ AccessToken, AttributeName, Code }) => {
    const { pool, user } = await tokens.verifyAccessToken(AccessToken);
    if (!isContact(AttributeName)) throw invalidParameter('Invalid attribute to verify.');
    const purpose = codes.check(pool, user, 'verify-attribute', required(Code, 'code'), AttributeName);
    if (purpose.kind !== 'verify-attribute')
      throw new Error(`A code for ${purpose.kind} was kept as another.`);
    const changes = new Map([
      [AttributeName, purpose.newValue],
      [verifiedFlag(AttributeName), 'true'],
    ]);
    pools.updateAttributes(pool, user, changes, { forceAliasCreation: true });
    codes.discard(user, 'verify-attribute', AttributeName);
    return {};
  };
