import { deployedStack } from '../../cli/deployed-stack.ts';
import type { Output } from '../../cli/output.ts';
import { type DeployedSeat, type Seat, sandboxAt, seatAt } from '../../cli/seat.ts';
import { createTerminal } from '../../cli/terminal.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { parseSettings } from '../../stacks/settings.ts';

/** A seat whose terminal can be read. */
export interface OperatorsSeat<S extends Seat = Seat> {
  readonly seat: S;
  /** What went there so far, without colours. */
  stdout(): string;
  stderr(): string;
}

export interface SeatOptions {
  /** @default false */
  readonly json?: boolean;
  /** Epoch milliseconds. @default the sandbox's clock */
  readonly now?: () => number;
  /** @default one that nobody aborts */
  readonly signal?: AbortSignal;
  /** @default UserMigration */
  readonly stackName?: string;
}

/** A seat before the first deploy. @param written the settings, as in `cdk.json` under `migration` */
export const seatOf = (sandbox: Sandbox, written: object, options: SeatOptions = {}): OperatorsSeat => {
  const { surroundings, ...outputs } = surroundingsOf(sandbox, options);
  const stack = { settings: parseSettings(written), deployed: undefined };
  return { seat: seatAt(sandboxAt(sandbox.endpoint), stack, surroundings), ...outputs };
};

/** A seat at a stack that `deploy()` deployed to the sandbox. */
export const deployedSeatOf = async (
  sandbox: Sandbox,
  options: SeatOptions = {},
): Promise<OperatorsSeat<DeployedSeat>> => {
  const { surroundings, ...outputs } = surroundingsOf(sandbox, options);
  const place = sandboxAt(sandbox.endpoint);
  const access = { ...place, region: sandbox.region };
  const { deployment, settings } = await deployedStack(access, options.stackName ?? 'UserMigration');
  return { seat: seatAt(place, { settings, deployed: deployment }, surroundings), ...outputs };
};

const surroundingsOf = ({ services }: Sandbox, options: SeatOptions) => {
  const { json = false, now = () => services.clock.now(), signal = new AbortController().signal } = options;
  const [stdout, stderr] = [recorder(), recorder()];
  const terminal = createTerminal({ stdout, stderr, json, now });
  return { surroundings: { terminal, now, signal }, stdout: stdout.text, stderr: stderr.text };
};

/** An output that remembers. */
export const recorder = (as: Pick<Output, 'isTTY' | 'columns'> = {}): Output & { text(): string } => {
  const written: string[] = [];
  return { ...as, write: (text) => written.push(text), text: () => written.join('') };
};
