import { Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * A trigger of a user pool, as `LambdaConfig` spells it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cognito-userpool-lambdaconfig.html
 */
interface PoolTrigger {
  /** Completes "has a ... trigger already". */
  readonly title: string;
  /** Members of the L1's `lambdaConfig` that mean this trigger. */
  readonly members: readonly string[];
  /** What goes into `LambdaConfig`, by its path there. */
  readonly overrides: (functionArn: string) => Readonly<Record<string, unknown>>;
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html */
export const USER_MIGRATION: PoolTrigger = {
  title: 'migration',
  members: ['userMigration'],
  overrides: (functionArn) => ({ UserMigration: functionArn }),
};

/** @param lambdaVersion of the event: V2_0 can change access tokens, and needs the feature plan essentials. */
export const preTokenGeneration = (lambdaVersion: 'V1_0' | 'V2_0'): PoolTrigger => ({
  title: 'pre token generation',
  members: ['preTokenGeneration', 'preTokenGenerationConfig'],
  overrides: (functionArn) => ({
    'PreTokenGenerationConfig.LambdaArn': functionArn,
    'PreTokenGenerationConfig.LambdaVersion': lambdaVersion,
  }),
});

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html */
export const PRE_SIGN_UP: PoolTrigger = {
  title: 'pre sign-up',
  members: ['preSignUp'],
  overrides: (functionArn) => ({ PreSignUp: functionArn }),
};

const resourceOf = (userPool: IUserPool | CfnUserPool): CfnUserPool => {
  const resource = userPool instanceof CfnUserPool ? userPool : userPool.node.defaultChild;
  if (resource instanceof CfnUserPool) return resource;
  throw new Error(
    `The user pool at ${userPool.node.path} is imported, so its trigger cannot be set from here. ` +
      'Pass the user pool that your app defines, or set trigger to false and attach the function yourself.',
  );
};

const hasTrigger = (userPool: CfnUserPool, { members }: PoolTrigger): boolean => {
  const lambdaConfig: unknown = Stack.of(userPool).resolve(userPool.lambdaConfig);
  return (
    typeof lambdaConfig === 'object' &&
    lambdaConfig !== null &&
    members.some((member) => member in lambdaConfig)
  );
};

/**
 * Makes a function a trigger of a pool, and lets Cognito call it for this pool only. Other triggers of the pool stay.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 * @throws Error if the pool is imported or has such a trigger already.
 */
export const attachTrigger = (
  userPool: IUserPool | CfnUserPool,
  trigger: PoolTrigger,
  handler: IFunction,
): void => {
  const resource = resourceOf(userPool);
  if (hasTrigger(resource, trigger)) {
    throw new Error(
      `The user pool at ${userPool.node.path} has a ${trigger.title} trigger already. Remove that one, or set trigger to false.`,
    );
  }
  for (const [path, value] of Object.entries(trigger.overrides(handler.functionArn))) {
    resource.addPropertyOverride(`LambdaConfig.${path}`, value);
  }
  handler.addPermission('CognitoInvoke', {
    principal: new ServicePrincipal('cognito-idp.amazonaws.com'),
    sourceArn: resource.attrArn,
    sourceAccount: Stack.of(resource).account,
  });
};
