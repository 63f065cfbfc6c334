import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { member } from '../migration/member.ts';

/** A part of an ARN as cdk-nag writes it: references in angle brackets. */
const spelled = (part: unknown): string => {
  if (typeof part === 'string') return part;
  const join = member(part, 'Fn::Join');
  if (Array.isArray(join)) {
    const [separator, parts]: readonly unknown[] = join;
    return Array.isArray(parts) ? parts.map(spelled).join(String(separator)) : '';
  }
  const attribute = member(part, 'Fn::GetAtt');
  return `<${Array.isArray(attribute) ? attribute.join('.') : String(member(part, 'Ref'))}>`;
};

/** Accounts for a wildcard in the resources of a policy; `arn` is the resource as it was granted. */
export const acceptWildcard = (construct: IConstruct, arn: string, reason: string): void => {
  const resource = spelled(Stack.of(construct).resolve(arn));
  Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
};
