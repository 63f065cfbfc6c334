import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type BackfillOptions, backfill, backfillCommand } from '../../../cli/commands/backfill.ts';
import { REPORT_FILES } from '../../../cli/commands/backfill-report.ts';
import { executionName, refuseVainResume, withBackfill } from '../../../cli/commands/backfill-runs.ts';
import { OperatorError } from '../../../cli/operator-error.ts';
import { STATES_READ } from '../../../migration/status/run-progress.ts';
import {
  addUser,
  type BackfillWorld,
  nameOf,
  startBackfillWorld,
  verified,
} from '../../support/integration-backfill.ts';
import { deployedContextOf, type OperatorOptions } from '../../support/operators-context.ts';
import { OLD_POOL_ID } from '../../support/synthesized-assembly.ts';

const PEOPLE = 12;

let world: BackfillWorld;
beforeAll(async () => {
  world = await startBackfillWorld();
  for (let n = 0; n < PEOPLE; n += 1) {
    const status = n === 3 ? 'UNCONFIRMED' : 'CONFIRMED';
    addUser(world.sandbox, OLD_POOL_ID, { username: nameOf(n), attributes: verified(nameOf(n)), status });
  }
});
afterAll(() => world?.close());

/** Names of executions tell the second in which they began. */
let second = 0;
beforeEach(() => {
  second += 1;
  world.sandbox.stepFunctions.interference.reset();
});

/** Runs the command. */
const act = async (options: BackfillOptions, operatorOptions: OperatorOptions = {}) => {
  const now = () => Date.UTC(2026, 10, 23, 12) + second * 1_000;
  const { context, stdout, stderr } = await deployedContextOf(world.sandbox, { now, ...operatorOptions });
  const status = await backfill(context, options);
  return {
    status,
    stdout: stdout(),
    stderr: stderr(),
    name: `20261123-${`1200${String(second).padStart(2, '0')}`}`,
  };
};

/** An execution that somebody starts without the command, to its end. */
const startedByHand = async (name: string, input: object): Promise<void> => {
  const stateMachineArn = world.stack.outputs['BackfillStateMachineArn']!;
  const written = { name, input: JSON.stringify(input) };
  await (await world.sandbox.stepFunctions.startExecution(stateMachineArn, written)).ended;
};

const executions = () =>
  world.sandbox.stepFunctions.executionsOf(world.stack.outputs['BackfillStateMachineArn']!);

test('the states that tell how far a run is are those of the workflow', () => {
  const [{ definition: text = '' } = {}] = world.sandbox.stepFunctions.stateMachines;
  for (const state of STATES_READ) expect(text).toContain(`"${state}":{`);
});

describe('an import of everybody is confirmed first', () => {
  const answering = (answer: string | undefined) => ({ asking: { ask: async () => answer } });

  test.each([
    ['something else is typed', 'yes', 'That is not the id of the new pool; nothing was changed.'],
    ['nobody is at a terminal', undefined, 'Nobody is at a terminal to confirm it; nothing was changed.'],
  ])('%s: nothing is started', async (_, answer, message) => {
    const before = executions().length;
    await expect(act({ confirmation: answering(answer), mfaLookup: true })).rejects.toThrow(message);
    expect(executions()).toHaveLength(before);
  });

  test('the files of a run that stopped after them: so are they', async () => {
    const { name } = await act({ import: false, limit: 1, watch: true });
    const resume = { resume: `run-${name}`, import: true };
    await expect(act({ confirmation: answering('yes'), ...resume })).rejects.toThrow('not the id of the new');
  });

  test.each<[string, BackfillOptions]>([
    ['a pilot of more than 100', { limit: 101 }],
    ['more than 100 names', { usernames: Array.from({ length: 101 }, (_, n) => nameOf(n)) }],
  ])('%s: so are they', async (_, options) => {
    await expect(act({ confirmation: answering('yes'), ...options })).rejects.toThrow(
      'not the id of the new',
    );
  });

  test.each<[string, BackfillOptions]>([
    ['a dry run', { dryRun: true }],
    ['a run that stops after the files', { import: false }],
    ['the first person alone', { limit: 1, import: false }],
  ])('%s is not asked about', async (_, options) => {
    const { status } = await act({ confirmation: answering(undefined), watch: true, ...options });
    expect(status).toBe(0);
  });
});

