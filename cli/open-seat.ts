import type { ServiceAccess } from '../aws/clients/service-access.ts';
import { newRegion } from '../stacks/settings.ts';
import { deployedStack, findStack } from './deployed-stack.ts';
import type { GlobalOptions } from './global-options.ts';
import { projectSettings } from './project-settings.ts';
import { startSandboxProcess } from './sandbox-process.ts';
import type { DeployedSeat, ExitStatus, OpenSeat, Place, Seat, SeatSurroundings } from './seat.ts';
import { sandboxAt, seatAt } from './seat.ts';

/** What a process has to open a seat with. */
export interface SeatOrigin {
  readonly options: GlobalOptions;
  /** Of the project: where cdk.json and the sandbox are. */
  readonly directory: string;
  readonly surroundings: SeatSurroundings;
}

/** In which Region a sandbox is asked for its stacks; it has only one and takes any name. */
const ANY_REGION = 'eu-west-1';

/**
 * Opens seats. Errors are the caller's to explain.
 * @param origin is read when a command acts: by then its options are known.
 * @param conclude hears the status.
 */
export const createOpenSeat = (
  origin: () => SeatOrigin,
  conclude: (status: ExitStatus) => void,
): OpenSeat => {
  const at = async (act: (origin: SeatOrigin, place: Place) => Promise<ExitStatus>): Promise<void> => {
    const from = origin();
    conclude(await withPlace(from, (place) => act(from, place)));
  };
  return {
    deployed: (act) => at(async (from, place) => act(await deployedSeat(from, place))),
    planned: (act) =>
      at(async (from, place) =>
        act(place.endpoint === undefined ? await plannedSeat(from, place) : await deployedSeat(from, place)),
      ),
    unsettled: (act) => at((from, place) => act({ ...from.surroundings, place })),
  };
};

/** AWS, the sandbox that is named, or one that lives as long as the command. */
const withPlace = async (
  { options, directory, surroundings }: SeatOrigin,
  act: (place: Place) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  if (options.endpoint !== undefined) return await act(sandboxAt(options.endpoint));
  if (options.sandbox !== true) return await act({});
  const { terminal, signal } = surroundings;
  terminal.talk('Starting a sandbox. It takes a few seconds, and nothing of it is kept.');
  const sandbox = await startSandboxProcess({ directory, signal, talk: terminal.talk });
  try {
    return await act(sandboxAt(sandbox.endpoint));
  } finally {
    await sandbox.end();
  }
};

/** Where the stack is looked for: the Region that was said, or that of the settings in cdk.json. */
const stackAccess = ({ options, directory }: SeatOrigin, place: Place): ServiceAccess => {
  const { region, context } = options;
  if (place.endpoint !== undefined) return { ...place, region: region ?? ANY_REGION };
  return { ...place, region: region ?? newRegion(projectSettings(directory, context ?? [])) };
};

const deployedSeat = async (from: SeatOrigin, place: Place): Promise<DeployedSeat> => {
  const { options, surroundings } = from;
  const { deployment, settings } = await deployedStack(
    stackAccess(from, place),
    options.stack,
    surroundings.signal,
  );
  return seatAt(place, { settings, deployed: deployment, region: options.region }, surroundings);
};

const plannedSeat = async (from: SeatOrigin, place: Place): Promise<Seat> => {
  const { options, directory, surroundings } = from;
  const settings = projectSettings(directory, options.context ?? []);
  const access = { ...place, region: options.region ?? newRegion(settings) };
  const found = await findStack(access, options.stack, surroundings.signal);
  const deployed = found.kind === 'deployed' ? found.deployment : undefined;
  return seatAt(place, { settings, deployed, region: options.region }, surroundings);
};
