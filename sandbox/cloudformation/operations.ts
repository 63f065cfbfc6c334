import * as sdk from '@aws-sdk/client-cloudformation';
import { CognitoError, unsupported } from '../cognito/errors.ts';
import type { Services } from '../cognito/services.ts';
import { RequestShapes } from '../server/request-shape.ts';
import type { Stack, Stacks } from './stacks.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (stacks: Stacks, input: Input) => object;

const SHAPES = new RequestShapes(sdk);

/**
 * Runs one operation of CloudFormation.
 * @throws CognitoError what CloudFormation refuses; UnsupportedOperationException for an operation or a parameter
 * that it has and the sandbox does not
 */
export async function dispatchStacks(
  { stacks }: Pick<Services, 'stacks'>,
  operation: string,
  input: unknown,
): Promise<object> {
  const supported = OPERATIONS[operation];
  if (supported === undefined) {
    if (SHAPES.has(operation)) throw unsupported(operation);
    throw new CognitoError('InvalidAction', `Could not find operation ${operation} for version 2010-05-15`);
  }
  const request: Input = { ...(typeof input === 'object' && input) };
  const other = Object.keys(request).find((name) => name !== 'StackName');
  if (other !== undefined) throw unsupported(`the parameter ${other} of ${operation}`);
  return supported(stacks, request);
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
  DescribeStacks: (stacks, { StackName }) => {
    const wanted = StackName === undefined ? stacks.all() : [stacks.get(String(StackName))];
    return { Stacks: wanted.map(describe) };
  },

  /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
  GetTemplateSummary: (stacks, { StackName }) => {
    if (StackName === undefined) throw unsupported('GetTemplateSummary without StackName');
    const { metadata } = stacks.get(String(StackName));
    return { Metadata: JSON.stringify(metadata), Parameters: [], ResourceTypes: [] };
  },
};

export const SUPPORTED_STACK_OPERATIONS: readonly string[] = Object.keys(OPERATIONS);

const describe = ({ name, id, status, statusReason, outputs, createdAt }: Stack): object => ({
  StackId: id,
  StackName: name,
  CreationTime: createdAt,
  StackStatus: status,
  ...(statusReason === undefined ? {} : { StackStatusReason: statusReason }),
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});
