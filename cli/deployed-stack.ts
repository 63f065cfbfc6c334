import type { ServiceAccess } from '../aws/clients/service-access.ts';
import { createStacks, type Deployment, deploymentOf } from '../aws/deployments.ts';
import { member } from '../migration/member.ts';
import { SettingsError } from '../stacks/settings/mistakes.ts';
import { parseSettings, SETTINGS_METADATA, type Settings } from '../stacks/settings.ts';
import { OperatorError } from './operator-error.ts';
import { standingOf } from './stack-status.ts';

/** The stack that was deployed, and the settings with which it was. */
export interface DeployedStack {
  readonly deployment: Deployment;
  readonly settings: Settings;
}

/** Whether there is a stack to work with; if not, why. */
export type StackSearch =
  | { readonly kind: 'deployed'; readonly deployment: Deployment; readonly metadata: string }
  | { readonly kind: 'absent'; readonly because: OperatorError };

/**
 * Looks for the stack.
 * @throws OperatorError where it is being changed, or is none of ours.
 */
export const findStack = async (
  access: ServiceAccess,
  stackName: string,
  signal?: AbortSignal,
): Promise<StackSearch> => {
  const stacks = createStacks(access, signal);
  try {
    const stack = await stacks.describe(stackName);
    if (stack === undefined) return { kind: 'absent', because: notFound(stackName, access) };
    const standing = standingOf(stack, access.region);
    if (standing.kind === 'unusable') throw standing.because;
    if (standing.kind === 'absent') return standing;
    const deployment = deploymentOf(stack);
    if (deployment === undefined) {
      throw new OperatorError(
        `The stack ${stackName} in ${access.region} has not the outputs of a user migration.`,
        'Give the name of the right stack with --stack, or run npm run deploy if this one is older than your copy.',
      );
    }
    return { kind: 'deployed', deployment, metadata: await stacks.metadata(stackName) };
  } finally {
    stacks.destroy();
  }
};

const notFound = (stackName: string, { region, endpoint }: ServiceAccess): OperatorError =>
  endpoint === undefined
    ? new OperatorError(
        `There is no stack ${stackName} in ${region}, in the account of these credentials.`,
        'Run npm run deploy first; or choose the stack with --stack, the Region with --region, and the account with AWS_PROFILE.',
      )
    : new OperatorError(
        `The sandbox at ${endpoint} has no stack ${stackName}.`,
        'Give the name of one that was deployed there with --stack.',
      );

/**
 * The settings with which the stack was deployed.
 * @throws OperatorError where it was deployed by a version that wrote none, or other ones.
 */
export const deployedSettings = (stackName: string, metadata: string): Settings => {
  try {
    const written: unknown = JSON.parse(metadata);
    const text = member(written, SETTINGS_METADATA);
    if (typeof text === 'string') return parseSettings(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SettingsError || cause instanceof SyntaxError)) throw cause;
    throw otherVersion(stackName, { cause });
  }
  throw otherVersion(stackName);
};

const otherVersion = (stackName: string, options?: ErrorOptions): OperatorError =>
  new OperatorError(
    `The stack ${stackName} was deployed by another version: its template's Metadata has no settings that this one can read.`,
    'Run npm run deploy with this version; it changes nothing else if cdk.json is the same.',
    options,
  );

/**
 * The stack to work with.
 * @throws OperatorError where there is none.
 */
export const deployedStack = async (
  access: ServiceAccess,
  stackName: string,
  signal?: AbortSignal,
): Promise<DeployedStack> => {
  const found = await findStack(access, stackName, signal);
  if (found.kind === 'absent') throw found.because;
  const { deployment, metadata } = found;
  return { deployment, settings: deployedSettings(stackName, metadata) };
};
