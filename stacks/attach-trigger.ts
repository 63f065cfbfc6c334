import { Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

const resourceOf = (userPool: IUserPool | CfnUserPool): CfnUserPool => {
  const resource = userPool instanceof CfnUserPool ? userPool : userPool.node.defaultChild;
  if (resource instanceof CfnUserPool) return resource;
  throw new Error(
    `The user pool at ${userPool.node.path} is imported, so its trigger cannot be set from here. ` +
      'Pass the user pool that your app defines, or set trigger to false and attach the function yourself.',
  );
};

const hasTrigger = (userPool: CfnUserPool): boolean => {
  const lambdaConfig: unknown = Stack.of(userPool).resolve(userPool.lambdaConfig);
  return typeof lambdaConfig === 'object' && lambdaConfig !== null && 'userMigration' in lambdaConfig;
};

/**
 * Makes a function the migration trigger of a pool, and lets Cognito call it for this pool only. Other triggers
 * of the pool stay.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 * @throws Error if the pool is imported or has a migration trigger already.
 */
export const attachTrigger = (userPool: IUserPool | CfnUserPool, handler: IFunction): void => {
  const resource = resourceOf(userPool);
  if (hasTrigger(resource)) {
    throw new Error(
      `The user pool at ${userPool.node.path} has a migration trigger already. Remove that one, or set trigger to false.`,
    );
  }
  resource.addPropertyOverride('LambdaConfig.UserMigration', handler.functionArn);
  handler.addPermission('CognitoInvoke', {
    principal: new ServicePrincipal('cognito-idp.amazonaws.com'),
    sourceArn: resource.attrArn,
    sourceAccount: Stack.of(resource).account,
  });
};
