import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

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
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs the CDK app of this project as the CDK CLI would, and returns the directory of the assembly.
 *
 * @throws Error with what the app printed, for example about a wrong setting.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/apps.html
 */
export async function synthesize({
  context,
  outdir,
  bundle,
  validate = false,
}: SynthesizeOptions): Promise<string> {
  const app = spawn(process.execPath, ['stacks/app.ts'], {
    cwd: PROJECT,
    env: {
      ...withoutOuterCommand(process.env),
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: String(validate),
      CDK_CONTEXT_JSON: JSON.stringify({
        ...(await contextOfProject()),
        'aws:cdk:bundling-stacks': bundle ? ['**'] : [],
        ...context,
      }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>();
  app.on('error', reject);
  app.on('close', resolve);
  const [status, complaint] = await Promise.all([ended, text(app.stderr)]);
  if (status !== 0) throw new Error(`The CDK app ended with status ${status}:\n${complaint}`);
  return outdir;
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
