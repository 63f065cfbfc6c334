import type {
  AdminLinkProviderForUserRequest,
  AdminLinkProviderForUserResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoError, invalidParameter, required } from '../errors.ts';
import type { Operation } from '../services.ts';
import type { User, UserPool } from '../state.ts';

/** "The maximum number of federated identities linked to a user is five." */
const MOST_IDENTITIES = 5;

interface Identity {
  readonly providerName: string;
  readonly userId: string;
}

/**
 * Links an identity that has not signed in yet to a user of the pool's own; federated users are no destination here.
 * Nobody can sign in with it: the sandbox has no hosted pages.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html
 */
export const adminLinkProviderForUser: Operation<
  'clock' | 'pools',
  AdminLinkProviderForUserRequest,
  AdminLinkProviderForUserResponse
> =
  ({ clock, pools }) =>
  async ({ UserPoolId, DestinationUser, SourceUser }) => {
    const pool = pools.pool(UserPoolId);
    const source = sourceIdentity(pool, SourceUser);
    if (DestinationUser?.ProviderName !== 'Cognito') {
      throw invalidParameter(
        'The sandbox links users of the pool alone: DestinationUser.ProviderName must be Cognito.',
      );
    }
    const username = required(
      DestinationUser.ProviderAttributeValue,
      'destinationUser.providerAttributeValue',
    );
    const user = pools.user(pool, username);
    refuseImmutableAttributes(pool, user);
    const identities = identitiesOf(user);
    if (identities.some((one) => isSame(one, source))) {
      throw invalidParameter('SourceUser is already linked to DestinationUser');
    }
    if (pools.find(pool, `${source.providerName}_${source.userId}`) !== undefined) {
      throw invalidParameter(
        'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
      );
    }
    if (identities.length >= MOST_IDENTITIES) {
      throw new CognitoError('LimitExceededException', 'A user can have five linked identities at most.');
    }
    const linked = { ...source, primary: false, dateCreated: clock.now() };
    user.attributes.set('identities', JSON.stringify([...identities, linked]));
    user.modifiedAt = clock.now();
    return {};
  };

function sourceIdentity(pool: UserPool, source: AdminLinkProviderForUserRequest['SourceUser']): Identity {
  const providerName = required(source?.ProviderName, 'sourceUser.providerName');
  if (!(pool.identityProviders ?? []).includes(providerName)) {
    throw invalidParameter(`Identity provider ${providerName} does not exist.`);
  }
  if (source?.ProviderAttributeName !== 'Cognito_Subject') {
    throw invalidParameter(
      'The sandbox links by subject alone: SourceUser.ProviderAttributeName must be Cognito_Subject.',
    );
  }
  return {
    providerName,
    userId: required(source.ProviderAttributeValue, 'sourceUser.providerAttributeValue'),
  };
}

/** "If you have assigned the user any immutable custom attributes, the operation won't succeed." */
function refuseImmutableAttributes(pool: UserPool, { attributes }: User): void {
  const immutable = [...attributes.keys()].find(
    (name) => name.startsWith('custom:') && pool.schema.get(name)?.Mutable === false,
  );
  if (immutable !== undefined) {
    throw invalidParameter(`user.${immutable}: Attribute cannot be updated.`);
  }
}

function identitiesOf({ attributes }: User): readonly Identity[] {
  const list: readonly Identity[] = JSON.parse(attributes.get('identities') ?? '[]');
  return list;
}

const isSame = (one: Identity, other: Identity): boolean =>
  one.providerName === other.providerName && one.userId === other.userId;
