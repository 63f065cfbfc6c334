import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';

/** A user's attributes by name, as the API lists them. */
export const readAttributes = (attributes: readonly AttributeType[] = []): Map<string, string> =>
  new Map(attributes.map(({ Name = '', Value = '' }) => [Name, Value]));

/** The `sub`, empty if there is none, and all other attributes by name. */
export const readSubAndAttributes = (
  listed: readonly AttributeType[] | undefined,
): { readonly sub: string; readonly attributes: ReadonlyMap<string, string> } => {
  const attributes = readAttributes(listed);
  const sub = attributes.get('sub') ?? '';
  attributes.delete('sub');
  return { sub, attributes };
};
