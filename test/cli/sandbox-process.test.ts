import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandboxProcess } from '../../cli/sandbox-process.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Stands in for the sandbox, which takes a while to start; it ends in the same way. */
const PRETENDER = `
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1', () => {
  process.stderr.write('Setting the stage ...\\n');
  process.stdout.write('{ no JSON\\n' + JSON.stringify({ endpoint: 'http://127.0.0.1:' + server.address().port }) + '\\n');
});
process.once('disconnect', () => {
  writeFileSync('ended', '');
  process.exit();
});
`;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pretender-'));
  await mkdir(join(directory, 'sandbox'));
});
afterEach(() => rm(directory, { recursive: true }));

const pretend = (script: string) => writeFile(join(directory, 'sandbox/main.ts'), script);
/** By this project; Node.js may keep compiled code there. */
const leftBehind = async () => (await readdir(directory)).filter((name) => name.startsWith('user-migration'));
const hasEnded = () => existsSync(join(directory, 'ended'));

const startWith = (signal = new AbortController().signal, heard: string[] = []) =>
  startSandboxProcess({ directory, signal, talk: (line) => heard.push(line) });

describe('a sandbox of its own', () => {
  test('is waited for, heard, and ended', async () => {
    await pretend(PRETENDER);
    const heard: string[] = [];
    const sandbox = await startWith(undefined, heard);
    expect(sandbox.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(heard).toEqual(['Setting the stage ...']);
    expect(hasEnded()).toBe(false);
    await sandbox.end();
    expect(hasEnded()).toBe(true);
  });

  test.each([
    ['says why', "process.stderr.write('One step.\\nNo space left\\n'); process.exit(1);", 'No space left.'],
    ['says nothing', '', 'it said nothing.'],
  ])('that does not start and %s', async (_, script, why) => {
    await pretend(script);
    await expect(startWith()).rejects.toMatchObject({
      message: `The sandbox did not start: ${why}`,
      remedy: 'Run npm run sandbox to see all that it says.',
    });
  });

  test('ends when Ctrl-C comes while it starts', async () => {
    await pretend(PRETENDER.replace('process.stdout.write', 'String'));
    const ending = new AbortController();
    const heard: string[] = [];
    const started = startSandboxProcess({
      directory,
      signal: ending.signal,
      talk: (line) => {
        heard.push(line);
        ending.abort(new Error('Ctrl-C'));
      },
    });
    await expect(started).rejects.toThrow('Ctrl-C');
    expect(heard).toEqual(['Setting the stage ...']);
    expect(hasEnded()).toBe(true);
  });

  test('is not started any more after Ctrl-C', async () => {
    await expect(startWith(AbortSignal.abort(new Error('Ctrl-C')))).rejects.toThrow('Ctrl-C');
  });

  test('ends when the command is killed', async () => {
    await pretend(PRETENDER);
    await writeFile(
      join(directory, 'command.ts'),
      `import { startSandboxProcess } from ${JSON.stringify(new URL('../../cli/sandbox-process.ts', import.meta.url).href)};
       const sandbox = await startSandboxProcess({
         directory: ${JSON.stringify(directory)}, signal: new AbortController().signal, talk: () => {},
       });
       process.stdout.write(sandbox.endpoint + '\\n');`,
    );
    const command = spawn(process.execPath, ['command.ts'], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [endpoint] = await once(createInterface({ input: command.stdout }), 'line');
    const connection = connect(Number(new URL(String(endpoint)).port), '127.0.0.1');
    connection.on('error', () => {});
    await once(connection, 'connect');
    // It may be reset before it closes, which once() would take for a failure.
    const closed = new Promise((resolve) => connection.once('close', resolve));
    command.kill('SIGKILL');
    await closed;
    expect(hasEnded()).toBe(true);
  });
});

describe('the real sandbox ends when Ctrl-C comes', () => {
  const ending = () => {
    const interruption = new AbortController();
    return { signal: interruption.signal, end: () => interruption.abort(new Error('Ctrl-C')) };
  };

  test('before its program is loaded', async () => {
    const { signal, end } = ending();
    const heard: string[] = [];
    const started = startSandboxProcess({ directory: PROJECT, signal, talk: (line) => heard.push(line) });
    end();
    await expect(started).rejects.toThrow('Ctrl-C');
    expect(heard).not.toContain('Synthesizing and deploying the new ones ...');
  });

  test('while it synthesizes, and leaves nothing behind', async () => {
    const { HOME, PATH } = process.env;
    const command = spawn(process.execPath, ['cli/main.ts', 'verify', '--sandbox'], {
      cwd: PROJECT,
      env: { HOME, PATH, TMPDIR: directory },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exited = once(command, 'exit');
    createInterface({ input: command.stderr }).on('line', (line) => {
      if (line.startsWith('Synthesizing')) command.kill('SIGINT');
    });
    expect(await exited).toEqual([130, null]);
    expect(await leftBehind()).toEqual([]);
  });
});

test('the real sandbox lives as long as the command', async () => {
  const { HOME, PATH } = process.env;
  const env = { HOME, PATH, TMPDIR: directory };
  const command = spawn(process.execPath, ['cli/main.ts', 'verify', '--json', '--sandbox'], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'close'),
  ]);
  expect(stderr).toContain('Starting a sandbox.');
  expect(stderr).not.toContain('Running. Ctrl-C');
  expect(JSON.parse(stdout)).toBeInstanceOf(Object);
  // Nobody of the demo has moved yet.
  expect(status).toBe(1);
  expect(await leftBehind()).toEqual([]);
});
