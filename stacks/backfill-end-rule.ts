import { Stack } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** Whose ends are told, and to whom. */
export interface BackfillEndRuleProps {
  readonly stateMachine: IStateMachine;
  /** Gets the message. */
  readonly topic: Topic;
}

/**
 * Ends of an execution that did not come to its report: it timed out, somebody stopped it, or Step Functions ended it,
 * as at 25,000 events. Names that begin with "States." are Step Functions' own; a run that failed after its report
 * carries the name of what went wrong, and has sent its message.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const ENDED_WITHOUT_REPORT = {
  $or: [
    { status: ['TIMED_OUT', 'ABORTED'] },
    { status: ['FAILED'], error: [{ exists: false }, null, { prefix: 'States.' }] },
  ],
};

/** Without the input, which may name people. */
const message = (): string => {
  const member = (name: string) => EventField.fromPath(`$.detail.${name}`);
  return (
    `The backfill's execution ${member('name')} ended ${member('status')}, perhaps without a report. Nothing is lost: ` +
    'start the state machine again with the same runId, and it goes on where it stopped. The runId is the one in the ' +
    `input of the execution or, if it has none, ${member('name')}. If that is refused because the run has no plan, it had ` +
    'not begun: start it without a runId. An import job that is under way goes on by itself; ' +
    'if it is one of disabled users, start again at once, because they stay enabled until then. ' +
    `Execution: ${member('executionArn')}`
  );
};

/** Tells the topic of runs that could not tell it themselves. */
export class BackfillEndRule extends Construct {
  constructor(scope: Construct, id: string, { stateMachine, topic }: BackfillEndRuleProps) {
    super(scope, id);
    const rule = new Rule(this, 'Rule', {
      description: 'Tells the topic when a backfill ended without a report.',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [stateMachine.stateMachineArn], ...ENDED_WITHOUT_REPORT },
      },
      targets: [{ bind: () => ({ arn: topic.topicArn, input: RuleTargetInput.fromText(message()) }) }],
    });
    // CDK's own target would let in the rules of every account. The conditions hold where EventBridge sends the
    // keys, and do not keep it out where it does not.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowEndRule',
        principals: [
          new ServicePrincipal('events.amazonaws.com', {
            conditions: {
              StringEqualsIfExists: { 'aws:SourceAccount': Stack.of(this).account },
              ArnEqualsIfExists: { 'aws:SourceArn': rule.ruleArn },
            },
          }),
        ],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
      }),
    );
  }
}
