import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Interrupted, run, Unread, Unwritable } from '../../cli/program.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { recorder } from '../support/operators-context.ts';

const PROJECT = new URL('../..', import.meta.url).pathname;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const runWith = async (args: readonly string[], signal = new AbortController().signal) => {
  const [stdout, stderr] = [recorder(), recorder()];
  const status = await run(args, {
    stdout,
    stderr,
    signal,
    environment: {},
    directory: PROJECT,
    now: () => 0,
  });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
};

const COMMANDS = [
  ...[
    'check',
    'groups',
    'status',
    'explain',
    'undo',
    'forget',
    'backfill',
    'link',
    'verify',
    'map',
    'finish',
  ],
];

describe('help', () => {
  test('names the commands and says how to use them', async () => {
    const { status, stdout, stderr } = await runWith(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Examples:');
    for (const command of ['explain', 'verify', 'map']) expect(stdout).toContain(`\n  ${command} `);
  });

  test('of a command names the global options too', async () => {
    const { status, stdout } = await runWith(['verify', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('--endpoint <url>');
  });

  test.each(COMMANDS)('of %s has no line that is too long', async (command) => {
    const { status, stdout } = await runWith([command, '--help']);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 122)).toEqual([]);
  });

  test('is what one gets without a command, as a complaint', async () => {
    const { status, stdout, stderr } = await runWith([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Examples:');
  });

  test('--version is that of the project', async () => {
    expect(await runWith(['--version'])).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });
});

describe('a wrong command line gets one line and status 2', () => {
  test.each([
    [['--nonsense'], "Unknown option '--nonsense'."],
    [['verify', '--jason'], "Unknown option '--jason'. Did you mean --json?"],
    [['verfy'], "Unknown command 'verfy'. Did you mean verify?"],
    [['explain'], "Missing required argument 'identifier'."],
    ...['explain', 'undo', 'forget'].map((command): [string[], string] => [
      [command, ' '],
      "Command-argument value ' ' is invalid for argument 'identifier'. Write a name of the person.",
    ]),
    [['map', 'everybody'], "Too many arguments for 'map'. Expected 0 arguments but got 1: everybody."],
    [
      ['--endpoint', 'here', 'map'],
      "Option '--endpoint <url>' argument 'here' is invalid. Give one such as http://127.0.0.1:9229.",
    ],
    [
      ['--endpoint', 'https://127.0.0.1:9229', 'map'],
      "Option '--endpoint <url>' argument 'https://127.0.0.1:9229' is invalid. A sandbox speaks http: give http://127.0.0.1:9229.",
    ],
    [
      ['--region', 'Ireland', 'map'],
      "Option '--region <name>' argument 'Ireland' is invalid. Give one such as eu-west-1.",
    ],
  ])('%j', async (args, complaint) => {
    expect(await runWith(args)).toEqual({
      status: 2,
      stdout: '',
      stderr: `${complaint} --help tells what there is.\n`,
    });
  });
});

test('what a wrong command line repeats is one line, and moves no cursor', async () => {
  const { stderr } = await runWith(['explain', 'ada', 'two\nlines\u001b[2J']);
  expect(stderr).toMatch(/^Too many arguments .*\n$/);
  expect(stderr).not.toMatch(/\p{Cc}(?<!\n)/u);
  const refused = await runWith(['map', '--endpoint', sandbox.endpoint, '--stack', 'Move\nDone.\u001b[2J']);
  expect(refused.stderr).toMatch(/^The sandbox at .* has no stack Move\ufffdDone\.\ufffd\[2J\.\nGive .*\n$/);
});

describe('what cannot run says what happened and what to do, without a stack trace', () => {
  const here = () => ['--endpoint', sandbox.endpoint];

  test.each<[string, () => string[], string, string]>([
    ['two sandboxes', () => ['map', ...here(), '--sandbox'], 'name two sandboxes', 'Leave one of them out.'],
    ...(['map', 'check', 'status'] as const).map((command): [string, () => string[], string, string] => [
      `settings over those of a sandbox: ${command}`,
      () => [command, ...here(), '-c', 'migration.mfaUsers=foo'],
      '-c changes the settings of cdk.json',
      'Leave -c out.',
    ]),
    [
      'settings over those of a sandbox that would be started',
      () => ['check', '--sandbox', '-c', 'nonsense'],
      '-c changes the settings of cdk.json',
      'Leave -c out.',
    ],
    ['no stack', () => ['map', ...here()], 'has no stack UserMigration.', '--stack'],
    ['no stack of that name', () => ['map', ...here(), '--stack', 'Move'], 'has no stack Move.', '--stack'],
    ['the example of cdk.json', () => ['map'], 'eu-west-1_EXAMPLE01', '--sandbox'],
    [
      'context without a value',
      () => ['map', '-c', 'x'],
      '-c x is no key=value.',
      '-c migration.trigger=false',
    ],
    ['a wrong setting', () => ['map', '-c', 'migration.triger=true'], 'triger', 'Did you mean trigger?'],
  ])('%s', async (_, args, what, remedy) => {
    const { status, stdout, stderr } = await runWith(args());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(what);
    expect(stderr).toContain(remedy);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a command that was ended', () => {
  test.each([
    ['by Ctrl-C has status 130', new Interrupted(), 130],
    ['because nobody reads on has status 0', new Unread(), 0],
    ['because its output cannot be written has status 2', new Unwritable(), 2],
  ])('%s and says no more', async (_, reason, status) => {
    expect(await runWith(['map', '--sandbox'], AbortSignal.abort(reason))).toEqual({
      status,
      stdout: '',
      stderr: 'Starting a sandbox. It takes a few seconds, and nothing of it is kept.\n',
    });
  });
});
