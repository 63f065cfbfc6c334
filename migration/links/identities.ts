import { member } from '../member.ts';

/** An identity at a provider with which somebody signs in too. */
export interface Identity {
  readonly providerName: string;
  /** The provider's own id of the person, which the API calls `Cognito_Subject`. */
  readonly userId: string;
}

const textOf = (entry: unknown, name: string): string => {
  const value = member(entry, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/**
 * Reads the attribute `identities`: a JSON list of objects with `userId`, `providerName` and more, one for each
 * identity that is linked. Undefined if it is not that.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html
 */
export const readIdentities = (attribute: string | undefined): readonly Identity[] | undefined => {
  if (attribute === undefined || attribute === '') return [];
  try {
    const list: unknown = JSON.parse(attribute);
    if (!Array.isArray(list)) return undefined;
    const identities = list.map((entry) => ({
      providerName: textOf(entry, 'providerName'),
      userId: textOf(entry, 'userId'),
    }));
    return identities.every(({ providerName, userId }) => providerName !== '' && userId !== '')
      ? identities
      : undefined;
  } catch {
    return undefined;
  }
};
