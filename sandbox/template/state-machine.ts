import type { CreateResource, ResolvedResource } from './deployment.ts';
import { statementsOfRole } from './iam.ts';
import { physicalName } from './physical-name.ts';
import { members, optionalText, refuseOtherProperties, text } from './properties.ts';

/** Who runs state machines. */
const STEP_FUNCTIONS = 'states.amazonaws.com';

/**
 * `AWS::StepFunctions::StateMachine` of type STANDARD, in its role.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html
 */
export const createStateMachine: CreateResource = async (resource, deployment) => {
  refuseOtherProperties(
    resource,
    [
      ...['Definition', 'DefinitionString', 'DefinitionSubstitutions'],
      ...['RoleArn', 'StateMachineName', 'StateMachineType'],
    ],
    ['LoggingConfiguration', 'Tags', 'TracingConfiguration'],
  );
  const { stackName, target } = deployment;
  const type = optionalText(resource, 'StateMachineType') ?? 'STANDARD';
  if (type !== 'STANDARD') throw new Error(`The sandbox does not support ${type} state machines.`);
  const roleArn = text(resource, 'RoleArn');
  const role = target.principals.role(roleArn);
  const { trustedServices = [], namedServices = trustedServices } = role ?? {};
  if (role && !namedServices.some(isStepFunctions)) {
    throw new Error(`Step Functions may not assume the role ${roleArn} of ${resource.logicalId}.`);
  }
  const statements = statementsOfRole(deployment, roleArn.split('/').at(-1) ?? '');
  const name = optionalText(resource, 'StateMachineName') ?? physicalName(stackName, resource.logicalId, 80);
  const arn = await target.stepFunctions.createStateMachine({
    name,
    roleArn,
    definition: definitionOf(resource),
    statements: () => statements,
    invoke: (functionArn, payload) => target.functions.invokeDirectly(functionArn, payload),
  });
  return { ref: arn, attributes: { Arn: arn, Name: name } };
};

/** `states.eu-west-1.amazonaws.com` is the same for one Region. */
const isStepFunctions = (service: string): boolean =>
  service === STEP_FUNCTIONS || /^states\.[\w-]+\.amazonaws\.com$/.test(service);

function definitionOf(resource: ResolvedResource): string {
  const written =
    optionalText(resource, 'DefinitionString') ?? JSON.stringify(members(resource, 'Definition'));
  const substitutions = members(resource, 'DefinitionSubstitutions');
  return written.replaceAll(/\$\{([\w-]+)\}/g, (whole, name: string) =>
    Object.hasOwn(substitutions, name) ? String(substitutions[name]) : whole,
  );
}
