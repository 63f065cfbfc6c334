import { writeFileSync } from 'node:fs';

/**
 * Loaded before a program (`node --import`): writes the largest resident set that its process ever had, in bytes,
 * to the file that PEAK_MEMORY_FILE names.
 */

const KILOBYTE = 1_024;

process.once('exit', () => {
  const file = process.env['PEAK_MEMORY_FILE'];
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS * KILOBYTE));
});
