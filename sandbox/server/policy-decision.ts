import type { PolicyStatement, Principal } from './principals.ts';
import { matchesWildcards } from './wildcards.ts';

export type PolicyDecision = 'allowed' | 'explicitly-denied' | 'not-allowed';

/**
 * What identity-based policies say about one action: an explicit deny wins over every allow; without an allow the
 * answer is no.
 * @param action for example `s3:GetObject`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(
  statements: readonly PolicyStatement[],
  action: string,
  resource: string,
): PolicyDecision {
  const matching = statements.filter((statement) => covers(statement, action, resource));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'explicitly-denied';
  return matching.length > 0 ? 'allowed' : 'not-allowed';
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function whyDenied(
  { arn }: Pick<Principal, 'arn'>,
  action: string,
  resource: string,
  decision: Exclude<PolicyDecision, 'allowed'>,
): string {
  const reason =
    decision === 'explicitly-denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

function covers(statement: PolicyStatement, action: string, resource: string): boolean {
  return (
    // Actions do not mind case, resources do.
    statement.Action.some((pattern) => matchesWildcards(pattern.toLowerCase(), action.toLowerCase())) &&
    statement.Resource.some((pattern) => matchesWildcards(pattern, resource))
  );
}
