import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { BACKFILL_ENVIRONMENT_VARIABLES } from '../handlers/runtime/backfill-environment-variables.ts';
import { CLEAN_UP_ENVIRONMENT_VARIABLES as NAMES } from '../handlers/runtime/clean-up-environment-variables.ts';
import { observabilityEnvironment, oldPoolEnvironment } from './function-environment.ts';
import { createLambdaFunction } from './lambda-function.ts';
import { grantOldPoolActions } from './old-pool-access.ts';
import type { CleanUpSettings } from './settings/clean-up.ts';
import type { MoveSettings } from './settings/move.ts';
import { acceptWildcard } from './wildcard-finding.ts';

/** Both pools, and when a profile that nobody completed goes. */
export interface CleanUpProps extends Pick<MoveSettings, 'oldPool' | 'logRetentionDays'> {
  /**
   * The pool that people come to. Its schema must have `custom:source_sub` and `custom:source_via` (immutable) and
   * `custom:clean_up` (mutable), strings that no app client can write.
   */
  readonly userPool: IUserPool;
  readonly afterHours: CleanUpSettings['afterHours'];
  /** The backfill's, whose beginning ends the clean-up. @default - there is no backfill */
  readonly stateMachine?: StateMachine | undefined;
}

const DESCRIPTION = 'Removes profiles of forgotten passwords that nobody completed.';

/** Once an hour removes the profiles that "forgot password" made and that nobody completed in time. */
export class CleanUp extends Construct {
  /** The function. Any number of runs may be under way at once. */
  readonly handler: NodejsFunction;

  constructor(scope: Construct, id: string, props: CleanUpProps) {
    super(scope, id);
    this.handler = this.createFunction(props);
    // What was not finished is the next hour's; a run that failed is not repeated before.
    this.handler.configureAsyncInvoke({ retryAttempts: 0 });
    grantOldPoolActions(this, props.oldPool, this.handler, ['cognito-idp:ListUsers']);
    this.grantNewPool(props);
    if (props.stateMachine !== undefined) this.grantExecutions(props.stateMachine);
    new Rule(this, 'Hourly', {
      description: DESCRIPTION,
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(this.handler, { retryAttempts: 0 })],
    });
  }

  private createFunction(props: CleanUpProps): NodejsFunction {
    const { userPool, oldPool, afterHours, stateMachine, logRetentionDays } = props;
    const logGroup = new LogGroup(this, 'Log', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    return createLambdaFunction(this, 'Function', {
      description: DESCRIPTION,
      entry: 'handlers/clean-up.ts',
      timeout: Duration.minutes(15),
      memorySize: 256,
      role,
      logGroup,
      environment: {
        ...oldPoolEnvironment(oldPool),
        ...observabilityEnvironment(this),
        [BACKFILL_ENVIRONMENT_VARIABLES.newUserPoolId]: userPool.userPoolId,
        [NAMES.afterHours]: String(afterHours),
        ...(stateMachine === undefined ? {} : { [NAMES.stateMachineArn]: stateMachine.stateMachineArn }),
      },
      oldPool,
    });
  }

  private grantNewPool({ userPool }: CleanUpProps): void {
    const policy = new Policy(this, 'NewPoolAccess', {
      statements: [
        new PolicyStatement({
          actions: [
            'cognito-idp:AdminDeleteUser',
            'cognito-idp:AdminDisableUser',
            'cognito-idp:AdminEnableUser',
            'cognito-idp:AdminGetUser',
            'cognito-idp:AdminUpdateUserAttributes',
            'cognito-idp:DescribeUserPool',
            'cognito-idp:ListUsers',
          ],
          resources: [userPool.userPoolArn],
        }),
      ],
    });
    this.handler.role?.attachInlinePolicy(policy);
  }

  /** Whether a backfill has begun. */
  private grantExecutions({ stateMachineArn, stateMachineName }: StateMachine): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const policy = new Policy(this, 'ExecutionAccess', {
      statements: [
        new PolicyStatement({ actions: ['states:ListExecutions'], resources: [stateMachineArn] }),
        new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] }),
      ],
    });
    acceptWildcard(policy, executions, 'Executions get their names when they are started.');
    this.handler.role?.attachInlinePolicy(policy);
  }
}
