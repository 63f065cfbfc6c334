import { describe, expect, test } from '@jest/globals';
import type { ImportJob, ImportJobs, StartResult } from '../../../aws/import-jobs.ts';
import type { ArrivedUser } from '../../../aws/new-pool-users.ts';
import { checkImport } from '../../../handlers/backfill/steps/check-import.ts';
import type { FileJobs } from '../../../handlers/backfill/steps/file-jobs.ts';
import { outcomesOf } from '../../../handlers/backfill/steps/outcomes.ts';
import { reconcileImport } from '../../../handlers/backfill/steps/reconcile-import.ts';
import { keysOf } from '../../../handlers/backfill/steps/run-objects.ts';
import { startImport } from '../../../handlers/backfill/steps/start-import.ts';
import { readClassifiedUser } from '../../../migration/backfill/classes.ts';
import { fakeTimer, MemoryObjects } from '../../support/memory-objects.ts';

const keys = keysOf('run');
const FILE = { runId: 'run', file: 'CognitoUsers.csv', disabled: false };
const BUSY: StartResult = { kind: 'busy', exception: 'LimitExceededException', message: 'One job at a time' };

/** A run with one file of these people. */
const bucket = (names: readonly string[]) => {
  const store = new MemoryObjects();
  store.put(keys.plan, { runId: 'run', columns: ['cognito:username'] });
  store.put(keys.assembly, { files: [{ name: FILE.file, kind: 'enabled', rows: names.length, bytes: 1 }] });
  store.put(
    keys.submittedRows(FILE.file, 1),
    ['cognito:username', ...names].map((name) => `${name}\n`).join(''),
  );
  store.put(
    keys.submittedManifest(FILE.file, 1),
    names
      .map((name) => `${JSON.stringify({ sub: `sub-${name}`, oldUsername: name, username: name })}\n`)
      .join(''),
  );
  return store;
};

/** Import jobs that note what is asked of them. */
class FakeJobs implements ImportJobs {
  readonly calls: string[] = [];
  readonly uploads: string[] = [];
  statuses = new Map<string, string>();
  starts: (StartResult | Error)[] = [];
  uploadFails = false;
  job: Partial<ImportJob> = {};

  header() {
    return Promise.resolve([]);
  }
  async create(jobName: string) {
    const jobId = `import-${this.statuses.size + 1}`;
    this.calls.push(`create ${jobName}`);
    this.statuses.set(jobId, 'Created');
    return { jobId, uploadUrl: `https://upload/${jobId}` };
  }
  async upload(url: string, { body }: { body: AsyncIterable<unknown> }) {
    this.calls.push(`upload ${url}`);
    if (this.uploadFails) throw new Error('broke off');
    let text = '';
    for await (const chunk of body) text += String(chunk);
    this.uploads.push(text);
  }
  async start(jobId: string) {
    this.calls.push(`start ${jobId}`);
    const result = this.starts.shift() ?? { kind: 'started' };
    if (result instanceof Error) throw result;
    if (result.kind === 'started') this.statuses.set(jobId, 'InProgress');
    return result;
  }
  async describe(jobId: string): Promise<ImportJob> {
    const status = this.statuses.get(jobId) ?? 'Unknown';
    return { jobId, jobName: 'name', status, imported: 0, skipped: 0, failed: 0, ...this.job };
  }
}

describe('starting an import', () => {
  test('creates a job, uploads the file and starts it', async () => {
    const jobs = new FakeJobs();
    const step = await startImport({ store: bucket(['ada']), jobs })(FILE);
    expect(step).toMatchObject({ next: 'check', waitSeconds: 30 });
    expect(jobs.calls).toEqual([
      'create run-CognitoUsers-1',
      'upload https://upload/import-1',
      'start import-1',
    ]);
    expect(jobs.uploads).toEqual(['cognito:username\nada\n']);
  });

  test('waits longer and longer while another job of the account is active, and uploads once', async () => {
    const [store, jobs] = [bucket(['ada']), new FakeJobs()];
    jobs.starts = [BUSY, BUSY, BUSY];
    const start = startImport({ store, jobs });
    const waited: number[] = [];
    let step = await start(FILE);
    while (step.next === 'start') {
      waited.push(step.waitSeconds);
      step = await start(step);
    }
    expect(waited).toEqual([30, 45, 68]);
    expect(jobs.uploads).toHaveLength(1);
    expect(step.next).toBe('check');
  });

  test('a job whose upload broke off is left to expire', async () => {
    const [store, jobs] = [bucket(['ada']), new FakeJobs()];
    jobs.uploadFails = true;
    await expect(startImport({ store, jobs })(FILE)).rejects.toThrow('broke off');
    jobs.uploadFails = false;
    await startImport({ store, jobs })(FILE);
    expect(jobs.calls.filter((call) => call.startsWith('start'))).toEqual(['start import-2']);
  });

  test('a job that was started by an invocation that died is not started again', async () => {
    const [store, jobs] = [bucket(['ada']), new FakeJobs()];
    let saves = 0;
    store.beforeWrite = (key) => {
      if (key !== keys.jobs(FILE.file)) return;
      saves += 1;
      if (saves === 3) throw new Error('killed');
    };
    await expect(startImport({ store, jobs })(FILE)).rejects.toThrow('killed');
    expect(await startImport({ store, jobs })(FILE)).toMatchObject({ next: 'check' });
    expect(jobs.calls.filter((call) => call.startsWith('start'))).toEqual(['start import-1']);
  });

  test('an expired job gets a successor', async () => {
    const [store, jobs] = [bucket(['ada']), new FakeJobs()];
    jobs.starts = [BUSY];
    await startImport({ store, jobs })(FILE);
    jobs.statuses.set('import-1', 'Expired');
    expect(await startImport({ store, jobs })(FILE)).toMatchObject({ next: 'check' });
    expect(jobs.calls).toContain('start import-2');
  });
});

