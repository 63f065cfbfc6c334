import type { PoolAccess } from '../aws/clients/cognito-client.ts';
import type { ServiceAccess } from '../aws/clients/service-access.ts';
import type { Deployment } from '../aws/deployments.ts';
import { oldRegion } from '../stacks/settings/old-pool.ts';
import type { Settings } from '../stacks/settings.ts';
import { newRegion } from '../stacks/settings.ts';
import type { Terminal } from './terminal.ts';

/** 0 fine, 1 findings, 2 could not run. */
export type ExitStatus = 0 | 1 | 2;

/** Where settings are from. */
export type SettingsSource = 'deployment' | 'cdk.json';

/** What a command works with. */
export interface CommandContext {
  readonly settings: Settings;
  /** The deployment, or `cdk.json` with `-c` over it. */
  readonly settingsFrom: SettingsSource;
  /** Keys under which those two differ; absent where nobody compared them. */
  readonly changedSettings?: readonly string[];
  readonly old: { readonly userPoolId: string; readonly access: PoolAccess };
  /** Region (and endpoint) of the new pool and of everything else in the stack. */
  readonly new: { readonly access: PoolAccess };
  /** Undefined before the first deploy. */
  readonly deployed: Deployment | undefined;
  readonly terminal: Terminal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Aborted by Ctrl-C, and when nobody reads stdout any more: stop soon, and leave nothing half done. */
  readonly signal: AbortSignal;
}

/** What a command works with after the first deploy. */
export type DeployedContext = CommandContext & { readonly deployed: Deployment };

/**
 * Opens a context by the global options, lets a command act on it, and makes what it returns (or throws) the exit
 * status of the process.
 */
export interface OpenContext {
  /** For commands that need the deployed stack; without one they are told to deploy. */
  deployed(act: (context: DeployedContext) => Promise<ExitStatus>): Promise<void>;
  /**
   * For commands that work before the first deploy, too.
   * @param prefer the settings that count where something is deployed; on a sandbox, those of the deployment do
   */
  anytime(prefer: SettingsSource, act: (context: CommandContext) => Promise<ExitStatus>): Promise<void>;
  /** For commands that go before any settings: they need neither `cdk.json` nor a stack. */
  unsettled(act: (before: ContextBeforeSettings) => Promise<ExitStatus>): Promise<void>;
}

/** AWS, or a sandbox that plays it. */
export type Place = Pick<ServiceAccess, 'endpoint' | 'credentials'>;

/** A sandbox takes any credentials; those of the operator shall not be sent to it. */
export const sandboxAt = (endpoint: string): Place => ({
  endpoint,
  credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
});

/** What all commands of one process share. */
export type ProcessContext = Pick<CommandContext, 'terminal' | 'now' | 'signal'>;

/** What there is before there are settings. */
export interface ContextBeforeSettings extends ProcessContext {
  readonly place: Place;
}

/** A context with these settings. @param region of the stack. @default the one that the settings say */
export const contextAt = <Deployed extends Deployment | undefined>(
  place: Place,
  { settings, deployed, region }: { settings: Settings; deployed: Deployed; region?: string | undefined },
  processContext: ProcessContext,
): CommandContext & { readonly deployed: Deployed } => {
  const { oldPool } = settings;
  const { roleArn: arn, externalId } = oldPool;
  const role = arn === undefined ? undefined : { arn, ...(externalId === undefined ? {} : { externalId }) };
  const oldAccess = { ...place, region: oldRegion(oldPool), ...(role === undefined ? {} : { role }) };
  return {
    ...processContext,
    settings,
    settingsFrom: deployed === undefined ? 'cdk.json' : 'deployment',
    old: { userPoolId: oldPool.userPoolId, access: oldAccess },
    new: { access: { ...place, region: region ?? newRegion(settings) } },
    deployed,
  };
};
