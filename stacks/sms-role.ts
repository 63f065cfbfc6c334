import { Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * The role with which Cognito sends codes by text message: account recovery goes to a verified phone number
 * where there is no verified e-mail address.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-sms-setting.html
 */
export class SmsRole extends Construct {
  readonly role: Role;
  /** Shared by the role's trust policy and the pool, so that no other pool can use the role. */
  readonly externalId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.externalId = Names.uniqueId(this);
    this.role = new Role(this, 'Role', {
      description: 'Lets Amazon Cognito send codes by text message.',
      assumedBy: new ServicePrincipal('cognito-idp.amazonaws.com', {
        conditions: {
          StringEquals: { 'sts:ExternalId': this.externalId, 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
      inlinePolicies: {
        SendTextMessages: new PolicyDocument({
          statements: [
            new PolicyStatement({ effect: Effect.ALLOW, actions: ['sns:Publish'], resources: ['*'] }),
          ],
        }),
      },
    });
    // The user pool outlives the stack and cannot send codes without this role.
    this.role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'A text message goes to a phone number, which has no ARN: sns:Publish can only be granted on "*".',
    });
  }
}
