/**
 * `npm test`: types, lint, then every test (unit, property, integration on the sandbox, synth with cdk-nag).
 * Arguments go to jest: `npm test -- test/migration` runs only those, without the checks.
 */
import { spawnSync } from 'node:child_process';

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  ...process.argv.slice(2),
];
const everything = process.argv.length === 2;
const steps = [
  ...(everything
    ? [
        { title: 'Types', command: 'node', args: ['node_modules/typescript/bin/tsc', '--noEmit'] },
        { title: 'Lint', command: 'node', args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'] },
      ]
    : []),
  { title: 'Tests', command: 'node', args: [...jest, ...(everything ? ['--coverage'] : [])] },
];

for (const { title, command, args } of steps) {
  process.stdout.write(`\n${title}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    // A failed check counts as one failed test; jest prints its own count.
    if (title !== 'Tests') process.stdout.write(`${title} failed\n0 passed, 1 failed\n`);
    process.exit(status ?? 1);
  }
}
