import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { member } from '../../migration/member.ts';

export interface SynthesizeOptions {
  /** Context as `-c` would give it, over that of `cdk.json`; `migration` holds the settings. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Where the assembly is written. */
  readonly outdir: string;
  /** Whether the functions are bundled; without, the template is there but its functions have no code. */
  readonly bundle: boolean;
  /**
   * Whether the template is held against CloudFormation's own rules, as `npm run synth` does. It takes longer than all
   * the rest.
   * @default false
   */
  readonly validate?: boolean;
  /** Ends it at once, with what it has started. @default nobody does */
  readonly signal?: AbortSignal;
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs the CDK app of this project as the CDK CLI would, and returns the directory of the assembly.
 *
 * @throws Error with what the app printed, for example about a wrong setting; the reason of the signal.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/apps.html
 */
export async function synthesize({
  context,
  outdir,
  bundle,
  validate = false,
  signal = new AbortController().signal,
}: SynthesizeOptions): Promise<string> {
  const contextOfApp = await contextOfProject();
  signal.throwIfAborted();
  const app = spawn(process.execPath, ['stacks/app.ts'], {
    cwd: PROJECT,
    env: {
      ...withoutOuterCommand(process.env),
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: String(validate),
      CDK_CONTEXT_JSON: JSON.stringify({
        ...contextOfApp,
        'aws:cdk:bundling-stacks': bundle ? ['**'] : [],
        ...context,
      }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that the bundler ends with it.
    detached: process.platform !== 'win32',
  });
  const end = (): void => endGroup(app);
  signal.addEventListener('abort', end, { once: true });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>();
  app.on('error', reject);
  app.on('close', resolve);
  const [status, complaint] = await Promise.all([ended, text(app.stderr)]);
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (status !== 0) throw new Error(`The CDK app ended with status ${status}:\n${complaint}`);
  return outdir;
}

/** Nothing writes to the directory of the assembly any more when the process has closed. */
function endGroup(app: ChildProcess): void {
  try {
    if (app.pid === undefined || process.platform === 'win32') app.kill('SIGKILL');
    else process.kill(-app.pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself.
    if (member(error, 'code') !== 'ESRCH') throw error;
  }
}

/**
 * Bundling runs `npx`, which takes the command of an `npx -c` around it for its own; and it must run on the Node.js
 * of this process, not on that of the machine.
 */
function withoutOuterCommand(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { npm_config_call, npm_config_package, NODE_OPTIONS, ...others } = environment;
  return { ...others, PATH: [dirname(process.execPath), others['PATH']].join(delimiter) };
}

async function contextOfProject(): Promise<Record<string, unknown>> {
  const { context = {} } = JSON.parse(await readFile(join(PROJECT, 'cdk.json'), 'utf8'));
  return context;
}