describe('checking an import', () => {
  test('waits from half a minute to five minutes', async () => {
    const [store, jobs] = [bucket(['ada']), new FakeJobs()];
    let step = await startImport({ store, jobs })(FILE);
    const waited: number[] = [];
    for (let poll = 0; poll < 8; poll += 1) {
      step = await checkImport({ store, jobs })(step);
      waited.push(step.waitSeconds);
    }
    expect(waited).toEqual([30, 45, 68, 101, 152, 228, 300, 300]);
    jobs.statuses.set('import-1', 'Succeeded');
    expect(await checkImport({ store, jobs })(step)).toMatchObject({ next: 'reconcile' });
  });
});

/** A job that ended so, and what reconciling it comes to. */
const reconcile = async (
  names: readonly string[],
  job: Partial<ImportJob>,
  log: readonly string[],
  found: Readonly<Record<string, ArrivedUser>> = {},
) => {
  const [store, jobs] = [bucket(names), new FakeJobs()];
  await startImport({ store, jobs })(FILE);
  jobs.job = { status: 'Succeeded', ...job };
  await checkImport({ store, jobs })(FILE);
  const timer = fakeTimer();
  const run = reconcileImport({
    store,
    timer,
    logs: () => ({
      async *lines() {
        yield log;
      },
    }),
    poolName: async () => 'users',
    newPool: { find: async (username) => found[username] },
    stopped: () => false,
  });
  const classes = async () => {
    const users: string[] = [];
    for await (const lines of outcomesOf(store, 'run', FILE.file)) {
      for (const line of lines.filter((text) => text !== '')) {
        const { username, userClass } = readClassifiedUser(line);
        users.push(`${username} ${userClass.kind}${'reason' in userClass ? `: ${userClass.reason}` : ''}`);
      }
    }
    return users;
  };
  return { store, jobs, run, classes };
};

describe('reading what a job did', () => {
  test('each row becomes a person with a class', async () => {
    const { run, classes } = await reconcile(
      ['ada', 'bob', 'eve', 'kay'],
      { imported: 1, failed: 1, skipped: 2 },
      [
        '[SUCCEEDED] Line Number 1 - The import succeeded.',
        '[FAILED] Line Number 2 - The user is odd.',
        '[SKIPPED] Line Number 3 - The user already exists.',
        '[SKIPPED] Line Number 4 - The user already exists.',
      ],
      {
        eve: { username: 'eve', sourceSub: 'sub-eve', sourceVia: 'sign-in' },
        kay: { username: 'kay' },
      },
    );
    expect(await run(FILE)).toMatchObject({ next: 'done' });
    expect(await classes()).toEqual([
      'ada imported',
      'bob failed: The user is odd.',
      'eve skipped',
      'kay leftOut: name-taken',
    ]);
  });

  test('waits for lines that the counters promise, but not for ever', async () => {
    const { run } = await reconcile(['ada', 'bob'], { imported: 2 }, []);
    expect(await run(FILE)).toMatchObject({ next: 'reconcile', waitSeconds: 30, waits: 1 });
    expect(await run({ ...FILE, waits: 5 })).not.toMatchObject({ waitSeconds: 30 });
  });

  test('submits again whom a job did not get to, and only them', async () => {
    const { run, store, jobs, classes } = await reconcile(
      ['ada', 'bob', 'eve'],
      { status: 'Failed', imported: 1, message: 'Too many users have failed' },
      ['[SUCCEEDED] Line Number 1 - The import succeeded.'],
    );
    expect(await run(FILE)).toMatchObject({ next: 'start' });
    jobs.job = {};
    await startImport({ store, jobs })(FILE);
    expect(jobs.uploads.at(-1)).toBe('cognito:username\nbob\neve\n');
    expect(store.json<FileJobs>(keys.jobs(FILE.file)).attempts.map(({ rows }) => rows)).toEqual([3, 2]);
    expect(await classes()).toEqual(['ada imported']);
  });
});
