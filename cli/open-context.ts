import type { ServiceAccess } from '../aws/clients/service-access.ts';
import { changedSettings } from '../migration/check/changed-settings.ts';
import type { Settings } from '../stacks/settings.ts';
import { newRegion } from '../stacks/settings.ts';
import type {
  CommandContext,
  DeployedContext,
  ExitStatus,
  OpenContext,
  Place,
  ProcessContext,
  SettingsSource,
} from './command-context.ts';
import { contextAt, sandboxAt } from './command-context.ts';
import { deployedSettings, deployedStack, findStack } from './deployed-stack.ts';
import type { GlobalOptions } from './global-options.ts';
import { OperatorError } from './operator-error.ts';
import { projectSettings } from './project-settings.ts';
import { startSandboxProcess } from './sandbox-process.ts';

/** What a context is opened with. */
export interface ContextInput {
  readonly options: GlobalOptions;
  /** Of the project: where cdk.json and the sandbox are. */
  readonly directory: string;
  readonly processContext: ProcessContext;
}

/** In which Region a sandbox is asked for its stacks; it has only one and takes any name. */
const ANY_REGION = 'eu-west-1';

/**
 * Opens contexts. Errors are the caller's to explain.
 * @param input is read when a command acts: by then its options are known.
 * @param conclude hears the status.
 */
export const createOpenContext = (
  input: () => ContextInput,
  conclude: (status: ExitStatus) => void,
): OpenContext => {
  const at = async (act: (input: ContextInput, place: Place) => Promise<ExitStatus>): Promise<void> => {
    const from = input();
    conclude(await withPlace(from, (place) => act(from, place)));
  };
  return {
    deployed: (act) => at(async (from, place) => act(await deployedContext(from, place))),
    anytime: (prefer, act) =>
      at(async (from, place) =>
        act(
          place.endpoint === undefined
            ? await contextOnAws(from, prefer)
            : await deployedContext(from, place),
        ),
      ),
    unsettled: (act) => at((from, place) => act({ ...from.processContext, place })),
  };
};

/** AWS, the sandbox that is named, or one that lives as long as the command. */
const withPlace = async (
  { options, directory, processContext }: ContextInput,
  act: (place: Place) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  if (options.endpoint !== undefined) return await act(sandboxAt(options.endpoint));
  if (options.sandbox !== true) return await act({});
  const { terminal, signal } = processContext;
  terminal.talk('Starting a sandbox. It takes a few seconds, and nothing of it is kept.');
  const sandbox = await startSandboxProcess({ directory, signal, talk: terminal.talk });
  try {
    return await act(sandboxAt(sandbox.endpoint));
  } finally {
    await sandbox.end();
  }
};

/** Where the stack is looked for: the Region that was said, or that of the settings in cdk.json. */
const stackAccess = ({ options, directory }: ContextInput, place: Place): ServiceAccess => {
  const { region, context = [] } = options;
  if (place.endpoint !== undefined) return { ...place, region: region ?? ANY_REGION };
  if (region !== undefined && context.length === 0) return { ...place, region };
  const planned = newRegion(projectSettings(directory, context));
  return { ...place, region: region ?? planned };
};

const deployedContext = async (from: ContextInput, place: Place): Promise<DeployedContext> => {
  const { options, processContext } = from;
  const { deployment, settings } = await deployedStack(
    stackAccess(from, place),
    options.stack,
    processContext.signal,
  );
  return contextAt(place, { settings, deployed: deployment, region: options.region }, processContext);
};

const contextOnAws = async (from: ContextInput, prefer: SettingsSource): Promise<CommandContext> => {
  const { options, directory, processContext } = from;
  const { stack, region } = options;
  const planned = projectSettings(directory, options.context ?? []);
  const access = { region: region ?? newRegion(planned) };
  const found = await findStack(access, stack, processContext.signal);
  if (found.kind === 'absent') {
    return contextAt({}, { settings: planned, deployed: undefined, region }, processContext);
  }
  const written = settingsIfReadable(stack, found.metadata);
  const settingsFrom = written === undefined ? 'cdk.json' : prefer;
  const settings = written === undefined || prefer === 'cdk.json' ? planned : written;
  return {
    ...contextAt({}, { settings, deployed: found.deployment, region }, processContext),
    settingsFrom,
    ...(written === undefined ? {} : { changedSettings: changedSettings(written, planned) }),
  };
};

/** Undefined of a stack of another version, which says nothing that this one understands. */
const settingsIfReadable = (stackName: string, metadata: string): Settings | undefined => {
  try {
    return deployedSettings(stackName, metadata);
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
};
