import type { ServiceAccess } from '../aws/clients/service-access.ts';
import { newRegion } from '../stacks/settings.ts';
import type {
  CommandContext,
  DeployedContext,
  ExitStatus,
  OpenContext,
  Place,
  ProcessContext,
} from './command-context.ts';
import { contextAt, sandboxAt } from './command-context.ts';
import { deployedStack, findStack } from './deployed-stack.ts';
import type { GlobalOptions } from './global-options.ts';
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
    planned: (act) =>
      at(async (from, place) =>
        act(
          place.endpoint === undefined
            ? await plannedContext(from, place)
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
  const { region, context } = options;
  if (place.endpoint !== undefined) return { ...place, region: region ?? ANY_REGION };
  return { ...place, region: region ?? newRegion(projectSettings(directory, context ?? [])) };
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

const plannedContext = async (from: ContextInput, place: Place): Promise<CommandContext> => {
  const { options, directory, processContext } = from;
  const settings = projectSettings(directory, options.context ?? []);
  const access = { ...place, region: options.region ?? newRegion(settings) };
  const found = await findStack(access, options.stack, processContext.signal);
  const deployed = found.kind === 'deployed' ? found.deployment : undefined;
  return contextAt(place, { settings, deployed, region: options.region }, processContext);
};
