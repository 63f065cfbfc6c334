import { fork } from 'node:child_process';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { FunctionDefinition } from '../sandbox/lambda/function-definition.ts';
import type { ExportSandbox, ExportStep } from './export-sandbox.ts';
import { isRecord, nextMessage } from './messages.ts';

/** What one function's process took for its part of an export. Loading the bundle is not in time and CPU. */
export interface StepUsage {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Bytes: the largest resident set that the process ever had. */
  readonly peakMemory: number;
}

export type ListingUsage = Readonly<Record<'listNewPool' | 'listOldPool', StepUsage>>;
export type ExportUsage = Readonly<Record<Exclude<ExportStep, 'plan'>, StepUsage>>;

export interface Listing {
  readonly steps: ListingUsage;
  /** ListUsers calls of both pools, and how many were refused as too fast. */
  readonly calls: number;
  readonly throttled: number;
  /** Users of both pools. */
  readonly listed: number;
}

type Result = Readonly<Record<string, unknown>>;

/**
 * MB of old space, the same for every function and every number of users, and a quarter of what the smallest of
 * them has in Lambda: what is kept alive decides about the size of a process, not how lazily garbage is collected.
 */
const HEAP = 256;

type Invoke = (event: object) => Promise<Result>;

/** Runs a function in a process of its own. */
const runFunction = async (
  { code, environment, timeoutSeconds }: FunctionDefinition,
  work: (invoke: Invoke) => Promise<void>,
): Promise<StepUsage> => {
  const child = fork(new URL('./function-process.ts', import.meta.url), [code, String(timeoutSeconds)], {
    env: environment,
    execArgv: [`--max-old-space-size=${HEAP}`],
    // The function's log lines are none of the benchmark's output.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const loaded = await nextMessage(child);
    const start = performance.now();
    let last = loaded;
    await work(async (event) => {
      child.send(event);
      last = await nextMessage(child);
      if (!isRecord(last['result'])) throw new Error(`A function failed: ${String(last['failure'])}`);
      return last['result'];
    });
    return {
      seconds: (performance.now() - start) / 1_000,
      cpuSeconds: Number(last['cpuSeconds']) - Number(loaded['cpuSeconds']),
      peakMemory: Number(last['peakMemory']),
    };
  } finally {
    child.kill();
  }
};

/** The state machine's loop around a step that saves its place. */
const untilDone =
  (event: object) =>
  async (invoke: Invoke): Promise<void> => {
    for (let done = false; !done; ) done = (await invoke(event))['done'] === true;
  };

/** Processes for the events of a map: one per core; the state machine has up to eight. */
const AT_ONCE = 2;

/** A map of the state machine: its seconds are those of the slowest process, its CPU that of all. */
const runMap = async (
  definition: FunctionDefinition,
  events: readonly object[],
  take: (result: Result) => void,
): Promise<StepUsage> => {
  const waiting = events.values();
  const usages = await Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      runFunction(definition, async (invoke) => {
        for (const event of waiting) take(await invoke(event));
      }),
    ),
  );
  return {
    seconds: Math.max(...usages.map(({ seconds }) => seconds)),
    cpuSeconds: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    peakMemory: Math.max(...usages.map(({ peakMemory }) => peakMemory)),
  };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects of a run, for an administrator. */
const openRun = ({ s3Endpoint, bucket }: ExportSandbox, runId: string) => {
  const client = new S3Client({
    endpoint: s3Endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
  });
  const keyOf = (name: string) => `runs/${runId}/${name}`;
  return {
    read: async (name: string): Promise<Result> => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      const value: unknown = JSON.parse((await Body?.transformToString()) ?? '');
      if (!isRecord(value)) throw new Error(`${name} is no object`);
      return value;
    },
    write: async (name: string, value: object): Promise<void> => {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: keyOf(name), Body: JSON.stringify(value) }),
      );
    },
    close: () => client.destroy(),
  };
};

/** Most calls a second that the product allows itself: the quota. */
const QUOTA = 30;

/** Faster than the sandbox is. */
const NO_PACE = 1_000_000;

/** Refuses to measure an export that lost somebody: half of the users have moved, and the others get a row. */
const checkRows = (rows: number, users: number): void => {
  if (rows !== users / 2) throw new Error(`Of ${users} users, the export wrote ${rows}`);
};

export interface ExportOrder {
  readonly runId: string;
  /** In the old pool. */
  readonly users: number;
  /** `quota`: the most that an operator can ask for; `none`: as fast as the sandbox answers. */
  readonly pace: 'quota' | 'none';
}

/** The plan, as the state machine would make it. @returns its shards and partitions */
const makePlan = async ({ functions }: ExportSandbox, runId: string): Promise<Result> => {
  let planned: Result = {};
  await runFunction(functions.plan, async (invoke) => {
    planned = await invoke({
      execution: 'bench',
      executionName: runId,
      startedAt: new Date().toISOString(),
      options: { import: false, acceptMfaLoss: true, listRequestsPerSecond: QUOTA },
    });
  });
  if (planned['kind'] === 'go') return planned;
  throw new Error(`The plan was refused: ${String(planned['message'])}`);
};

/** Lists both pools with the deployed functions. */
export const runListing = async (
  sandbox: ExportSandbox,
  { runId, users, pace }: ExportOrder,
): Promise<{ readonly listing: Listing; readonly planned: Result }> => {
  const run = openRun(sandbox, runId);
  try {
    const planned = await makePlan(sandbox, runId);
    if (pace === 'none') {
      // No operator can ask for this: the plan is rewritten.
      const plan = await run.read('plan.json');
      const options = isRecord(plan['options']) ? plan['options'] : {};
      await run.write('plan.json', { ...plan, options: { ...options, listRequestsPerSecond: NO_PACE } });
    }
    const { functions } = sandbox;
    const listNewPool = await runFunction(functions.listNewPool, untilDone({ runId }));
    const listOldPool = await runFunction(functions.listOldPool, untilDone({ runId }));
    const states = [await run.read('listing/new.json'), await run.read('listing/old.json')];
    const sumOf = (name: string) => states.reduce((sum, state) => sum + Number(state[name]), 0);
    return {
      planned,
      listing: {
        steps: { listNewPool, listOldPool },
        calls: sumOf('calls'),
        throttled: sumOf('throttled'),
        listed: users + users / 2,
      },
    };
  } finally {
    run.close();
  }
};

/** Everything until the files lie ready for their import. */
export const runExport = async (sandbox: ExportSandbox, order: ExportOrder): Promise<ExportUsage> => {
  const { runId, users } = order;
  const { functions } = sandbox;
  const { listing, planned } = await runListing(sandbox, order);
  const partitions = listOf(planned['partitions']).map((partition) => ({ runId, partition }));
  const resolveNames = await runMap(functions.resolveNames, partitions, () => {});
  let rows = 0;
  const shards = listOf(planned['shards']).map((shard) => ({ runId, shard }));
  const settleShard = await runMap(functions.settleShard, shards, ({ enabled }) => {
    rows += Number(enabled);
  });
  checkRows(rows, users);
  const assembleFiles = await runFunction(functions.assembleFiles, untilDone({ runId }));
  return { ...listing.steps, resolveNames, settleShard, assembleFiles };
};
