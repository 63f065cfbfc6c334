/**
 * `npm test`: types, lint, then every test (unit, property, integration on the sandbox, synth with cdk-nag).
 * Arguments go to jest, and then the checks are left out: `npm test -- test/migration`.
 * The last line is plain, for people and CI: `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const filters = process.argv.slice(2);
const everything = filters.length === 0;

/** Runs a tool of this project on the Node that runs this script. */
const run = (title, ...args) => {
  process.stdout.write(`\n${title}\n`);
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
};

const conclude = (passed, failed, status) => {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exit(status);
};

const checks = everything
  ? [
      ['Types', 'node_modules/typescript/bin/tsc', '--noEmit'],
      ['Lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '.'],
    ]
  : [];
for (const check of checks) {
  const status = run(...check);
  if (status !== 0) conclude(0, 1, status);
}

const directory = mkdtempSync(join(tmpdir(), 'test-results-'));
const outputFile = join(directory, 'results.json');
const status = run(
  'Tests',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${outputFile}`,
  ...(everything ? ['--coverage'] : filters),
);
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
  readFileSync(outputFile, 'utf8'),
);
rmSync(directory, { recursive: true });
const failed = numFailedTests + numRuntimeErrorTestSuites;
// Coverage below its threshold fails the run without failing a test.
conclude(numPassedTests, status !== 0 && failed === 0 ? 1 : failed, status);
