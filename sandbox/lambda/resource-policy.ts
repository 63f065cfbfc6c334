import { matchesWildcards } from '../server/wildcards.ts';
import type { LambdaPermission } from './function-definition.ts';

/**
 * Whether a service may invoke a function for one of its resources. No permission, no invocation.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 */
export function permits(
  permissions: readonly LambdaPermission[],
  caller: { service: string; sourceArn: string },
): boolean {
  const sourceAccount = caller.sourceArn.split(':')[4];
  return permissions.some(
    (permission) =>
      (permission.principal === caller.service || permission.principal === '*') &&
      (permission.sourceArn === undefined || arnLike(permission.sourceArn, caller.sourceArn)) &&
      (permission.sourceAccount === undefined || permission.sourceAccount === sourceAccount),
  );
}

/**
 * Parts between colons are compared one by one: a `*` does not reach over a colon.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
function arnLike(pattern: string, arn: string): boolean {
  const [patternParts, parts] = [split(pattern), split(arn)];
  return patternParts.every((part, index) => matchesWildcards(part, parts[index] ?? ''));
}

/** Six parts; the last one, the resource, may hold colons itself. */
function split(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
