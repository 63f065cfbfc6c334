import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Figure } from './figure.ts';
import { atMost, beside, median } from './figure.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Process starts of each bundle; they take turns, so that a busy machine slows both. */
const STARTS = 15;

/** Bytes that the trigger's bundle may have. */
const MAX_BUNDLE = 300_000;

const run = promisify(execFile);

/** The four calls of the trigger with nothing around them. */
const CLIENT_ALONE = `
import {
  AdminGetUserCommand, AdminInitiateAuthCommand, CognitoIdentityProviderClient, ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
const client = new CognitoIdentityProviderClient({});
const commands = [AdminGetUserCommand, AdminInitiateAuthCommand, ListUsersCommand];
export const handler = ({ command, input }) => client.send(new commands[command](input));
`;

/** Prints how many milliseconds a process takes to load the file. */
const MEASURE =
  'const start = performance.now(); require(process.argv[1]); console.error(performance.now() - start);';

/** Milliseconds that a process of its own takes to load a bundle. */
export const loadOnce = async (file: string, environment: Rehearsal['environment']): Promise<number> => {
  const { stderr } = await run(process.execPath, ['-e', MEASURE, file], { env: environment });
  return Number.parseFloat(stderr.trim().split('\n').at(-1) ?? '');
};

/**
 * A bundle with nothing but the Cognito client and its own chain of credential sources, built with the
 * options of the function's bundle.
 */
const bundleClientAlone = async (directory: string): Promise<string> => {
  const entry = join(directory, 'client-alone.ts');
  const outfile = join(directory, 'client-alone.cjs');
  await writeFile(entry, CLIENT_ALONE);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    mainFields: ['module', 'main'],
    nodePaths: [join(import.meta.dirname, '../node_modules')],
    logLevel: 'error',
  });
  return outfile;
};

/** Size and load time of the trigger's bundle, beside a bundle of the Cognito client alone. */
export const measureLoadTime = async ({ bundle, environment }: Rehearsal): Promise<Figure[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const clientAlone = await bundleClientAlone(directory);
    const times: { trigger: number[]; clientAlone: number[] } = { trigger: [], clientAlone: [] };
    for (let start = 0; start < STARTS; start += 1) {
      times.trigger.push(await loadOnce(bundle, environment));
      times.clientAlone.push(await loadOnce(clientAlone, environment));
    }
    const trigger = median(times.trigger);
    const alone = median(times.clientAlone);
    return [
      atMost("size of the trigger's bundle", (await stat(bundle)).size, 'bytes', MAX_BUNDLE),
      beside('size of a bundle with the Cognito client alone', (await stat(clientAlone)).size, 'bytes'),
      beside("time to load the trigger's bundle", trigger, 'ms'),
      beside('time to load a bundle with the Cognito client alone', alone, 'ms'),
      atMost('load time, trigger / Cognito client alone', trigger / alone, 'ratio', 1),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
