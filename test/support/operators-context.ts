import {
  type CommandContext,
  contextAt,
  type DeployedContext,
  sandboxAt,
} from '../../cli/command-context.ts';
import { deployedStack } from '../../cli/deployed-stack.ts';
import type { Output } from '../../cli/output.ts';
import { createTerminal } from '../../cli/terminal.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { parseSettings } from '../../stacks/settings.ts';

/** A context whose terminal can be read. */
export interface OperatorsContext<S extends CommandContext = CommandContext> {
  readonly context: S;
  /** What went there so far, without colours. */
  stdout(): string;
  stderr(): string;
}

export interface OperatorOptions {
  /** @default false */
  readonly json?: boolean;
  /** Epoch milliseconds. @default the sandbox's clock */
  readonly now?: () => number;
  /** @default one that nobody aborts */
  readonly signal?: AbortSignal;
  /** @default UserMigration */
  readonly stackName?: string;
}

/** A context before the first deploy. @param written the settings, as in `cdk.json` under `migration` */
export const contextOf = (
  sandbox: Sandbox,
  written: object,
  options: OperatorOptions = {},
): OperatorsContext => {
  const { processContext, ...outputs } = processContextOf(sandbox, options);
  const stack = { settings: parseSettings(written), deployed: undefined };
  return { context: contextAt(sandboxAt(sandbox.endpoint), stack, processContext), ...outputs };
};

/** A context at a stack that `deploy()` deployed to the sandbox. */
export const deployedContextOf = async (
  sandbox: Sandbox,
  options: OperatorOptions = {},
): Promise<OperatorsContext<DeployedContext>> => {
  const { processContext, ...outputs } = processContextOf(sandbox, options);
  const place = sandboxAt(sandbox.endpoint);
  const access = { ...place, region: sandbox.region };
  const { deployment, settings } = await deployedStack(access, options.stackName ?? 'UserMigration');
  return { context: contextAt(place, { settings, deployed: deployment }, processContext), ...outputs };
};

const processContextOf = ({ services }: Sandbox, options: OperatorOptions) => {
  const { json = false, now = () => services.clock.now(), signal = new AbortController().signal } = options;
  const [stdout, stderr] = [recorder(), recorder()];
  const terminal = createTerminal({ stdout, stderr, json, now });
  return { processContext: { terminal, now, signal }, stdout: stdout.text, stderr: stderr.text };
};

/** An output that remembers. */
export const recorder = (as: Pick<Output, 'isTTY' | 'columns'> = {}): Output & { text(): string } => {
  const written: string[] = [];
  return { ...as, write: (text) => written.push(text), text: () => written.join('') };
};