describe('migrate backfill', () => {
  test('--dry-run --watch shows each phase, the classes and where the report is', async () => {
    const { status, stdout, stderr, name } = await act({ dryRun: true, watch: true });
    expect(status).toBe(0);
    expect(stdout).toMatch(/Of 12 people in the old pool/);
    expect(stdout).toMatch(/Would be imported +11/);
    expect(stdout).toMatch(/Never confirmed their sign-up +1 /);
    expect(stderr).toContain(`Started dry-run-${name}, which imports nobody.`);
    expect(stderr).toMatch(/Listing the old pool +█+ +100 % +12 of 12/);
    expect(stderr).toContain(
      `The report is s3://${world.bucket}/runs/dry-run-${name}/report/report.html\n  npm run migrate -- backfill --watch dry-run-${name} --report <directory>`,
    );
    expect(world.sourceSubs()).toEqual([]);
  });

  test('--usernames imports just these; --json prints one document', async () => {
    const { status, stdout, stderr, name } = await act(
      { usernames: [nameOf(0), nameOf(1)], watch: true },
      { json: true },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      runId: `run-${name}`,
      executionArn: expect.stringContaining(`:run-${name}`),
      status: 'SUCCEEDED',
      dryRun: false,
      totals: { listed: 2, alreadyMoved: 0, imported: 2, skipped: 0, failed: 0, leftOut: {} },
      files: expect.arrayContaining([`s3://${world.bucket}/runs/run-${name}/report/report.html`]),
    });
    expect(stderr).not.toContain('Importing');
    expect(world.sourceSubs()).toHaveLength(2);
  });

  test('a run that fails says why and how to go on, and --resume finishes it', async () => {
    world.sandbox.stepFunctions.interference.abortAt('ResolveNames');
    const failed = await act({ watch: true });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain(`--resume run-${failed.name} --watch`);
    second += 1;
    const resumed = await act({ resume: `run-${failed.name}`, watch: true });
    expect(resumed.status).toBe(0);
    expect(resumed.stdout).toMatch(/Imported +9/);
    expect(resumed.stderr).toContain(`Started run-${failed.name}_${resumed.name}.`);
    const again = await act({ watch: `run-${failed.name}` });
    expect(again.status).toBe(0);
    expect(again.stdout).toBe(resumed.stdout);
    await expect(act({ resume: `run-${failed.name}_${resumed.name}` })).rejects.toMatchObject({
      remedy: `Give --resume run-${failed.name}.`,
    });
  });

  test('a run is found by its id, and no other whose id begins with it or looks like a resumption', async () => {
    const alike = 'a_20261123-120000';
    for (const [name, input] of [
      ['a', { runId: 'a' }],
      ['a_b', {}],
      ['a_b_20261123-120000', { runId: 'a_b' }],
      [alike, {}],
    ] as const) {
      await startedByHand(name, { ...input, dryRun: true, limit: 1 });
    }
    const found = async (watch: string) => {
      const { stdout } = await act({ watch }, { json: true });
      return JSON.parse(stdout).executionArn.split(':').at(-1);
    };
    expect(await found('a')).toBe('a');
    expect(await found('a_b')).toBe('a_b_20261123-120000');
    expect(await found(alike)).toBe(alike);
  });

  test('the longest id leaves room for the time in the name of an execution', () => {
    expect(executionName('r'.repeat(64), false, Date.UTC(2026, 0, 1))).toMatch(/^r{64}_20260101-000000$/);
    expect(executionName('r'.repeat(64), false, 0)).toHaveLength(80);
  });

  test('a run that fails before it has a plan is to be begun again, not resumed', async () => {
    world.sandbox.stepFunctions.interference.abortAt('Plan');
    const failed = await act({ limit: 1, watch: true });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('start it again with the same options');
    expect(failed.stderr).not.toContain('--resume');
    second += 1;
    const resumed = await act({ resume: `run-${failed.name}`, watch: true });
    expect(resumed.status).toBe(1);
    expect(resumed.stderr).toMatch(/BackfillRefused: There is no run run-.* in the bucket/);
    expect(resumed.stderr).not.toContain('Nothing is lost');
  });

  test('a name that nobody has is told, and no resuming advised', async () => {
    const { status, stderr } = await act({ usernames: [nameOf(0), 'nobody-here'], watch: true });
    expect(status).toBe(1);
    expect(stderr).toContain('"nobody-here" (usernames[1])');
    const { message = '' } = world.sandbox.notifications.at(-1) ?? {};
    expect(message).toContain('PilotUnknown');
    expect(message).not.toMatch(/nobody-here|start the state machine again/);
    expect(stderr).not.toContain('--resume');
  });

  test('a run that was finished is not done again', async () => {
    const { name } = await act({ limit: 1, watch: true });
    second += 1;
    const { status, stderr } = await act({ resume: `run-${name}`, watch: true });
    expect(status).toBe(0);
    expect(stderr).toContain('Nothing was done now.');
    expect(stderr).not.toMatch(/runId/);
  });

  test('nothing is resumed where there was nothing, in words of the command line', async () => {
    const before = executions().length;
    await expect(act({ resume: 'nix' })).rejects.toMatchObject({
      message: 'There is no run nix of UserMigration. Nothing was started.',
      remedy: expect.stringMatching(/a new run without --resume\.$/),
    });
    expect(executions()).toHaveLength(before);
  });

  test('a run that was refused is not resumed', async () => {
    const { name } = await act({ usernames: ['nobody-here'], watch: true });
    await expect(act({ resume: `run-${name}` })).rejects.toThrow(
      /ended before anything was done \(PilotUnknown\)/,
    );
  });

  test('a run that Step Functions has forgotten may be in the bucket, where that remembers longer', async () => {
    const { context } = await deployedContextOf(world.sandbox);
    const settings = (expireAfterDays: number) => ({
      settings: { ...context.settings, backfill: { ...context.settings.backfill, expireAfterDays } },
    });
    await withBackfill(context, async (workflow) => {
      const resume = (days: number) => refuseVainResume({ ...context, ...settings(days) }, workflow, 'old');
      await expect(resume(91)).resolves.toBeUndefined();
      await expect(resume(90)).rejects.toBeInstanceOf(OperatorError);
    });
  });

  test('starts without waiting, refuses a second one, and attaches to it where nothing else was said', async () => {
    const { stepFunctions } = world.sandbox;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    stepFunctions.interference.onStateEntered(({ stateName }) =>
      stateName === 'ListOldPool' ? released : undefined,
    );
    const before = executions().length;
    const first = await act({ dryRun: true });
    expect(first).toMatchObject({ status: 0, stdout: '' });
    expect(first.stderr).toContain(
      `Watch it with: npm run migrate -- backfill --watch dry-run-${first.name}`,
    );

    const refused = await act({ limit: 1, watch: true });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('A backfill is going already');
    const refusedAsJson = await act({}, { json: true });
    expect(JSON.parse(refusedAsJson.stdout)).toMatchObject({ refused: 'running' });

    const stop = new AbortController();
    const watching = act({ watch: true }, { signal: stop.signal });
    stop.abort();
    const left = await watching;
    expect(left.status).toBe(0);
    expect(left.stderr).toContain('The run goes on.');

    release();
    const attached = await act({ watch: true });
    expect(attached.stdout).toMatch(/Have moved already +11/);
    expect(executions()).toHaveLength(before + 1);
  });

  test.each<[string, readonly string[], object]>([
    ['nothing', [], {}],
    [
      'names',
      ['--usernames', 'ada, bob', '--usernames', 'cy', '--no-import'],
      { usernames: ['ada', 'bob', 'cy'], import: false },
    ],
    [
      'names with commas',
      ['--usernames', 'ada', '--username', 'smith,john', '--username', ' cy ', '--no-import'],
      { usernames: ['ada', 'smith,john', ' cy '], import: false },
    ],
    [
      'much',
      [
        '--dry-run',
        '--requests-per-second',
        '30',
        '--include',
        'CONFIRMED',
        '--exclude',
        'UNCONFIRMED',
        '--limit',
        '2',
      ],
      { dryRun: true, listRequestsPerSecond: 30, include: ['CONFIRMED'], exclude: ['UNCONFIRMED'], limit: 2 },
    ],
    [
      'to import what waits in files',
      ['--resume', 'by-hand', '--import'],
      { runId: 'by-hand', import: true },
    ],
  ])('hands on what a command line says: %s', async (_, args, input) => {
    if (args.includes('by-hand')) await startedByHand('by-hand', { import: false, limit: 1 });
    const now = () => Date.UTC(2026, 10, 24) + second * 1_000;
    const { context } = await deployedContextOf(world.sandbox, { now });
    const act = (use: (at: typeof context) => Promise<unknown>) => use(context).then(() => undefined);
    const never = () => Promise.reject(new Error('never'));
    const open = { deployed: act, anytime: never, unsettled: never };
    await backfillCommand(open).parseAsync(args, { from: 'user' });
    const [execution] = executions();
    expect(JSON.parse(execution?.options.input ?? '')).toEqual(input);
    await execution?.ended;
  });

  test.each<[string, BackfillOptions, RegExp]>([
    ['--limit with --usernames', { limit: 1, usernames: ['ada'] }, /--limit: Together with usernames/],
    ['a status that is none', { include: ['ASLEEP'] }, /--include: ASLEEP is no user status/],
    ['no name', { usernames: [] }, /^--usernames: Names nothing\. Write one or more/],
    ['--import of no run', { import: true }, /--import: Goes with --resume only/],
    ['a name that is none of a run', { resume: 'a/b' }, /--resume: Is not the name of a run/],
    [
      'both answers about factors',
      { mfaLookup: true, acceptMfaLoss: true },
      /--mfa-lookup: Together with --accept-mfa-loss/,
    ],
    ['other options beside a run to watch', { watch: 'some', dryRun: true }, /starts nothing/],
    ['a run that nobody knows', { watch: 'some' }, /no execution of a run some/],
  ])('%s is refused before anything begins', async (_, options, message) => {
    const before = executions().length;
    await expect(act(options)).rejects.toThrow(message);
    await expect(act(options)).rejects.toBeInstanceOf(OperatorError);
    expect(executions()).toHaveLength(before);
  });
});

