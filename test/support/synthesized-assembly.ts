import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTemplate, type Template } from '../../sandbox/template/assembly.ts';
import { synthesize } from '../../sandbox/template/synthesize.ts';

const STACK = 'UserMigration';

/** Id of the old pool in `DEFAULT_SETTINGS`. */
export const OLD_POOL_ID = 'eu-west-1_OldPool01';

/** The lazy path alone: other functions would take a while to bundle. */
export const DEFAULT_SETTINGS = {
  oldPool: { userPoolId: OLD_POOL_ID },
  backfill: { enabled: false },
  groups: { mode: 'drop' },
};

/** With every function that there is. */
const EVERYTHING = {
  oldPool: { userPoolId: OLD_POOL_ID },
  selfSignUp: 'guarded',
  oldSubClaim: { name: 'old_sub' },
};

/**
 * The assembly for these settings (`migration` of the CDK context), with bundled functions. Synthesized once per
 * run of jest and then read from disk by every test file that wants the same. The functions are bundled once for all:
 * what differs between settings is their environment.
 */
export async function synthesizedAssembly(settings: object = DEFAULT_SETTINGS): Promise<string> {
  return cached(settings, async (outdir) => {
    await synthesize({ context: { migration: settings }, outdir, bundle: false });
    await useCodeOf(await bundledAssembly(), outdir);
  });
}

/** An assembly with every function bundled. */
export const bundledAssembly = (): Promise<string> =>
  cached(EVERYTHING, async (outdir) => {
    await synthesize({ context: { migration: EVERYTHING }, outdir, bundle: true });
  });

/** Functions have the same logical ids whatever the settings. */
async function useCodeOf(bundled: string, assembly: string): Promise<void> {
  const { assets, ...complete } = await loadTemplate(bundled, STACK);
  const keys = new Map(functionsIn(complete));
  const file = join(assembly, `${STACK}.assets.json`);
  const manifest: { files: Record<string, { source: { path: string } }> } = JSON.parse(
    await readFile(file, 'utf8'),
  );
  for (const [id, key] of functionsIn(await loadTemplate(assembly, STACK))) {
    const path = assets.get(keys.get(id) ?? '');
    if (path === undefined)
      throw new Error(`EVERYTHING has no function ${id}: add the setting that makes it.`);
    manifest.files[key.replace(/\.zip$/, '')]!.source.path = path;
  }
  await writeFile(file, JSON.stringify(manifest));
}

/** Logical id and S3 key of the code of each function. */
const functionsIn = ({ Resources }: Pick<Template, 'Resources'>): [string, string][] =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([id, { Properties }]) => [id, (Properties!['Code'] as { S3Key: string }).S3Key]);

/** Two test files may want the same at once: each writes its own and the first to finish gives it its name. */
async function cached(settings: object, write: (outdir: string) => Promise<void>): Promise<string> {
  const assemblies = process.env['SYNTHESIZED_ASSEMBLIES'];
  if (!assemblies)
    throw new Error('jest.config.mjs must name test/support/make-assemblies-directory.ts as globalSetup.');
  const key = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
  const assembly = join(assemblies, key);
  if (existsSync(assembly)) return assembly;
  const outdir = await mkdtemp(`${assembly}-`);
  await write(outdir);
  try {
    await rename(outdir, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    await rm(outdir, { recursive: true });
  }
  return assembly;
}
