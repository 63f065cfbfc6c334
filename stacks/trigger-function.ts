import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { LambdaFunctionProps } from './lambda-function.ts';
import { createLambdaFunction } from './lambda-function.ts';
import type { MoveSettings } from './settings/move.ts';

/** In what the functions behind triggers differ. */
export interface TriggerFunctionProps
  extends Pick<LambdaFunctionProps, 'description' | 'entry' | 'environment' | 'oldPool'> {
  /** How long the function's log is kept. */
  readonly logRetentionDays: MoveSettings['logRetentionDays'];
}

/**
 * A function that Cognito waits for, with a log and a role of its own, which may write that log and nothing else.
 * Its parts are called `Function`, `Log` and `Role` in the scope.
 */
export const createTriggerFunction = (scope: Construct, props: TriggerFunctionProps): NodejsFunction => {
  const logGroup = new LogGroup(scope, 'Log', {
    retention: props.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  return createLambdaFunction(scope, 'Function', {
    description: props.description,
    entry: props.entry,
    // Cognito gives a trigger five seconds and no more; an answer that comes later helps nobody.
    // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
    timeout: Duration.seconds(5),
    // CPU comes with memory. The cold start and two TLS connections must fit into those five seconds, and
    // everybody moves only once, so that the price hardly matters.
    memorySize: 1024,
    role,
    logGroup,
    environment: props.environment,
    oldPool: props.oldPool,
  });
};
