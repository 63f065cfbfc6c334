import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { metricsNamespace } from '../migration/metrics.ts';
import { Alarms } from './alarms.ts';
import { MigrationDashboard } from './dashboard.ts';
import { PoolSizes } from './pool-sizes.ts';
import type { AlarmSettings } from './settings/alarms.ts';
import type { OldPoolSettings } from './settings/old-pool.ts';

/** The parts of the stack that are watched. */
export interface ObservabilityProps {
  /** The pool that people come to. */
  readonly userPool: IUserPool;
  /** The pool that people leave. */
  readonly oldPool: OldPoolSettings;
  /** The function behind the migration trigger. */
  readonly trigger: IFunction;
  /** The function that writes the groups into tokens. @default - none */
  readonly tokenGeneration?: IFunction | undefined;
  /** The function that judges registrations. @default - none */
  readonly signUpGuard?: IFunction | undefined;
  /** The function that removes profiles of forgotten passwords. @default - none */
  readonly cleanUp?: IFunction | undefined;
  /** The workflow of the backfill. @default - none */
  readonly stateMachine?: StateMachine | undefined;
  readonly alarms: AlarmSettings;
  /**
   * How long logs are kept, in days.
   * @default 30
   */
  readonly logRetentionDays?: number;
}

/** What an operator sees of a migration, and what calls them. */
export class Observability extends Construct {
  readonly dashboard: Dashboard;
  /** Gets a message when an alarm goes off; undefined without alarms. */
  readonly topic: Topic | undefined;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { userPool, oldPool, trigger, alarms, logRetentionDays = 30 } = props;
    const logGroup = new LogGroup(this, 'Log', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const poolSizes = new PoolSizes(this, 'PoolSizes', { userPool, oldPool, logGroup });
    const sources = {
      namespace: metricsNamespace(Stack.of(this).stackName),
      functionName: trigger.functionName,
      poolSizesFunctionName: poolSizes.handler.functionName,
      tokenFunctionName: props.tokenGeneration?.functionName,
      signUpFunctionName: props.signUpGuard?.functionName,
      cleanUpFunctionName: props.cleanUp?.functionName,
      stateMachineArn: props.stateMachine?.stateMachineArn,
    };
    const deployed = alarms.enabled ? new Alarms(this, 'Alarms', { sources, alarms }) : undefined;
    this.topic = deployed?.topic;
    this.dashboard = new MigrationDashboard(this, 'Dashboard', {
      sources,
      ...(deployed === undefined ? {} : { alarms: deployed.all }),
    }).dashboard;
  }
}
