import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const start = (script: string, ...options: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe.each([
  ['demo', 'sandbox/demo/main.ts'],
  ['sandbox', 'sandbox/main.ts'],
  ['bench', 'bench/main.ts'],
])('npm run %s', (name, script) => {
  test('--help tells how to use it', () => {
    expect(start(script, '--help')).toEqual({
      status: 0,
      stdout: expect.stringContaining(`\nUsage: npm run ${name} -- [options]\n`),
      stderr: '',
    });
  });

  test.each([
    ['an option that it does not know', ['--nonsense'], "Unknown option '--nonsense'"],
    ['a value that an option does not take', ['--json=3'], "Option '--json' does not take an argument"],
    ['a word too many', ['nonsense'], "Unexpected argument 'nonsense'"],
  ])('%s gets one line', (_, options, reason) => {
    expect(start(script, ...options)).toEqual({
      status: 2,
      stdout: '',
      stderr: `${reason}. --help tells what there is.\n`,
    });
  });
});

test.each([
  ['sandbox/main.ts', '--port', '65536'],
  ['sandbox/main.ts', '--port', 'http'],
  ['sandbox/demo/main.ts', '--users', '19'],
  ['sandbox/demo/main.ts', '--users', '1e3'],
  ['sandbox/demo/main.ts', '--report', 'package.json'],
  ['sandbox/demo/main.ts', '--report', 'package.json/report'],
])('%s %s %s is refused in one line', (script, option, value) => {
  expect(start(script, option, value)).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^${option} "${value}".*\\.\n$`)),
  });
});
