import type { CreateResource } from './deployment.ts';
import { physicalName } from './physical-name.ts';
import { asList, asRecord, optionalText, refuseOtherProperties, text } from './properties.ts';

/**
 * `AWS::SNS::Topic`.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html
 */
export const createTopic: CreateResource = async (resource, { stackName, target }) => {
  refuseOtherProperties(
    resource,
    ['Subscription', 'TopicName'],
    ['DisplayName', 'KmsMasterKeyId', 'Tags', 'TracingConfig'],
  );
  const name = optionalText(resource, 'TopicName') ?? physicalName(stackName, resource.logicalId, 256);
  const arn = `arn:aws:sns:${target.region}:${target.accountId}:${name}`;
  target.topics.create(arn);
  for (const { Protocol, Endpoint } of asList(resource.properties['Subscription']).map(asRecord)) {
    target.topics.subscribe(arn, String(Protocol), String(Endpoint));
  }
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
};

/**
 * `AWS::SNS::Subscription`: whoever subscribes is named with each message, and nothing is delivered.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html
 */
export const createSubscription: CreateResource = async (resource, { target }) => {
  refuseOtherProperties(resource, ['Endpoint', 'Protocol', 'TopicArn']);
  const topicArn = text(resource, 'TopicArn');
  target.topics.subscribe(topicArn, text(resource, 'Protocol'), text(resource, 'Endpoint'));
  return { ref: `${topicArn}:${resource.logicalId}`, attributes: {} };
};
