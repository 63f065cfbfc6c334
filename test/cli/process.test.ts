import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';

/** The real process, as `npm run migrate` starts it. */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const start = (script: string, ...args: string[]) => {
  // Without the credentials of this machine, if it has some.
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };
  const child = spawn(process.execPath, [script, ...args], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[status], stdout, stderr]) => ({ status, stdout, stderr })) };
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test.each(['cli/main.ts', 'cli/launch.js'])('%s --help', async (script) => {
  const { status, stdout, stderr } = await start(script, '--help').ended;
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: migrate <command>/);
});

test.each(['cli/main.ts', 'cli/launch.js'])('%s with an unknown command', async (script) => {
  expect(await start(script, 'verfy').ended).toEqual({
    status: 2,
    stdout: '',
    stderr: "Unknown command 'verfy'. Did you mean verify? --help tells what there is.\n",
  });
});

test('a dead endpoint', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  server.close();
  await once(server, 'close');
  expect(await start('cli/main.ts', 'map', '--endpoint', `http://127.0.0.1:${port}`).ended).toEqual({
    status: 2,
    stdout: '',
    stderr:
      `Nothing answers at http://127.0.0.1:${port} (ECONNREFUSED).\n` +
      'Start a sandbox with npm run sandbox and give the address that it prints, or use --sandbox.\n',
  });
});

test('no credentials', async () => {
  const { status, stdout, stderr } = await start('cli/main.ts', 'map', '--region', 'eu-west-1').ended;
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^There are no AWS credentials: .*\nSign in .*--sandbox\.\n$/);
});

test('Ctrl-C ends a command politely, with status 130', async () => {
  // Never answered: the command waits for its stack.
  const called = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.on('error', () => {});
    called.resolve();
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { child, ended } = start('cli/main.ts', 'map', '--endpoint', `http://127.0.0.1:${port}`);
  await called.promise;
  child.kill('SIGINT');
  const { status, stderr } = await ended;
  silent.close();
  expect({ status, stderr }).toEqual({
    status: 130,
    stderr: '\nStopping. Ctrl-C again ends this at once.\n',
  });
});

test('a reader that leaves early is no fault', async () => {
  const command = spawn(process.execPath, ['cli/main.ts', '--help'], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  command.stdout.destroy();
  const [[status], stderr] = await Promise.all([once(command, 'exit'), text(command.stderr)]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux.each([[['--help']], [['explain', '--help']]])(
  'a full disk is a sentence, and status 2: %j',
  async (args) => {
    const full = openSync('/dev/full', 'w');
    const command = spawn(process.execPath, ['cli/main.ts', ...args], {
      cwd: PROJECT,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    const [[status], stderr] = await Promise.all([
      once(command, 'exit'),
      text(command.stderr ?? Readable.from([])),
    ]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        'The output could not be written (ENOSPC: no space left on device, write).\n' +
        'Is there room where it goes? Mend that, and run the command again.\n',
    });
  },
);
