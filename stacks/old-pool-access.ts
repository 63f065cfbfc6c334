import { Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { OldPoolSettings } from './settings/old-pool.ts';
import { oldRegion } from './settings/old-pool.ts';

/** What the function does with the old pool: prove a password, read a profile, find who has a name. */
const ACTIONS = ['cognito-idp:AdminInitiateAuth', 'cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'];

/** The old pool in the account of the stack. */
const arnOfOldPool = (scope: Construct, oldPool: OldPoolSettings): string =>
  Stack.of(scope).formatArn({
    service: 'cognito-idp',
    region: oldRegion(oldPool),
    resource: 'userpool',
    resourceName: oldPool.userPoolId,
  });

/** Lets somebody use the old pool: directly, or through the role of the account that it is in. */
export const grantOldPoolAccess = (scope: Construct, oldPool: OldPoolSettings, grantee: IGrantable): void => {
  const { roleArn, clientSecretArn } = oldPool;
  if (roleArn === undefined) {
    Grant.addToPrincipal({ grantee, actions: ACTIONS, resourceArns: [arnOfOldPool(scope, oldPool)] });
  } else {
    Grant.addToPrincipal({ grantee, actions: ['sts:AssumeRole'], resourceArns: [roleArn] });
  }
  if (clientSecretArn !== undefined) {
    Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [clientSecretArn],
    });
  }
};
