import type {
  ListIdentityProvidersRequest,
  ListIdentityProvidersResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../services.ts';

/**
 * Nobody can create an identity provider here; a pool has those that `addIdentityProvider` of the fixtures gave it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html
 */
export const listIdentityProviders: Operation<
  'pools',
  ListIdentityProvidersRequest,
  ListIdentityProvidersResponse
> =
  ({ pools }) =>
  async ({ UserPoolId }) => {
    const { identityProviders = [] } = pools.pool(UserPoolId);
    return { Providers: identityProviders.map((ProviderName) => ({ ProviderName })) };
  };
