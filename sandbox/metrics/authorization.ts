import { type AuthorizationRequest, checkAllowed } from '../server/authorization.ts';
import type { Principals } from '../server/principals.ts';

/**
 * Decides as IAM does whether a request to CloudWatch may go on; keys that the sandbox did not give out may do
 * everything. Metrics have no ARN.
 *
 * @throws CognitoError AccessDeniedException
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function authorizeMetrics(
  { operation, accessKeyId }: AuthorizationRequest,
  principals: Principals,
): void {
  const principal = principals.withAccessKey(accessKeyId ?? '');
  if (principal) checkAllowed(principal, `cloudwatch:${operation}`, '*');
}
