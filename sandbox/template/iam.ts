import type { PolicyStatement } from '../server/principals.ts';
import type { CreateResource, Deployment, ResolvedResource } from './deployment.ts';
import { physicalName } from './physical-name.ts';
import { asList, asRecord, members, optionalText, refuseOtherProperties } from './properties.ts';

/** Managed policies that grant nothing in Cognito. */
const HARMLESS_MANAGED_POLICIES = [
  'service-role/AWSLambdaBasicExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'AWSXrayWriteOnlyAccess',
];

/** `AWS::IAM::Role` with its inline policies. */
export const createRole: CreateResource = async (resource, deployment) => {
  refuseOtherProperties(
    resource,
    ['RoleName', 'Policies', 'ManagedPolicyArns', 'AssumeRolePolicyDocument'],
    ['Description', 'MaxSessionDuration', 'Path', 'Tags'],
  );
  const { stackName, target } = deployment;
  const roleName = optionalText(resource, 'RoleName') ?? physicalName(stackName, resource.logicalId);
  for (const arn of asList(resource.properties['ManagedPolicyArns'])) refuseUnlessHarmless(String(arn));
  const inline = asList(resource.properties['Policies']).map((policy) => asRecord(policy)['PolicyDocument']);
  deployment.roles.set(roleName, inline.flatMap(statementsOf));
  const arn = `arn:aws:iam::${target.accountId}:role/${roleName}`;
  target.principals.defineRole(arn, {
    trustedServices: services(trustStatements(resource).filter(isMetWithoutKeys)),
    namedServices: services(trustStatements(resource)),
    statements: () => statementsOfRole(deployment, roleName),
  });
  return { ref: roleName, attributes: { Arn: arn } };
};

/** `AWS::IAM::Policy`: an inline policy that is attached to roles. */
export const createPolicy: CreateResource = async (resource, deployment) => {
  refuseOtherProperties(resource, ['PolicyName', 'PolicyDocument', 'Roles']);
  const statements = statementsOf(resource.properties['PolicyDocument']);
  for (const roleName of asList(resource.properties['Roles'])) {
    statementsOfRole(deployment, String(roleName)).push(...statements);
  }
  return { ref: resource.logicalId, attributes: {} };
};

/** A live list: policies that are attached later appear in it. Empty for a role of another stack. */
export function statementsOfRole({ roles }: Deployment, roleName: string): PolicyStatement[] {
  const statements = roles.get(roleName) ?? [];
  roles.set(roleName, statements);
  return statements;
}

/** What a trust policy allows. */
const trustStatements = (role: ResolvedResource) =>
  asList(members(role, 'AssumeRolePolicyDocument')['Statement'])
    .map(asRecord)
    .filter(({ Effect }) => Effect === 'Allow');

/**
 * Whether a statement holds even if the request carries none of the keys that it asks about, as with `IfExists`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const isMetWithoutKeys = ({ Condition }: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(asRecord(Condition)).every((operator) => operator.endsWith('IfExists'));

/**
 * The services that statements of a trust policy name. Whether Cognito sends what a condition asks for is documented
 * for no import job: there a condition counts as not met.
 */
const services = (statements: readonly Readonly<Record<string, unknown>>[]): string[] =>
  statements.flatMap(({ Principal }) => asList(asRecord(Principal)['Service']).map(String));

function refuseUnlessHarmless(arn: string): void {
  if (!HARMLESS_MANAGED_POLICIES.some((policy) => arn.endsWith(`:policy/${policy}`))) {
    throw new Error(`The sandbox does not know what the managed policy ${arn} grants.`);
  }
}

function statementsOf(policyDocument: unknown): PolicyStatement[] {
  return asList(asRecord(policyDocument)['Statement']).map((statement) => statementOf(asRecord(statement)));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
function statementOf({ Sid, Effect, Action, Resource, ...others }: Record<string, unknown>): PolicyStatement {
  const [other] = Object.keys(others);
  if (other)
    throw new Error(`The sandbox does not support ${other} in a policy statement (${Sid ?? 'no Sid'}).`);
  return {
    Effect: Effect === 'Deny' ? 'Deny' : 'Allow',
    Action: asList(Action).map(String),
    Resource: asList(Resource).map(String),
  };
}
