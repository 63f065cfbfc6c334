#!/usr/bin/env node
/**
 * The command that npm links: finds a Node.js that runs TypeScript, which the one of the shell may not, and hands
 * over to main.ts. Plain JavaScript for that reason.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

/** The Node.js that this project installs for itself, where it has one for this machine. */
const installedNode = () => {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `node-${platform()}-${process.arch}/package.json`,
    );
    const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
};

const platform = () => (process.platform === 'win32' ? 'win' : process.platform);

const major = Number.parseInt(process.versions.node, 10);
const node = major >= NEEDED ? process.execPath : installedNode();
if (node === undefined) {
  process.stderr.write(
    `Node.js ${NEEDED} is needed, this is ${process.version}, and none is installed with this project.\n` +
      `Run npm ci in the project, or install Node.js ${NEEDED} from https://nodejs.org.\n`,
  );
  process.exit(2);
}

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal sends Ctrl-C to both: what it means is the child's to say.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => {
  process.stderr.write(`${node} did not start: ${error.message}\nRun npm ci in the project.\n`);
  process.exitCode = 2;
});
child.on('exit', (status, signal) => {
  process.exitCode = status ?? 128 + (signal === null ? 0 : constants.signals[signal]);
});
