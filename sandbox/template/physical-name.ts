import { randomBytes } from 'node:crypto';

/**
 * The name that CloudFormation gives to a resource without one.
 * @param longest how many characters a name of its type may have
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export function physicalName(stackName: string, logicalId: string, longest = 64): string {
  const random = randomBytes(6).toString('hex').toUpperCase();
  return `${`${stackName}-${logicalId}`.slice(0, longest - random.length - 1)}-${random}`;
}
