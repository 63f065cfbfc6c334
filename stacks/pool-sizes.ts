import { Duration } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BACKFILL_ENVIRONMENT_VARIABLES } from '../handlers/runtime/backfill-environment-variables.ts';
import { observabilityEnvironment, oldPoolEnvironment } from './function-environment.ts';
import { createLambdaFunction } from './lambda-function.ts';
import { grantOldPoolActions } from './old-pool-access.ts';
import type { OldPoolSettings } from './settings/old-pool.ts';

/** The pools that are measured. */
export interface PoolSizesProps {
  readonly userPool: IUserPool;
  readonly oldPool: OldPoolSettings;
  readonly logGroup: LogGroup;
}

const DESCRIBE = 'cognito-idp:DescribeUserPool';

/** Measures once an hour how large both pools are. */
export class PoolSizes extends Construct {
  readonly handler: NodejsFunction;

  constructor(scope: Construct, id: string, { userPool, oldPool, logGroup }: PoolSizesProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    role.addToPolicy(new PolicyStatement({ actions: [DESCRIBE], resources: [userPool.userPoolArn] }));
    this.handler = createLambdaFunction(this, 'Function', {
      description: 'Measures how large both user pools are.',
      entry: 'handlers/pool-sizes.ts',
      timeout: Duration.minutes(1),
      memorySize: 256,
      role,
      logGroup,
      environment: {
        ...oldPoolEnvironment(oldPool),
        ...observabilityEnvironment(this),
        [BACKFILL_ENVIRONMENT_VARIABLES.newUserPoolId]: userPool.userPoolId,
      },
      oldPool,
    });
    grantOldPoolActions(this, oldPool, this.handler, [DESCRIBE]);
    new Rule(this, 'Hourly', {
      description: 'Measures how large both user pools are.',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(this.handler)],
    });
  }
}
