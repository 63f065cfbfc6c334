import type { ImportJob, ImportJobs, StartResult } from '../../aws/import-jobs.ts';
import type { ArrivedUser } from '../../aws/new-pool-users.ts';
import type { FileJobs } from '../../handlers/backfill/run/file-jobs.ts';
import { outcomesOf } from '../../handlers/backfill/run/outcomes.ts';
import { keysOf } from '../../handlers/backfill/run/run-objects.ts';
import { checkImport } from '../../handlers/backfill/steps/check-import.ts';
import { disableUsers } from '../../handlers/backfill/steps/disable-users.ts';
import { reconcileImport } from '../../handlers/backfill/steps/reconcile-import.ts';
import { startImport } from '../../handlers/backfill/steps/start-import.ts';
import { readClassifiedUser } from '../../migration/backfill/classes.ts';
import { aPool } from '../migration/backfill/builders.ts';
import { fakeTimer, MemoryObjects } from './memory-objects.ts';

/** The import of one file, step by step, against import jobs that do what they are told. */

export const keys = keysOf('run');
export const FILE = { runId: 'run', execution: 'execution-1', file: 'CognitoUsers.csv', disabled: false };
export const DISABLED_FILE = { ...FILE, disabled: true };
export const REFUSED: StartResult = {
  kind: 'refused',
  exception: 'PreconditionNotMetException',
  message: 'Not now, or never.',
};

const COLUMNS_OF_FILE = ['cognito:username', 'email', 'email_verified', 'preferred_username'];

/** The row of somebody with an e-mail address and a `preferred_username` of their own. */
export const rowOf = (name: string): string => `${name},${name}@example.com,TRUE,${name}-preferred`;

/** The file that is uploaded for these people. */
export const fileOf = (names: readonly string[]): string =>
  [COLUMNS_OF_FILE.join(','), ...names.map(rowOf)].map((row) => `${row}\n`).join('');

/** How somebody is found whom a job has imported. */
export const imported = (name: string, username = name): Readonly<Record<string, ArrivedUser>> => ({
  [username]: { username, sourceSub: `sub-${name}`, sourceVia: 'import' },
});

/** A run with one file of these people. */
export const bucket = (names: readonly string[]): MemoryObjects => {
  const store = new MemoryObjects();
  store.put(keys.plan, { runId: 'run', columns: COLUMNS_OF_FILE, csvPool: aPool() });
  store.put(keys.assembly, { files: [{ name: FILE.file, kind: 'enabled', rows: names.length, bytes: 1 }] });
  store.put(keys.submittedRows(FILE.file, 1), fileOf(names));
  store.put(
    keys.submittedManifest(FILE.file, 1),
    names
      .map((name) => `${JSON.stringify({ sub: `sub-${name}`, oldUsername: name, username: name })}\n`)
      .join(''),
  );
  return store;
};

/** Import jobs that note what is asked of them. */
export class FakeJobs implements ImportJobs {
  readonly calls: string[] = [];
  readonly uploads: string[] = [];
  statuses = new Map<string, string>();
  starts: (StartResult | Error)[] = [];
  /** Jobs of the pool before this run, by their status. */
  earlier: string[] = [];
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
  async list(): Promise<readonly ImportJob[]> {
    const jobs = [...this.statuses].map(([jobId, status]) => this.#describe(jobId, status));
    return [...jobs, ...this.earlier.map((status, index) => this.#describe(`earlier-${index}`, status))];
  }
  async describe(jobId: string): Promise<ImportJob> {
    return { ...this.#describe(jobId, this.statuses.get(jobId) ?? 'Unknown'), ...this.job };
  }
  #describe(jobId: string, status: string): ImportJob {
    return { jobId, jobName: 'name', status, imported: 0, skipped: 0, failed: 0 };
  }
}

/** One file on its way, with all that the steps have to do with. */
export const importOf = (names: readonly string[]) => {
  const [store, jobs] = [bucket(names), new FakeJobs()];
  const warnings: unknown[] = [];
  const lookedUp: string[] = [];
  const disabled: string[] = [];
  const world = { log: [] as readonly string[], found: {} as Readonly<Record<string, ArrivedUser>> };
  const steps = {
    start: startImport({ store, jobs, warn: (message, facts) => warnings.push({ message, ...facts }) }),
    check: checkImport({ store, jobs }),
    reconcile: reconcileImport({
      store,
      timer: fakeTimer(),
      logs: () => ({
        async *lines() {
          yield world.log;
        },
      }),
      poolName: async () => 'users',
      newPool: {
        find: async (username) => {
          lookedUp.push(username);
          return world.found[username];
        },
      },
      stopped: () => false,
    }),
    disable: disableUsers({
      store,
      timer: fakeTimer(),
      newPool: {
        find: async (username) => world.found[username],
        disable: async (username) => void disabled.push(username),
      },
      stopped: () => false,
    }),
  };
  /** A job ends so, with these lines in its log and these people in the new pool. */
  const end = async (
    input: typeof FILE,
    job: Partial<ImportJob>,
    log: readonly string[],
    found: Readonly<Record<string, ArrivedUser>> = {},
  ) => {
    jobs.job = {};
    await steps.start(input);
    jobs.job = { status: 'Succeeded', ...job };
    Object.assign(world, { log, found });
    await steps.check(input);
    return steps.reconcile(input);
  };
  const classes = async (): Promise<readonly string[]> => {
    const users: string[] = [];
    for await (const lines of outcomesOf(store, 'run', FILE.file)) {
      for (const line of lines.filter((text) => text !== '')) {
        const { username, userClass } = readClassifiedUser(line);
        users.push(`${username} ${userClass.kind}${'reason' in userClass ? `: ${userClass.reason}` : ''}`);
      }
    }
    return users;
  };
  const fileJobs = (): FileJobs => store.json<FileJobs>(keys.jobs(FILE.file));
  return { store, jobs, steps, end, classes, fileJobs, warnings, lookedUp, disabled };
};

export const succeeded = (line: number) => `[SUCCEEDED] Line Number ${line} - The import succeeded.`;
export const skipped = (line: number) => `[SKIPPED] Line Number ${line} - The user already exists.`;
export const failed = (line: number) => `[FAILED] Line Number ${line} - The user is odd.`;
