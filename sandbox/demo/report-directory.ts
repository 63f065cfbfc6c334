import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Makes the folder, with every folder above it that is missing, and proves that something can be left in it.
 * @throws the system's refusal.
 */
export const prepareDirectory = async (directory: string): Promise<void> => {
  await makeDirectory(directory);
  await rmdir(await mkdtemp(join(directory, '.probe-')));
};

/** One folder after the other: where the system takes none, as in /proc, `recursive` of Node.js never ends. */
const makeDirectory = async (directory: string): Promise<void> => {
  if (existsSync(directory)) return;
  await makeDirectory(dirname(directory));
  await mkdir(directory);
};
