import type { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundling, repositoryPath } from './bundling.ts';
import type { OldPoolSettings } from './settings/old-pool.ts';

/** In what the functions of this stack differ. */
export interface LambdaFunctionProps {
  readonly description: string;
  /** Path of the handler in this repository. */
  readonly entry: string;
  readonly timeout: Duration;
  /** In MB; CPU comes with it. */
  readonly memorySize: number;
  /** Must let the function write to `logGroup`. */
  readonly role: IRole;
  readonly logGroup: ILogGroup;
  readonly environment: Readonly<Record<string, string>>;
  /** Decides what the bundle holds. */
  readonly oldPool: Pick<OldPoolSettings, 'roleArn' | 'clientSecretArn'>;
}

/** A function of this repository: the same runtime, processor, bundling and form of log lines for all. */
export const createLambdaFunction = (
  scope: Construct,
  id: string,
  { entry, environment, oldPool, ...props }: LambdaFunctionProps,
): NodejsFunction =>
  new NodejsFunction(scope, id, {
    ...props,
    entry: repositoryPath(entry),
    projectRoot: repositoryPath(''),
    depsLockFilePath: repositoryPath('package-lock.json'),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    loggingFormat: LoggingFormat.JSON,
    environment: { ...environment },
    // A variable for version 2 of the SDK; version 3 reuses connections anyway.
    awsSdkConnectionReuse: false,
    bundling: bundling(oldPool),
  });
