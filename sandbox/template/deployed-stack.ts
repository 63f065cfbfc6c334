import type { TemplateResource } from './assembly.ts';
import { type CreatedResource, holds, resolve, type Scope } from './intrinsics.ts';
import { TYPES_WITHOUT_EFFECT } from './without-effect.ts';

/** What a template became. The keys are its logical ids; those of `outputs` are the names of its outputs. */
export interface DeployedStack {
  readonly userPoolIds: Readonly<Record<string, string>>;
  readonly clients: Readonly<Record<string, DeployedClient>>;
  readonly functions: Readonly<Record<string, DeployedFunction>>;
  /** Names. */
  readonly buckets: Readonly<Record<string, string>>;
  /** ARNs. */
  readonly stateMachines: Readonly<Record<string, string>>;
  /** ARNs. */
  readonly topics: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Logical ids of resources that have no effect in a sandbox. */
  readonly ignored: readonly string[];
}

export interface DeployedClient {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly clientSecret?: string;
}

export interface DeployedFunction {
  readonly functionName: string;
  readonly functionArn: string;
}

type Entry = readonly [logicalId: string, resource: TemplateResource];

/** Tells what became of the resources of a template, all of which are in `scope`. */
export function describeStack(entries: readonly Entry[], scope: Scope): DeployedStack {
  const idsOf = (types: readonly string[]) =>
    entries.filter(([, { Type }]) => types.includes(Type)).map(([id]) => id);
  const describeEach = <T>(type: string, describe: (created: CreatedResource) => T): Record<string, T> =>
    Object.fromEntries(
      idsOf([type]).flatMap((id) => {
        const created = scope.resources.get(id);
        return created ? [[id, describe(created)] as const] : [];
      }),
    );
  return {
    userPoolIds: describeEach('AWS::Cognito::UserPool', ({ ref }) => ref),
    clients: describeEach('AWS::Cognito::UserPoolClient', describeClient),
    functions: describeEach('AWS::Lambda::Function', describeFunction),
    buckets: describeEach('AWS::S3::Bucket', ({ ref }) => ref),
    stateMachines: describeEach('AWS::StepFunctions::StateMachine', ({ ref }) => ref),
    topics: describeEach('AWS::SNS::Topic', ({ ref }) => ref),
    outputs: describeOutputs(scope),
    ignored: idsOf(TYPES_WITHOUT_EFFECT),
  };
}

function describeClient({ ref, attributes }: CreatedResource): DeployedClient {
  const { UserPoolId = '', Name = '', ClientSecret } = attributes;
  return {
    userPoolId: UserPoolId,
    clientId: ref,
    clientName: Name,
    ...(ClientSecret ? { clientSecret: ClientSecret } : {}),
  };
}

function describeFunction({ ref, attributes: { Arn = '' } }: CreatedResource): DeployedFunction {
  return { functionName: ref, functionArn: Arn };
}

function describeOutputs(scope: Scope): Record<string, string> {
  const outputs = Object.entries(scope.template.Outputs).filter(([, { Condition }]) =>
    holds(Condition, scope),
  );
  return Object.fromEntries(outputs.map(([name, { Value }]) => [name, String(resolve(Value, scope))]));
}
