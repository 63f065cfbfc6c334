import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmRule } from './alarm-rules.ts';
import { alarmRules } from './alarm-rules.ts';
import { metricOf } from './metric-of.ts';
import type { MetricSources } from './metric-sources.ts';
import { runbookLink } from './runbook-link.ts';
import type { AlarmSettings } from './settings/alarms.ts';

/** What is watched, and who hears of it. */
export interface AlarmsProps {
  readonly sources: MetricSources;
  readonly alarms: Omit<AlarmSettings, 'enabled'>;
}

const measureOf = ({ name, metrics, expression, heading, minutes }: AlarmRule): IMetric => {
  const period = Duration.minutes(minutes);
  const used = Object.entries(metrics).map(([id, metric]) => [id, metricOf(metric, { period })] as const);
  if (expression !== undefined) {
    return new MathExpression({ label: heading, expression, usingMetrics: Object.fromEntries(used), period });
  }
  const [only] = used;
  if (only === undefined) throw new Error(`The alarm ${name} looks at no metric`);
  return only[1];
};

/** What needs a person, and the topic that tells them. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];
  /** Gets a message when an alarm goes off. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { sources, alarms }: AlarmsProps) {
    super(scope, id);
    this.topic = this.createTopic();
    for (const address of alarms.notify) this.topic.addSubscription(new EmailSubscription(address));
    const tell = new SnsAction(this.topic);
    this.all = alarmRules(sources).map((rule) => {
      const alarm = this.createAlarm(rule, alarms.runbookUrl);
      alarm.addAlarmAction(tell);
      return alarm;
    });
  }

  private createAlarm(rule: AlarmRule, runbookUrl: string | undefined): Alarm {
    return new Alarm(this, rule.name, {
      alarmName: this.nameOf(rule.name),
      alarmDescription: `${rule.happened} What to do: ${runbookLink(rule.heading, runbookUrl)}`,
      metric: measureOf(rule),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: rule.threshold,
      datapointsToAlarm: rule.periods.breaching,
      evaluationPeriods: rule.periods.of,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private nameOf(rule: string): string {
    return `${Stack.of(this).stackName}-${rule}`;
  }

  /**
   * Alarms cannot publish through the key that AWS manages for SNS: its policy does not let them.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
   */
  private createTopic(): Topic {
    const key = new Key(this, 'Key', {
      description: 'Encrypts messages of alarms about the user migration.',
      enableKeyRotation: true,
      // Nothing that it encrypts outlives the topic.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const topic = new Topic(this, 'Topic', {
      displayName: 'User migration alarms',
      masterKey: key,
      enforceSSL: true,
    });
    key.addToResourcePolicy(this.letAlarms(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'));
    // With a policy of its own, a topic has lost the default one, which lets the account's alarms publish.
    topic.addToResourcePolicy(this.letAlarms(['sns:Publish'], topic.topicArn));
    return topic;
  }

  /** Lets the alarms of this stack do something, and no other's. */
  private letAlarms(actions: string[], resource: string): PolicyStatement {
    const stack = Stack.of(this);
    const alarms = stack.formatArn({
      service: 'cloudwatch',
      resource: `alarm:${this.nameOf('*')}`,
    });
    return new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions,
      resources: [resource],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': alarms },
      },
    });
  }
}
