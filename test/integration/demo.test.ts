import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CONFIGURATION_REASONS, DECLINE_REASONS, TRANSIENT_REASONS } from '../../migration/reasons.ts';
import type { BackfillResult } from '../../sandbox/demo/backfill.ts';
import { cellsOf, printTotals } from '../../sandbox/demo/print.ts';
import type { PublishedRow, Totals } from '../../sandbox/demo/row.ts';
import { SCENES } from '../../sandbox/demo/scenes.ts';
import type { Recording, SecretKind } from '../support/integration-demo-recorder.ts';

/** `npm run demo -- --json` as a person would run it, once, with somebody listening at the functions' logs. */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const RECORDER = join(PROJECT, 'test/support/integration-demo-recorder.ts');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly recording: Recording;
}

let directory: string;
let run: Run;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'demo-recording-'));
  run = await runDemo(join(directory, 'recording.json'), join(directory, 'report'));
}, 300_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

async function runDemo(recording: string, report: string): Promise<Run> {
  const demo = spawn(
    process.execPath,
    ['--import', RECORDER, 'sandbox/demo/main.ts', '--json', '--report', report],
    {
      cwd: PROJECT,
      env: { ...process.env, DEMO_RECORDING: recording },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>();
  demo.on('error', reject);
  demo.on('close', resolve);
  const [status, stdout, stderr] = await Promise.all([ended, text(demo.stdout), text(demo.stderr)]);
  return { status, stdout, stderr, recording: JSON.parse(await readFile(recording, 'utf8')) };
}

const scenes = Object.values(SCENES).flat();
const result = (): { rows: PublishedRow[]; totals: Totals; backfill: BackfillResult } =>
  JSON.parse(run.stdout);
/** Rows of the one person who comes back after the backfill. */
const comingBack = (): PublishedRow[] => result().rows.slice(scenes.length);

describe('npm run demo -- --json', () => {
  test('ends with status 0', () => {
    expect({ status: run.status, stderr: run.stderr }).toEqual({
      status: 0,
      stderr: expect.stringMatching(/^(\n|.* \.\.\.\n)+$/),
    });
  });

  test('prints one JSON document on stdout and nothing else', () => {
    expect(run.stdout).toBe(`${JSON.stringify(result())}\n`);
    expect(Object.keys(result())).toEqual(['rows', 'totals', 'backfill']);
  });

  test('has a row for every scene, with the members that others rely on', () => {
    const played = result().rows.slice(0, scenes.length);
    expect(played.map(({ kind, flow, typed }) => ({ kind, flow, typed }))).toEqual(
      scenes.map(({ kind, flow, typed }) => ({ kind, flow, typed })),
    );
    for (const row of result().rows) {
      expect(Object.keys(row)).toEqual([
        'kind',
        'flow',
        'typed',
        'oldPoolAnswer',
        'clientSaw',
        'newPoolStatus',
        'passwordKept',
        'triggerInvoked',
        'groups',
      ]);
      expect(row.flow).toMatch(/^(sign-in|forgot-password)$/);
      expect(row.clientSaw).toMatch(/^(tokens|code-sent|code-simulated|[A-Z_]+|[A-Za-z]+Exception)$/);
    }
  });

  test.each(scenes.map((scene, index) => ({ ...scene, index })))(
    '$index: $kind ($flow)',
    ({ index, expected }) => {
      expect(result().rows[index]).toMatchObject(expected);
    },
  );

  test('counts attempts, and people by what became of them', () => {
    const { rows, totals } = result();
    const { movedWithOldPassword, movedWithNewPassword, mustStillReset, notMoved, ...others } = totals;
    const names = new Set(
      scenes.flatMap(({ world, person }) => (person === undefined ? [] : [`${world}/${person}`])),
    );
    expect(others).toEqual({
      rows: rows.length,
      asExpected: rows.length,
      unexpected: 0,
      // And the one who comes back after the backfill.
      people: names.size + 1,
    });
    expect(movedWithOldPassword + movedWithNewPassword + mustStillReset + notMoved).toBe(others.people);
  });

  test('lets a backfilled person reset the password by a code and sign in by preferred_username', () => {
    expect(comingBack()).toMatchObject([
      { flow: 'sign-in', clientSaw: 'NotAuthorizedException', newPoolStatus: 'RESET_REQUIRED' },
      { flow: 'forgot-password', clientSaw: 'code-sent', newPoolStatus: 'CONFIRMED' },
      { flow: 'sign-in', clientSaw: 'tokens', newPoolStatus: 'CONFIRMED', oldPoolAnswer: null },
    ]);
    const [first, , last] = comingBack();
    expect(last?.typed).not.toBe(first?.typed);
  });

  test('accounts for everybody of the old pool in the backfill', () => {
    const { listed, alreadyMoved, imported, skipped, failed, leftOut, ...others } = result().backfill;
    expect(Object.keys(others)).toEqual(['reportFiles']);
    for (const count of [alreadyMoved, imported, ...Object.values(leftOut)]) expect(count).toBeGreaterThan(0);
    expect({ skipped, failed }).toEqual({ skipped: 0, failed: 0 });
    const leftOutInAll = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
    expect(listed).toBe(alreadyMoved + imported + skipped + failed + leftOutInAll);
  });

  test('leaves the report of the backfill in the folder that it was given', async () => {
    const folder = join(directory, 'report');
    expect((await readdir(folder)).sort()).toEqual(['report.html', 'report.json', 'users.csv']);
    expect([...result().backfill.reportFiles].sort()).toEqual(
      ['report.html', 'report.json', 'users.csv'].map((name) => join(folder, name)),
    );
  });
});

describe('what the README shows of it', () => {
  const excerpt = async (): Promise<string[]> => {
    const readme = await readFile(join(PROJECT, 'README.md'), 'utf8');
    const [, shown = ''] = /^```\n( *Who .*?)^```/ms.exec(readme)!;
    return shown.trimEnd().split('\n');
  };
  /** Without the column "New status". */
  const cells = (row: PublishedRow): string[] => cellsOf(row).toSpliced(4, 1);
  const inCells = (line: string): string[] => line.replace(/^[ ✓]+/, '').split(/ {2,}/);

  test('are rows of it', async () => {
    const [titles = '', ...lines] = await excerpt();
    const rows = lines.slice(0, lines.indexOf('...'));
    expect(inCells(titles)).toEqual(['Who', 'Typed', 'The old pool said', 'The app saw', 'Password']);
    expect(rows.length).toBeGreaterThanOrEqual(5);
    for (const row of rows) expect(result().rows.map(cells)).toContainEqual(inCells(row));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(130);
  });

  test('are its totals', async () => {
    const lines = await excerpt();
    const totals = stripVTControlCharacters(printTotals(result().totals)).trim().split(/\n */);
    expect(lines.slice(lines.indexOf('...') + 1)).toEqual(totals);
  });
});

describe('the log lines and metrics of the whole demo', () => {
  const dump = () => run.recording.logs.join('');

  test('say what became of everybody', () => {
    const lines = dump()
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
    const outcomes = lines.filter(({ message }) => ['Migrated', 'Declined', 'Failed'].includes(message));
    expect(outcomes.length).toBeGreaterThanOrEqual(result().rows.filter((row) => row.triggerInvoked).length);
    const reasons: readonly string[] = [...DECLINE_REASONS, ...TRANSIENT_REASONS, ...CONFIGURATION_REASONS];
    for (const { message, reason } of outcomes) {
      if (message !== 'Migrated') expect(reasons).toContain(reason);
    }
    expect(lines.some(({ _aws }) => _aws !== undefined)).toBe(true);
  });

  /** Secrets as they were used, and as somebody would write them down. */
  const all: Readonly<Record<SecretKind, () => readonly string[]>> = {
    token: () => run.recording.secrets.token.flatMap((token) => [token, ...token.split('.')]),
    session: () => run.recording.secrets.session,
    code: () => run.recording.secrets.code,
    credential: () => run.recording.secrets.credential,
    password: () => [
      ...run.recording.secrets.password,
      ...scenes.flatMap(({ password, user }) => [password, user?.password ?? password]),
      ...scenes.map(({ typed }) => `New-pass-0f-${typed}!`),
    ],
    profile: () => [
      ...run.recording.secrets.profile,
      ...scenes.flatMap(({ typed, user }) => [typed, ...Object.values(user?.attributes ?? {})]),
    ],
  };

  test.each<[string, SecretKind, number]>([
    ['password', 'password', 50],
    ['token', 'token', 100],
    ['session of a challenge', 'session', 5],
    ['code', 'code', 10],
    ['credential of the function', 'credential', 10],
    ['username, sub, e-mail address, phone number or other attribute value', 'profile', 200],
  ])('contain no %s', (_, kind, atLeast) => {
    const values = new Set(all[kind]().filter((value) => isTelling(value)));
    expect(values.size).toBeGreaterThanOrEqual(atLeast);
    expect([...values].filter((value) => contains(dump(), value))).toEqual([]);
  });

  test.each<SecretKind>(['password', 'token', 'session', 'code', 'credential'])(
    'nor does what the demo prints contain a %s',
    (kind) => {
      const printed = run.stdout + run.stderr;
      expect(all[kind]().filter((value) => isTelling(value) && contains(printed, value))).toEqual([]);
    },
  );
});

/** A moment, as the marks of a profile have it and every line of the log. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Values that the log has for reasons of its own: flags, how a person came, and moments. */
const isTelling = (value: string): boolean =>
  !['', 'true', 'false', 'sign-in', 'forgot-password', 'import'].includes(value) && !MOMENT.test(value);

/** As a word of its own, in any case: `tim` is no part of `timestamp`, nor a code one of a number. */
function contains(dump: string, value: string): boolean {
  const [haystack, needle] = [dump.toLowerCase(), JSON.stringify(value).slice(1, -1).toLowerCase()];
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    const around = [haystack.slice(0, at), haystack.slice(at + needle.length)] as const;
    if (!/[\p{L}\p{N}.]$/u.test(around[0]) && !/^(?:[\p{L}\p{N}]|\.\d)/u.test(around[1])) return true;
  }
  return false;
}
