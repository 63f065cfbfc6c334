import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { prepareDirectory } from '../../sandbox/demo/report-directory.ts';

/** Where the demo leaves the report of the backfill. */

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'report-directory-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('is made with all that is missing above it, and is empty', async () => {
  await prepareDirectory(join(directory, 'a', 'b'));
  expect(await readdir(join(directory, 'a', 'b'))).toEqual([]);
});

test('may be there already, with something in it', async () => {
  await writeFile(join(directory, 'report.html'), '');
  await prepareDirectory(directory);
  expect(await readdir(directory)).toEqual(['report.html']);
});

test.each([['file'], ['file/below']])('cannot be %s', async (path) => {
  await writeFile(join(directory, 'file'), '');
  await expect(prepareDirectory(join(directory, path))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

/** Where the system takes no folders. */
const onLinux = existsSync('/proc/self') ? test : test.skip;
onLinux('cannot be in /proc, and that is soon known', async () => {
  await expect(prepareDirectory('/proc/report')).rejects.toMatchObject({ code: 'ENOENT' });
});
