import type { CreateResource } from './deployment.ts';
import { physicalName } from './physical-name.ts';

/**
 * Resources that change nothing of what a person sees at sign-in: they get a name and an ARN, so that others can
 * refer to them, and nothing is created. Alarms and dashboards are for people who look at AWS; a schedule calls nobody,
 * because hours do not pass in a rehearsal; nothing is encrypted, because nothing is kept.
 */
export const TYPES_WITHOUT_EFFECT: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Rule',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::SNS::TopicPolicy',
];

export const createNothing: CreateResource = async ({ type, logicalId }, { stackName, target }) => {
  const ref = physicalName(stackName, logicalId, 128);
  const [, service = ''] = type.toLowerCase().split('::');
  return { ref, attributes: { Arn: `arn:aws:${service}:${target.region}:${target.accountId}:${ref}` } };
};
