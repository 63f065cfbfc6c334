import type { ResolvedResource } from './deployment.ts';

/**
 * Refuses a resource with a property that the sandbox would silently drop.
 * @param supported properties that take effect
 * @param without properties that may be there although they have no effect in a sandbox
 */
export function refuseOtherProperties(
  { type, logicalId, properties }: ResolvedResource,
  supported: readonly string[],
  without: readonly string[] = [],
): void {
  const other = Object.keys(properties).find((name) => !supported.includes(name) && !without.includes(name));
  if (other) throw new Error(`The sandbox does not support the property ${other} of ${type} (${logicalId}).`);
}

/** @throws Error if the property is missing or not a string. */
export function text({ type, logicalId, properties }: ResolvedResource, name: string): string {
  const value = properties[name];
  if (typeof value !== 'string') throw new Error(`${type} (${logicalId}) needs a string as its ${name}.`);
  return value;
}

export function optionalText(resource: ResolvedResource, name: string): string | undefined {
  return resource.properties[name] === undefined ? undefined : text(resource, name);
}

/** CloudFormation takes numbers as strings, too. */
export function number({ properties }: ResolvedResource, name: string, otherwise: number): number {
  return Number(properties[name] ?? otherwise);
}

/** The members of a property that is an object; none if it is missing. */
export function members({ properties }: ResolvedResource, name: string): Record<string, unknown> {
  return asRecord(properties[name]);
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** IAM and CloudFormation write one item as itself or as a list of one. */
export function asList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Properties of a template as a request to the API: what Cognito would refuse in them the sandbox refuses. */
export function asRequest<Request>(properties: Record<string, unknown>): Request {
  // biome-ignore lint/nursery/noUnsafeTypeAssertion: a template is data; the operation that gets it checks it.
  return properties as Request;
}
