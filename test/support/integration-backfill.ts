import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { RunReport } from '../../migration/backfill/report.ts';
import { SOURCE_SUB } from '../../migration/rules.ts';
import { newUser } from '../../sandbox/cognito/user-pools.ts';
import { LambdaHost } from '../../sandbox/lambda/host.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { loadTemplate } from '../../sandbox/template/assembly.ts';
import { type DeployedStack, deploy } from '../../sandbox/template/deploy.ts';
import { sdkClient } from './real-client.ts';
import { addUserPool } from './sandbox.ts';
import { OLD_POOL_ID, synthesizedAssembly } from './synthesized-assembly.ts';

/** The deployed product with a full old pool, and the clients with which an operator starts and reads runs. */
export interface BackfillWorld {
  readonly sandbox: Sandbox;
  readonly functions: LambdaHost;
  readonly stack: DeployedStack;
  readonly newPoolId: string;
  readonly bucket: string;
  /**
   * Runs to the end. A `runId` without a plan names a new run: the execution has this name, or one like it if an
   * earlier execution had it and ended before there was a plan.
   */
  run(input?: object, name?: string): Promise<Run>;
  /** An object of the bucket as text; undefined if there is none. */
  read(key: string): Promise<string | undefined>;
  report(runId: string): Promise<RunReport>;
  /** Lines of `users.csv`, without the header. */
  users(runId: string): Promise<readonly string[]>;
  /** The `custom:source_sub`s of the new pool, sorted. */
  sourceSubs(): readonly string[];
  close(): Promise<void>;
}

export interface Run {
  readonly runId: string;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** Somebody of the old pool who has not to be created by the API. */
export interface OldUserInit {
  readonly username: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly status?:
    | 'CONFIRMED'
    | 'UNCONFIRMED'
    | 'EXTERNAL_PROVIDER'
    | 'FORCE_CHANGE_PASSWORD'
    | 'RESET_REQUIRED';
  readonly enabled?: boolean;
  readonly sub?: string;
  readonly password?: string;
}

/** Puts somebody into a pool. @returns the `sub` */
export function addUser(sandbox: Sandbox, userPoolId: string, init: OldUserInit): string {
  const { pools, clock } = sandbox.services;
  const user = newUser(clock, {
    username: init.username,
    status: init.status ?? 'CONFIRMED',
    enabled: init.enabled ?? true,
    attributes: new Map(Object.entries(init.attributes ?? {})),
    ...(init.sub === undefined ? {} : { sub: init.sub }),
    ...(init.password === undefined ? {} : { password: init.password }),
  });
  pools.addUser(pools.pool(userPoolId), user);
  return user.sub;
}

const SETTINGS = {
  oldPool: { userPoolId: OLD_POOL_ID, caseSensitive: true },
  newPool: {
    aliases: ['email', 'preferred_username'],
    customAttributes: [{ name: 'custom:plan', type: 'String' }],
  },
  clients: [{ name: 'app' }],
  groups: { mode: 'drop' },
};

export interface WorldOptions {
  readonly sandbox?: Omit<SandboxOptions, 'functions'>;
  /** Of the setting `backfill`. */
  readonly backfill?: Readonly<Record<string, unknown>>;
  /** Over the settings; groups are dropped unless they say otherwise. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Of the old pool. */
  readonly oldPool?: Parameters<typeof addUserPool>[2];
}

export async function startBackfillWorld(options: WorldOptions = {}): Promise<BackfillWorld> {
  const functions = new LambdaHost();
  const sandbox = await startSandbox({ waitTimes: 'skip', ...options.sandbox, functions });
  const credentials = { accessKeyId: 'administrator', secretAccessKey: 'administrator' };
  const { region, endpoint } = sandbox;
  const states = new SFNClient({ region, endpoint, credentials });
  const s3 = new S3Client({ region, endpoint: sandbox.s3.endpoint, credentials });
  const close = async (): Promise<void> => {
    states.destroy();
    s3.destroy();
    await functions.close();
    await sandbox.close();
  };
  addUserPool({ sandbox }, OLD_POOL_ID, {
    AliasAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: true },
    Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
    ...options.oldPool,
  });
  const settings = {
    ...SETTINGS,
    ...options.settings,
    ...(options.backfill === undefined ? {} : { backfill: options.backfill }),
  };
  const stack = await deploy(await loadTemplate(await synthesizedAssembly(settings), 'UserMigration'), {
    ...sandbox,
    functions,
  });
  const { NewUserPoolId: newPoolId = '', BackfillBucketName: bucket = '' } = stack.outputs;
  const stateMachineArn = stack.outputs['BackfillStateMachineArn'] ?? '';

