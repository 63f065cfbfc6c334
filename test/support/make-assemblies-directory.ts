import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Jest's global set-up: one directory per run for the assemblies that tests synthesize, so that test files with the
 * same settings share one. It takes no time itself.
 */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function setUp(): Promise<void> {
  // Half of the time of a synthesis; one test has it done.
  process.env['CDK_VALIDATION'] = 'false';
  process.env['SYNTHESIZED_ASSEMBLIES'] = await mkdtemp(join(tmpdir(), 'assemblies-'));
}
