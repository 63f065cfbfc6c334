import { type AuthorizationRequest, checkAllowed } from '../server/authorization.ts';
import type { Principals } from '../server/principals.ts';

/**
 * Decides as IAM does whether a request to Step Functions may go on; keys that the sandbox did not give out may do
 * everything.
 *
 * @throws CognitoError AccessDeniedException
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function authorizeStates(
  { operation, accessKeyId, input }: AuthorizationRequest,
  principals: Principals,
): void {
  const principal = principals.withAccessKey(accessKeyId ?? '');
  if (principal) checkAllowed(principal, `states:${operation}`, resourceOf(input));
}

function resourceOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return '*';
  const { executionArn, stateMachineArn } = { executionArn: undefined, stateMachineArn: undefined, ...input };
  return String(executionArn ?? stateMachineArn ?? '*');
}
