import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figure.ts';
import { atLeast, atMost, beside } from './figure.ts';
import { nextMessage } from './messages.ts';
import type { Planted } from './verify-plants.ts';
import { keyOf } from './verify-plants.ts';

/** What the process of the sandbox tells when everybody is there. */
export interface VerifyWorld {
  readonly endpoint: string;
  readonly planted: readonly Planted[];
}

/** People who have moved, and differences planted beside them. */
const PEOPLE = 100_000;
const PLANTS = 50;

/** The most that an operator can ask for: the quota. */
const REQUESTS_PER_SECOND = 30;

const MEGABYTE = 1_000_000;
const MOST_MEGABYTES = 300;

const isWorld = (message: object): message is VerifyWorld => 'endpoint' in message && 'planted' in message;

interface Run {
  readonly seconds: number;
  /** In bytes. */
  readonly peakMemory: number;
  /** Each as `keyOf` tells a plant. */
  readonly found: readonly string[];
}

/** A line of the file of differences, as a plant is told. */
const keyOfLine = (line: string): string => {
  const [kind = '', , attribute = '', reason = '', , oldUsername = '', , newUsername = ''] = line.split(',');
  const username = kind === 'doubled' || oldUsername === '' ? newUsername : oldUsername;
  return [kind, attribute + reason, username].join(' ');
};

/** Runs the command as an operator does, in a process of its own. */
const runVerify = async (endpoint: string): Promise<Run> => {
  const directory = await mkdtemp(join(tmpdir(), 'user-verify-bench-'));
  try {
    const [csv, memory] = [join(directory, 'differences.csv'), join(directory, 'memory')];
    const start = performance.now();
    const child = spawn(
      process.execPath,
      [
        ...['--import', new URL('./peak-memory.ts', import.meta.url).href],
        fileURLToPath(new URL('../cli/main.ts', import.meta.url)),
        ...['--endpoint', endpoint, 'verify', '--csv', csv],
        ...['--requests-per-second', String(REQUESTS_PER_SECOND)],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, PEAK_MEMORY_FILE: memory } },
    );
    const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    if (status !== 1) throw new Error(`The comparison ended with status ${String(status)}: ${said}`);
    const lines = (await readFile(csv, 'utf8')).split('\r\n').slice(1, -1);
    return {
      seconds: (performance.now() - start) / 1_000,
      peakMemory: Number(await readFile(memory, 'utf8')),
      found: lines.map(keyOfLine),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

/** `migrate verify` of a large pool: its memory, and whether it finds what there is to find and nothing else. */
export const measureVerify = async (
  tell: (text: string) => void,
  people = PEOPLE,
): Promise<readonly Figure[]> => {
  tell(`Moving ${people} users ...`);
  const sandbox = fork(
    new URL('./verify-sandbox-process.ts', import.meta.url),
    [String(people), String(PLANTS)],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  try {
    const world = await nextMessage(sandbox);
    if (!isWorld(world)) throw new Error('The sandbox of the benchmark sent something unreadable');
    tell('Comparing both pools ...');
    const { seconds, peakMemory, found } = await runVerify(world.endpoint);
    const planted = new Set(world.planted.map(keyOf));
    return [
      atMost(
        `memory of verify, ${people.toLocaleString('en')} users`,
        peakMemory / MEGABYTE,
        'MB',
        MOST_MEGABYTES,
      ),
      atLeast(
        `of ${PLANTS} planted differences, found`,
        found.filter((key) => planted.has(key)).length,
        '',
        PLANTS,
      ),
      atMost('anything else', found.filter((key) => !planted.has(key)).length, '', 0),
      beside(`its time at ${REQUESTS_PER_SECOND} requests a second`, seconds, 's'),
    ];
  } finally {
    // It cleans up and ends.
    if (sandbox.connected) sandbox.disconnect();
  }
};
