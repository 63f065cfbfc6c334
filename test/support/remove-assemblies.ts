import { rm } from 'node:fs/promises';

/** Jest's global tear-down: removes what `make-assemblies-directory.ts` made room for. */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default async function tearDown(): Promise<void> {
  const directory = process.env['SYNTHESIZED_ASSEMBLIES'];
  if (directory) await rm(directory, { recursive: true, force: true });
}
