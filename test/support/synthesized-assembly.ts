import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { synthesize } from '../../sandbox/template/synthesize.ts';

/** Id of the old pool in `DEFAULT_SETTINGS`. */
export const OLD_POOL_ID = 'eu-west-1_OldPool01';

/** The lazy path alone: other functions would take a while to bundle. */
export const DEFAULT_SETTINGS = {
  oldPool: { userPoolId: OLD_POOL_ID },
  backfill: { enabled: false },
  groups: { mode: 'drop' },
};

/**
 * The assembly for these settings (`migration` of the CDK context), with bundled functions. Synthesized once per
 * run of jest (about four seconds) and then read from disk by every test file that wants the same.
 */
export async function synthesizedAssembly(settings: object = DEFAULT_SETTINGS): Promise<string> {
  const assemblies = process.env['SYNTHESIZED_ASSEMBLIES'];
  if (!assemblies) throw new Error('jest.config.mjs must name test/support/synthesize.ts as globalSetup.');
  const key = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
  const assembly = join(assemblies, key);
  if (!existsSync(assembly)) await synthesizeInto(assembly, settings);
  return assembly;
}

/** Two test files may want the same at once: each writes its own and the first to finish gives it its name. */
async function synthesizeInto(assembly: string, settings: object): Promise<void> {
  const outdir = await mkdtemp(`${assembly}-`);
  await synthesize({ context: { migration: settings }, outdir, bundle: true });
  try {
    await rename(outdir, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    await rm(outdir, { recursive: true });
  }
}