  const read = async (key: string): Promise<string | undefined> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  /** Names that were given to runs, by the names that tests use. */
  const names = new Map<string, readonly string[]>();
  const idOf = (wished: string): string => names.get(wished)?.at(-1) ?? wished;
  const newNameOf = (wished: string): string => {
    const earlier = names.get(wished) ?? [];
    const name = earlier.length === 0 ? wished : `${wished}-again-${earlier.length}`;
    names.set(wished, [...earlier, name]);
    return name;
  };
  return {
    ...{ sandbox, functions, stack, newPoolId, bucket, read, close },
    async run({ runId: wished, ...options }: { readonly runId?: string } = {}, name?: string) {
      const isPlanned = wished !== undefined && (await read(`runs/${idOf(wished)}/plan.json`)) !== undefined;
      const input = isPlanned ? { ...options, runId: idOf(wished) } : options;
      const named = name ?? (isPlanned || wished === undefined ? undefined : newNameOf(wished));
      const { executionArn = '' } = await states.send(
        new StartExecutionCommand({
          stateMachineArn,
          input: JSON.stringify(input),
          ...(named === undefined ? {} : { name: named }),
        }),
      );
      await sandbox.stepFunctions.execution(executionArn).ended;
      const { status = '', error, cause } = await states.send(new DescribeExecutionCommand({ executionArn }));
      const runId = isPlanned ? idOf(wished) : (executionArn.split(':').at(-1) ?? '');
      return { runId, status, error, cause };
    },
    async report(runId) {
      return JSON.parse((await read(`runs/${idOf(runId)}/report/report.json`)) ?? 'null');
    },
    async users(runId) {
      const text = (await read(`runs/${idOf(runId)}/report/users.csv`)) ?? '';
      return text.split('\r\n').slice(1, -1);
    },
    sourceSubs: () => {
      const pool = sandbox.services.pools.pool(newPoolId);
      return [...pool.users.values()].flatMap(({ attributes }) => attributes.get(SOURCE_SUB) ?? []).sort();
    },
  };
}

export const PASSWORD = 'Correct-Horse-7';
export const verified = (name: string) => ({ email: `${name}@example.com`, email_verified: 'true' });
export const nameOf = (n: number) => `person-${String(n).padStart(3, '0')}`;

/** Signs in at the new pool with the common password. */
export const signIn = async (world: BackfillWorld, username: string): Promise<void> => {
  const client = sdkClient(world.sandbox);
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: world.stack.outputs['ClientIdApp'],
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    }),
  );
  client.destroy();
  if (AuthenticationResult === undefined) throw new Error(`${username} could not sign in`);
};

const fillWithTwenty = (world: BackfillWorld): ReadonlyMap<string, string> =>
  new Map(
    Array.from({ length: 20 }, (_, n) => [
      nameOf(n),
      addUser(world.sandbox, OLD_POOL_ID, {
        username: nameOf(n),
        attributes: verified(nameOf(n)),
        password: PASSWORD,
        enabled: n !== 7,
      }),
    ]),
  );

/** A world with twenty people in the old pool, of whom number 7 is disabled; ends it, whatever happens. */
export const withTwentyPeople = async (
  options: WorldOptions,
  use: (world: BackfillWorld, subs: ReadonlyMap<string, string>) => Promise<void>,
): Promise<void> => {
  const world = await startBackfillWorld(options);
  try {
    await use(world, fillWithTwenty(world));
  } finally {
    await world.close();
  }
};
