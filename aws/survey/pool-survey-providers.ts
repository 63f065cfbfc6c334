import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { ProviderMapping } from '../../migration/check/survey.ts';
import { exceptionOf } from '../pool-call.ts';

/**
 * What the identity providers of a pool write into profiles, one after the other: the quota is for the whole account.
 * Providers that somebody deleted meanwhile are left out.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html
 */
export const describeMappings = async (
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  providers: readonly string[],
): Promise<readonly ProviderMapping[]> => {
  const mappings: ProviderMapping[] = [];
  for (const provider of providers) {
    try {
      const { IdentityProvider } = await client.send(
        new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: provider }),
      );
      mappings.push({ provider, attributes: Object.keys(IdentityProvider?.AttributeMapping ?? {}) });
    } catch (error) {
      if (exceptionOf(error).name !== 'ResourceNotFoundException') throw error;
    }
  }
  return mappings;
};
