import { CognitoError } from '../cognito/errors.ts';
import { checkAllowed } from '../server/authorization.ts';
import type { Principals } from '../server/principals.ts';

/**
 * Decides as IAM does whether a request to CloudWatch Logs may go on. The resource is a stream of the group; its name
 * is empty in requests about the whole group.
 * @throws CognitoError MissingAuthenticationTokenException, AccessDeniedException
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export function authorizeLogs(
  request: { readonly operation: string; readonly accessKeyId: string | undefined; readonly input: unknown },
  principals: Principals,
  { region, accountId }: { region: string; accountId: string },
): void {
  if (!request.accessKeyId) {
    throw new CognitoError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const principal = principals.withAccessKey(request.accessKeyId);
  if (!principal) return;
  const group = member(request.input, 'logGroupName') || member(request.input, 'logGroupIdentifier') || '*';
  const arn = group.startsWith('arn:')
    ? group.replace(/:\*$/, '')
    : `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
  const resource = `${arn}:log-stream:${member(request.input, 'logStreamName')}`;
  checkAllowed(principal, `logs:${request.operation}`, resource);
}

function member(input: unknown, name: string): string {
  const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
  return typeof value === 'string' ? value : '';
}