describe('--report', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'report-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  test('fetches the report of a run that has ended, for its owner alone', async () => {
    const report = join(directory, 'new');
    const { status, stderr, name } = await act({ dryRun: true, report });
    expect(status).toBe(0);
    const files = [...REPORT_FILES];
    expect((await readdir(report)).sort()).toEqual(files);
    for (const file of files) {
      const path = join(report, file);
      expect(stderr).toContain(path);
      const key = `runs/dry-run-${name}/report/${file}`;
      expect(await readFile(path, 'utf8')).toBe(await world.read(key));
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(report)).mode & 0o777).toBe(0o700);

    await rm(report, { recursive: true });
    const later = await act({ watch: `dry-run-${name}`, report }, { json: true });
    expect(
      JSON.parse(later.stdout)
        .saved.map((path: string) => basename(path))
        .sort(),
    ).toEqual(files);
  });

  test('says so where a run came to no report', async () => {
    world.sandbox.stepFunctions.interference.abortAt('Plan');
    const { status, stderr } = await act({ dryRun: true, report: directory });
    expect(status).toBe(1);
    expect(stderr).toContain('There is no report to fetch.');
    expect(await readdir(directory)).toEqual([]);
  });

  test('leaves no directory behind that it made for nothing', async () => {
    const report = join(directory, 'new');
    world.sandbox.stepFunctions.interference.abortAt('Plan');
    expect((await act({ dryRun: true, report })).status).toBe(1);
    await expect(act({ watch: 'none-such', report })).rejects.toThrow(/no execution of a run/);
    await expect(act({ usernames: [], report })).rejects.toThrow(/^--usernames/);
    expect(await readdir(directory)).toEqual([]);
  });

  test.each(REPORT_FILES)('is refused before anything begins where %s is a directory', async (name) => {
    await mkdir(join(directory, name));
    const before = executions().length;
    await expect(act({ dryRun: true, report: directory })).rejects.toThrow(
      `${name}" would have to be replaced, and is no file.`,
    );
    expect(executions()).toHaveLength(before);
    expect(await readdir(directory)).toEqual([name]);
  });

  test('shows what came of the run though the report cannot be fetched', async () => {
    const { name } = await act({ dryRun: true, limit: 1, watch: true });
    const { context, stdout } = await deployedContextOf(world.sandbox);
    const elsewhere = { ...context, deployed: { ...context.deployed, bucketName: 'none-such' } };
    const watch = `dry-run-${name}`;
    await expect(backfill(elsewhere, { watch, report: directory })).rejects.toThrow();
    expect(stdout()).toMatch(/Would be imported|Have moved already/);
  });

  test.each([
    ['a file', () => join(directory, 'file')],
    ['below nothing', () => join(directory, 'no', 'where')],
    ['without a name', () => ''],
  ])('is refused before anything begins where it is %s', async (_, path) => {
    await writeFile(join(directory, 'file'), '');
    const before = executions().length;
    await expect(act({ dryRun: true, report: path() })).rejects.toThrow(/^The report cannot be left in/);
    expect(executions()).toHaveLength(before);
  });
});
