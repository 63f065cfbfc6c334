import { runtimeEnvironment } from '../lambda/runtime-environment.ts';
import type { CreateResource, Deployment, ResolvedResource } from './deployment.ts';
import { statementsOfRole } from './iam.ts';
import { physicalName } from './physical-name.ts';
import { asRecord, members, number, optionalText, refuseOtherProperties, text } from './properties.ts';

/**
 * `AWS::Lambda::Function` with Node.js code that the CDK staged as an asset.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 */
export const createFunction: CreateResource = async (resource, deployment) => {
  refuseOtherProperties(
    resource,
    ['Code', 'Environment', 'FunctionName', 'Handler', 'MemorySize', 'Role', 'Runtime', 'Timeout'],
    [
      'Architectures',
      'Description',
      'LoggingConfig',
      'Tags',
      'TracingConfig',
      'ReservedConcurrentExecutions',
    ],
  );
  const { stackName, target } = deployment;
  const runtime = text(resource, 'Runtime');
  if (!runtime.startsWith('nodejs')) throw new Error(`The sandbox does not support the runtime ${runtime}.`);
  const functionName = optionalText(resource, 'FunctionName') ?? physicalName(stackName, resource.logicalId);
  const functionArn = functionArnOf(functionName, deployment);
  const memorySize = number(resource, 'MemorySize', 128);
  const handler = text(resource, 'Handler');
  target.functions.create({
    functionName,
    functionArn,
    handler,
    memorySize,
    code: codeOf(resource, deployment),
    timeoutSeconds: number(resource, 'Timeout', 3),
    environment: {
      ...environmentOf(resource),
      ...runtimeEnvironment({
        ...{ functionName, handler, memorySize, runtime },
        ...loggingOf(resource, functionName),
        region: target.region,
        endpoint: target.endpoint,
        s3Endpoint: target.s3.endpoint,
        credentials: assumeRole(resource, functionName, deployment),
      }),
    },
  });
  return { ref: functionName, attributes: { Arn: functionArn } };
};

/**
 * `AWS::Lambda::Permission`.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
 */
export const createPermission: CreateResource = async (resource, deployment) => {
  refuseOtherProperties(resource, ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn']);
  const action = text(resource, 'Action');
  if (action !== 'lambda:InvokeFunction')
    throw new Error(`The sandbox does not support permission to ${action}.`);
  const sourceArn = optionalText(resource, 'SourceArn');
  const sourceAccount = optionalText(resource, 'SourceAccount');
  deployment.target.functions.addPermission(functionArnOf(text(resource, 'FunctionName'), deployment), {
    principal: text(resource, 'Principal'),
    ...(sourceArn ? { sourceArn } : {}),
    ...(sourceAccount ? { sourceAccount } : {}),
  });
  return { ref: resource.logicalId, attributes: {} };
};

function functionArnOf(nameOrArn: string, { target: { region, accountId } }: Deployment): string {
  return nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:aws:lambda:${region}:${accountId}:function:${nameOrArn}`;
}

function codeOf(resource: ResolvedResource, { assets }: Deployment): string {
  const key = String(members(resource, 'Code')['S3Key']);
  const path = assets.get(key);
  if (!path) throw new Error(`The code of ${resource.logicalId}, ${key}, is no asset of this stack.`);
  return path;
}

function environmentOf(resource: ResolvedResource): Record<string, string> {
  const variables = asRecord(members(resource, 'Environment')['Variables']);
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function loggingOf(resource: ResolvedResource, functionName: string) {
  const { LogGroup, LogFormat } = members(resource, 'LoggingConfig');
  return {
    logGroupName: String(LogGroup ?? `/aws/lambda/${functionName}`),
    logFormat: String(LogFormat ?? 'Text'),
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
function assumeRole(resource: ResolvedResource, functionName: string, deployment: Deployment) {
  const { principals, accountId } = deployment.target;
  const roleName = text(resource, 'Role').split('/').at(-1) ?? '';
  const arn = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${functionName}`;
  const statements = statementsOfRole(deployment, roleName);
  return principals.assumeRole(arn, () => statements);
}
