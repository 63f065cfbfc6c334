import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { RunReport } from '../../migration/backfill/report.ts';
import type { Sandbox } from '../sandbox.ts';
import type { DeployedStack } from '../template/deployed-stack.ts';

/** The second act: whoever did not sign in is backfilled by the deployed state machine, started as an operator would. */

/** What the demo's JSON says of it. */
export interface BackfillResult {
  readonly listed: number;
  readonly alreadyMoved: number;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  readonly leftOut: Readonly<Record<string, number>>;
  /** Paths of the report's files on this machine. */
  readonly reportFiles: readonly string[];
}

export interface Backfill {
  readonly result: BackfillResult;
  /** Usernames of imported people, from `users.csv`. */
  readonly imported: readonly string[];
  readonly reportPage: string;
}

const CREDENTIALS = { accessKeyId: 'administrator', secretAccessKey: 'administrator' };

/** Milliseconds between two looks at a running execution. */
const POLL = 200;

/**
 * Runs the backfill of a deployed stack and fetches its report.
 * @param directory where the report's files are written; it is there already.
 * @param tell hears the name of each state as it is entered.
 * @throws Error if the execution does not succeed.
 */
export const runBackfill = async (
  sandbox: Sandbox,
  stack: DeployedStack,
  directory: string,
  tell: (stateName: string) => void,
): Promise<Backfill> => {
  const [stateMachineArn] = Object.values(stack.stateMachines);
  const [bucket] = Object.values(stack.buckets);
  if (stateMachineArn === undefined || bucket === undefined) throw new Error('The stack has no backfill');
  await execute(sandbox, stateMachineArn, tell);
  return fetchReport(sandbox, bucket, directory);
};

const execute = async (
  { endpoint, region, stepFunctions }: Sandbox,
  stateMachineArn: string,
  tell: (stateName: string) => void,
): Promise<void> => {
  const states = new SFNClient({ endpoint, region, credentials: CREDENTIALS });
  const stopWatching = stepFunctions.interference.onStateEntered(({ stateName }) => tell(stateName));
  try {
    // Second factors decide for themselves (`mfaUsers`), at the price of one look-up a person.
    const input = JSON.stringify({ mfaLookup: true, listRequestsPerSecond: 30 });
    const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn, input }));
    for (;;) {
      const { status, error, cause } = await states.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return;
      if (status !== 'RUNNING') throw new Error(`The backfill ended ${status}: ${error} ${cause}`);
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  } finally {
    stopWatching();
    states.destroy();
  }
};

const fetchReport = async (sandbox: Sandbox, Bucket: string, directory: string): Promise<Backfill> => {
  const s3 = new S3Client({
    endpoint: sandbox.s3.endpoint,
    region: sandbox.region,
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'runs/' }));
  const keys = Contents.flatMap(({ Key }) => (Key?.includes('/report/') ? [Key] : []));
  const files = new Map<string, string>();
  for (const Key of keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const text = (await Body?.transformToString()) ?? '';
    const path = join(directory, Key.split('/').at(-1) ?? '');
    await writeFile(path, text);
    files.set(path, text);
  }
  s3.destroy();
  const textOf = (name: string): string => {
    const found = [...files].find(([path]) => path.endsWith(name));
    if (found === undefined) throw new Error(`The backfill wrote no ${name}`);
    return found[1];
  };
  const { totals }: RunReport = JSON.parse(textOf('report.json'));
  return {
    result: { ...totals, reportFiles: [...files.keys()] },
    imported: textOf('users.csv')
      .split('\r\n')
      .flatMap((line) => (line.endsWith(',imported,') ? [line.slice(0, -',imported,'.length)] : [])),
    reportPage: join(directory, 'report.html'),
  };
};
