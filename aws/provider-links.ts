import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AdminLinkProviderForUserCommand,
  paginateListIdentityProviders,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Identity } from '../migration/links/identities.ts';
import type { PacedCall } from './clients/paced-call.ts';

/** `refused`: by Cognito, in its own words; the same request would be refused again. */
export type LinkAnswer = { readonly kind: 'linked' } | { readonly kind: 'refused'; readonly why: string };

/**
 * Exceptions about this one link: an unknown user, five identities already, a profile of its own at the provider, an
 * immutable attribute.
 */
const ABOUT_THE_LINK: readonly string[] = [
  'AliasExistsException',
  'InvalidParameterException',
  'LimitExceededException',
  'UserNotFoundException',
];

const ALREADY = /already linked to DestinationUser/i;

const answerOf = (error: unknown): LinkAnswer => {
  if (!(error instanceof Error) || !ABOUT_THE_LINK.includes(error.name)) throw error;
  return ALREADY.test(error.message)
    ? { kind: 'linked' }
    : { kind: 'refused', why: `${error.name}: ${error.message}` };
};

/** Identity providers of a pool, and users who sign in with them too. */
export const createProviderLinks = (client: CognitoIdentityProviderClient, UserPoolId: string) => ({
  /** Names of the pool's providers. */
  async providers(): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    for await (const { Providers = [] } of paginateListIdentityProviders({ client }, { UserPoolId })) {
      for (const { ProviderName = '' } of Providers) names.add(ProviderName);
    }
    return names;
  },

  /**
   * Lets a local user sign in with an identity. Who is linked already is no error.
   * @param call of a client that tries once
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
   */
  link(call: PacedCall, username: string, { providerName, userId }: Identity): Promise<LinkAnswer> {
    const request = new AdminLinkProviderForUserCommand({
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
      SourceUser: {
        ProviderName: providerName,
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: userId,
      },
    });
    return call(async (): Promise<LinkAnswer> => {
      try {
        await client.send(request);
        return { kind: 'linked' };
      } catch (error) {
        return answerOf(error);
      }
    });
  },
});
