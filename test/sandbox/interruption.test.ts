import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SCENES_OF_MAIN } from '../../sandbox/demo/scenes.ts';
import { setTheStage } from '../../sandbox/demo/stage.ts';
import { synthesize } from '../../sandbox/template/synthesize.ts';
import { DEFAULT_SETTINGS } from '../support/synthesized-assembly.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'interruption-'));
});
afterEach(() => rm(directory, { recursive: true }));

// npm hands on what the terminal has sent to both.
test.each<[string, string, NodeJS.Signals, number]>([
  ['demo', 'sandbox/demo/main.ts', 'SIGINT', 2],
  ['sandbox', 'sandbox/main.ts', 'SIGTERM', 1],
])(
  'npm run %s (%s) leaves nothing behind when %s comes %i times while the stage is being set',
  async (_, script, signal, times) => {
    const { HOME, PATH } = process.env;
    const started = spawn(process.execPath, [script], {
      cwd: PROJECT,
      env: { HOME, PATH, TMPDIR: directory },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exited = once(started, 'exit');
    const said: string[] = [];
    createInterface({ input: started.stderr }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('Synthesizing')) for (let sent = 0; sent < times; sent += 1) started.kill(signal);
    });
    expect(await exited).toEqual([130, null]);
    expect(said).toEqual(['Filling the old user pools ...', 'Synthesizing and deploying the new ones ...']);
    const left = await readdir(directory);
    // Node.js may keep compiled code there.
    expect(left.filter((name) => name.startsWith('user-migration'))).toEqual([]);
  },
);

test.each([['Filling'], ['Synthesizing']])('the stage is not set any further than "%s ..."', async (step) => {
  const ending = new AbortController();
  const said: string[] = [];
  const setting = setTheStage(
    SCENES_OF_MAIN,
    (line) => {
      said.push(line);
      if (line.startsWith(step)) ending.abort(new Error('Ctrl-C'));
    },
    { signal: ending.signal },
  );
  await expect(setting).rejects.toThrow('Ctrl-C');
  expect(said.at(-1)).toMatch(new RegExp(`^${step}`));
});

test('a synthesis that is under way ends, with everything that writes', async () => {
  const ending = new AbortController();
  const outdir = join(directory, 'assembly');
  const context = { migration: DEFAULT_SETTINGS };
  const synthesis = synthesize({ outdir, context, bundle: true, signal: ending.signal });
  setImmediate(() => ending.abort(new Error('Ctrl-C')));
  await expect(synthesis).rejects.toThrow('Ctrl-C');
  await rm(outdir, { recursive: true, force: true });
  expect(await readdir(directory)).toEqual([]);
});
