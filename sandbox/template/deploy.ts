import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Template, TemplateResource } from './assembly.ts';
import { type DeployedStack, describeStack } from './deployed-stack.ts';
import type { CreateResource, Deployment, DeployTarget } from './deployment.ts';
import { createPolicy, createRole } from './iam.ts';
import { type CreatedResource, holds, resolve, type Scope } from './intrinsics.ts';
import { createFunction, createPermission } from './lambda.ts';
import { asRecord } from './properties.ts';
import { inOrderOfDependence } from './resource-order.ts';
import { createBucket, createBucketPolicy } from './s3.ts';
import { createSubscription, createTopic } from './sns.ts';
import { createStateMachine } from './state-machine.ts';
import { createUserPool } from './user-pool.ts';
import { createUserPoolClient } from './user-pool-client.ts';
import { createNothing, TYPES_WITHOUT_EFFECT } from './without-effect.ts';

export type { DeployedStack };

const CREATE: Readonly<Record<string, CreateResource>> = {
  'AWS::Cognito::UserPool': createUserPool,
  'AWS::Cognito::UserPoolClient': createUserPoolClient,
  'AWS::IAM::Policy': createPolicy,
  'AWS::IAM::Role': createRole,
  'AWS::Lambda::Function': createFunction,
  'AWS::Lambda::Permission': createPermission,
  'AWS::S3::Bucket': createBucket,
  'AWS::S3::BucketPolicy': createBucketPolicy,
  'AWS::SNS::Subscription': createSubscription,
  'AWS::SNS::Topic': createTopic,
  'AWS::StepFunctions::StateMachine': createStateMachine,
  ...Object.fromEntries(TYPES_WITHOUT_EFFECT.map((type) => [type, createNothing])),
};

/**
 * Creates in a running sandbox what a template describes, through the sandbox's own API. Pools that the template
 * names by their ids must be there already. Several stacks may be deployed to one sandbox.
 *
 * @throws Error that names a resource type, property or intrinsic function that the sandbox does not support, or
 * the refusal of the API; what was created before it stays.
 */
export async function deploy(template: Template, target: DeployTarget): Promise<DeployedStack> {
  const deployment: Deployment = {
    stackName: template.stackName,
    target,
    cognito: administrator(target),
    assets: template.assets,
    roles: new Map(),
  };
  const resources = new Map<string, CreatedResource>();
  const scope: Scope = { template, parameters: parametersOf(template, target), resources };
  const wanted = Object.entries(template.Resources).filter(([, { Condition }]) => holds(Condition, scope));
  refuseUnknownTypes(wanted);
  try {
    for (const [logicalId, { Type: type, Properties }] of inOrderOfDependence(wanted)) {
      const properties = asRecord(resolve(Properties ?? {}, scope));
      const created = await CREATE[type]?.({ logicalId, type, properties }, deployment);
      if (created) resources.set(logicalId, created);
    }
  } finally {
    deployment.cognito.destroy();
  }
  const stack = describeStack(wanted, scope);
  target.stacks.put({ name: template.stackName, outputs: stack.outputs, metadata: template.Metadata });
  return stack;
}

function administrator({ endpoint, region }: DeployTarget): CognitoIdentityProviderClient {
  const credentials = { accessKeyId: 'AKIASANDBOXADMIN', secretAccessKey: 'sandbox' };
  return new CognitoIdentityProviderClient({ endpoint, region, credentials, maxAttempts: 1 });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
function parametersOf({ stackName, Parameters }: Template, target: DeployTarget): Map<string, unknown> {
  const { region, accountId, stacks } = target;
  return new Map([
    ...Object.entries(Parameters).map(([name, { Default }]) => [name, Default] as const),
    ['AWS::AccountId', accountId] as const,
    ['AWS::Partition', 'aws'] as const,
    ['AWS::Region', region] as const,
    ['AWS::StackId', stacks.idOf(stackName)] as const,
    ['AWS::StackName', stackName] as const,
    ['AWS::URLSuffix', 'amazonaws.com'] as const,
  ]);
}

function refuseUnknownTypes(resources: readonly (readonly [string, TemplateResource])[]): void {
  const unknown = resources
    .filter(([, { Type }]) => !(Type in CREATE))
    .map(([id, { Type }]) => `${Type} (${id})`);
  if (unknown.length > 0) throw new Error(`The sandbox does not support ${unknown.join(', ')}.`);
}
