import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundling, repositoryPath } from './bundling.ts';
import type { MoveSettings } from './settings/move.ts';

export interface TriggerFunctionProps {
  readonly description: string;
  /** Path of the handler in this repository. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Decides what the bundle holds. */
  readonly oldPool: MoveSettings['oldPool'];
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
  return new NodejsFunction(scope, 'Function', {
    description: props.description,
    entry: repositoryPath(props.entry),
    projectRoot: repositoryPath(''),
    depsLockFilePath: repositoryPath('package-lock.json'),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    // Cognito gives a trigger five seconds and no more; an answer that comes later helps nobody.
    // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
    timeout: Duration.seconds(5),
    // CPU comes with memory. The cold start and two TLS connections must fit into those five seconds, and
    // everybody moves only once, so that the price hardly matters.
    memorySize: 1024,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    environment: { ...props.environment },
    // A variable for version 2 of the SDK; version 3 reuses connections anyway.
    awsSdkConnectionReuse: false,
    bundling: bundling(props.oldPool),
  });
};
