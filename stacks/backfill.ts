import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { BackfillEndRule } from './backfill-end-rule.ts';
import { BackfillFunctions } from './backfill-functions.ts';
import { BackfillStorage } from './backfill-storage.ts';
import { backfillWorkflow } from './backfill-workflow.ts';
import { ImportLogsRole } from './import-logs-role.ts';
import type { BackfillSettings } from './settings/backfill.ts';
import type { OldPoolSettings } from './settings/old-pool.ts';
import { acceptWildcard } from './wildcard-finding.ts';

/** Both pools, and how people get from one to the other without signing in. */
export interface BackfillProps {
  /** The pool that people come to; it must verify e-mail addresses or phone numbers. */
  readonly userPool: IUserPool;
  /** The pool that people leave. */
  readonly oldPool: OldPoolSettings;
  /** What the rules of the migration need in their environment, as `functionEnvironment` writes it. */
  readonly rulesEnvironment: Readonly<Record<string, string>>;
  /** How the backfill goes; `enabled` is for who makes the construct. */
  readonly backfill: Omit<BackfillSettings, 'enabled'>;
  /**
   * How long the logs of functions and workflow are kept, in days.
   * @default 30
   */
  readonly logRetentionDays?: number;
}

/** Import jobs take what time they take, and other jobs of the account come before them. In days. */
const LONGEST_RUN = 30;

/**
 * Brings over everybody who never signed in: a state machine that lists both pools, writes import files, runs the
 * import jobs one by one, and accounts for each user. It does nothing until somebody starts it.
 */
export class Backfill extends Construct {
  /** Start it with `{}`, or with the options of `migration/backfill/run-options.ts`. */
  readonly stateMachine: StateMachine;
  /** Listings, import files and reports, under `runs/<runId>/`. */
  readonly bucket: Bucket;
  /** Gets the summary of each run, and a message for each that ended without one. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: BackfillProps) {
    super(scope, id);
    const { userPool, oldPool, rulesEnvironment, backfill, logRetentionDays = 30 } = props;
    const log = (name: string) =>
      new LogGroup(this, name, { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    const storage = new BackfillStorage(this, 'Storage', backfill);
    this.bucket = storage.bucket;
    this.topic = this.createTopic(backfill);
    const functions = new BackfillFunctions(this, 'Functions', {
      userPool,
      oldPool,
      rulesEnvironment,
      disabledUsers: backfill.disabledUsers,
      storage,
      logGroup: log('FunctionLog'),
      importLogsRole: new ImportLogsRole(this, 'ImportLogs', { userPoolArn: userPool.userPoolArn }).role,
    });
    this.stateMachine = this.createStateMachine(functions, log('WorkflowLog'), backfill);
    this.grantExecutions(functions);
    new BackfillEndRule(this, 'EndRule', { stateMachine: this.stateMachine, topic: this.topic });
  }

  private createTopic({ notify }: Pick<BackfillSettings, 'notify'>): Topic {
    const topic = new Topic(this, 'Topic', { displayName: 'User backfill', enforceSSL: true });
    for (const address of notify) topic.addSubscription(new EmailSubscription(address));
    return topic;
  }

  private createStateMachine(
    functions: BackfillFunctions,
    logGroup: LogGroup,
    { expireAfterDays }: Pick<BackfillSettings, 'expireAfterDays'>,
  ): StateMachine {
    const role = new Role(this, 'WorkflowRole', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const policy = this.workflowPolicy(functions);
    policy.attachToRole(role);
    const stateMachine = new StateMachine(this, 'Workflow', {
      comment: 'Imports who has not moved from the old user pool to the new one.',
      definitionBody: DefinitionBody.fromChainable(backfillWorkflow(this, { functions, topic: this.topic })),
      // CDK would allow all versions of the functions, by a wildcard.
      role: role.withoutPolicyUpdates(),
      // A run must not outlive what it has written.
      timeout: Duration.days(Math.min(LONGEST_RUN, expireAfterDays)),
      // Without data: the input of a pilot names people.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    });
    stateMachine.node.addDependency(policy);
    Validations.of(stateMachine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason:
        'X-Ray needs permissions on every resource, and the log and the report say of each step when it ran and what came of it.',
    });
    return stateMachine;
  }

  private workflowPolicy(functions: BackfillFunctions): Policy {
    const policy = new Policy(this, 'WorkflowPolicy', {
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: functions.all.map(({ functionArn }) => functionArn),
        }),
        new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
        // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        new PolicyStatement({
          actions: [
            'logs:CreateLogDelivery',
            'logs:DeleteLogDelivery',
            'logs:DescribeLogGroups',
            'logs:DescribeResourcePolicies',
            'logs:GetLogDelivery',
            'logs:ListLogDeliveries',
            'logs:PutResourcePolicy',
            'logs:UpdateLogDelivery',
          ],
          resources: ['*'],
        }),
      ],
    });
    acceptWildcard(
      policy,
      '*',
      'Log deliveries of Step Functions have no ARNs: these permissions can only be granted on "*".',
    );
    return policy;
  }

  /** A lock is taken over if the execution that holds it is over: of this state machine only. */
  private grantExecutions(functions: BackfillFunctions): void {
    const stack = Stack.of(this);
    const { role } = functions.of('plan');
    const { stateMachineName } = this.stateMachine;
    if (!(role instanceof Role)) return;
    const executions = stack.formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    // Of its own: in the role's first policy, function and state machine would wait for each other.
    const policy = new Policy(this, 'ExecutionAccess', {
      statements: [new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [executions] })],
    });
    acceptWildcard(policy, executions, 'Executions get their names when they are started.');
    policy.attachToRole(role);
  }
}
