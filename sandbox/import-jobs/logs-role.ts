import { decide } from '../server/policy-decision.ts';
import type { Role } from '../server/principals.ts';

/** What Cognito does with the role of an import job. */
const ACTIONS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
] as const;

/**
 * Whether Cognito can assume a role and write logs with it. A role that the sandbox does not know, as in a test
 * without a template, may do everything, like an access key that it did not give out.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-cli-cloudwatch-iam-role.html
 */
export function mayWriteLogs(
  role: Role | undefined,
  about: { region: string; accountId: string; logGroupName: string },
): boolean {
  if (!role) return true;
  const resource = `arn:aws:logs:${about.region}:${about.accountId}:log-group:${about.logGroupName}:log-stream:`;
  return (
    role.trustedServices.includes('cognito-idp.amazonaws.com') &&
    ACTIONS.every((action) => decide(role.statements(), action, resource) === 'allowed')
  );
}
