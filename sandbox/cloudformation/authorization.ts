import { CognitoError } from '../cognito/errors.ts';
import { type AuthorizationRequest, checkAllowed } from '../server/authorization.ts';
import type { Principals } from '../server/principals.ts';
import type { Stacks } from './stacks.ts';

/**
 * Decides as IAM does whether a request to CloudFormation may go on; keys that the sandbox did not give out may do
 * everything.
 * @throws CognitoError MissingAuthenticationToken, AccessDenied
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export function authorizeStacks(
  { operation, accessKeyId, input }: AuthorizationRequest,
  principals: Principals,
  stacks: Stacks,
): void {
  if (!accessKeyId) {
    throw new CognitoError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  }
  const principal = principals.withAccessKey(accessKeyId);
  if (!principal) return;
  try {
    checkAllowed(principal, `cloudformation:${operation}`, resourceOf(input, stacks));
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    throw new CognitoError('AccessDenied', error.message, 403);
  }
}

function resourceOf(input: unknown, stacks: Stacks): string {
  const name: unknown =
    typeof input === 'object' && input !== null ? Reflect.get(input, 'StackName') : undefined;
  if (typeof name !== 'string') return '*';
  return name.startsWith('arn:') ? name : stacks.idOf(name);
}
