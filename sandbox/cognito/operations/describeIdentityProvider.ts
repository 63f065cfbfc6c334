import type {
  DescribeIdentityProviderRequest,
  DescribeIdentityProviderResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { required, resourceNotFound } from '../errors.ts';
import type { Operation } from '../services.ts';

/**
 * Nobody can create an identity provider here; it says what `addIdentityProvider` of the fixtures was told.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html
 */
export const describeIdentityProvider: Operation<
  'pools',
  DescribeIdentityProviderRequest,
  DescribeIdentityProviderResponse
> =
  ({ pools }) =>
  async ({ UserPoolId, ProviderName }) => {
    const { id, identityProviders = [], attributeMappings = {} } = pools.pool(UserPoolId);
    const name = required(ProviderName, 'providerName');
    if (!identityProviders.includes(name)) {
      throw resourceNotFound(`Identity provider ${name} does not exist.`);
    }
    return {
      IdentityProvider: {
        UserPoolId: id,
        ProviderName: name,
        AttributeMapping: { ...attributeMappings[name] },
      },
    };
  };
