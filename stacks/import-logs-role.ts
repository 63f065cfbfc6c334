import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acceptWildcard } from './wildcard-finding.ts';

/** Whose import jobs write logs. */
export interface ImportLogsRoleProps {
  /** ARN of the pool into which people are imported. */
  readonly userPoolArn: string;
}

/**
 * The role with which Cognito writes the log of an import job, one line for each user. Its permissions are those
 * that the documentation asks for; it names no conditions for the trust, so that these hold where Cognito sends
 * the keys and do not keep it out where it does not.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */
export class ImportLogsRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { userPoolArn }: ImportLogsRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const logGroups = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '/aws/cognito/*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.role = new Role(this, 'Role', {
      description: 'Lets Amazon Cognito write the logs of import jobs.',
      assumedBy: new ServicePrincipal('cognito-idp.amazonaws.com', {
        conditions: {
          StringEqualsIfExists: { 'aws:SourceAccount': stack.account },
          ArnEqualsIfExists: { 'aws:SourceArn': userPoolArn },
        },
      }),
      inlinePolicies: {
        WriteLogs: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: [
                'logs:CreateLogGroup',
                'logs:CreateLogStream',
                'logs:DescribeLogStreams',
                'logs:PutLogEvents',
              ],
              resources: [logGroups],
            }),
          ],
        }),
      },
    });
    acceptWildcard(
      this.role,
      logGroups,
      'Cognito names the log group of a job; its documentation asks for these permissions on /aws/cognito/*.',
    );
  }
}
