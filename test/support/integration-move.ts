import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  type CreateUserPoolRequest,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { World } from '../../sandbox/demo/world.ts';
import type { FunctionDefinition } from '../../sandbox/lambda/function-definition.ts';
import { LambdaHost } from '../../sandbox/lambda/host.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { loadTemplate } from '../../sandbox/template/assembly.ts';
import { type DeployedStack, deploy } from '../../sandbox/template/deploy.ts';
import { createClient, sdkClient } from './real-client.ts';
import { addUserPool } from './sandbox.ts';
import { OLD_POOL_ID, synthesizedAssembly } from './synthesized-assembly.ts';

/** The product as synthesized, deployed to a sandbox of its own, between an old pool and its new one. */
export interface Move extends Pick<World, 'newUserPoolId' | 'newClientId'> {
  readonly sandbox: Sandbox;
  readonly functions: LambdaHost;
  readonly stack: DeployedStack;
  /** The old pool, and what a test can do to both pools. */
  readonly world: World;
  /** The real SDK client, with an administrator's access key and without retries. */
  readonly cognito: CognitoIdentityProviderClient;
  /** The new pool's app client that has a secret. */
  readonly backend: { readonly clientId: string; readonly clientSecret: string };
  /** ARN of the trigger's function. */
  readonly functionArn: string;
  close(): Promise<void>;
}

export interface MoveOptions {
  /** What the old pool is like. @default sign-in by username and verified e-mail address, in any case */
  readonly oldPool?: Partial<CreateUserPoolRequest>;
  /** What the settings say about it. @default false */
  readonly oldPoolCaseSensitive?: boolean;
  /** Over the settings; `groups` are dropped unless they say otherwise. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Over the variables of the deployed function; undefined takes one away. @default as synthesized */
  readonly environment?: (oldPool: World['oldPool']) => Variables;
  readonly sandbox?: Omit<SandboxOptions, 'functions'>;
  /** @default 10 */
  readonly maximumEnvironments?: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Most test files use one of two assemblies, so that few are synthesized. Groups stay behind in them, so that what is
 * counted are the calls of the migration alone.
 */
const settings = (caseSensitive: boolean, others: Readonly<Record<string, unknown>> = {}) => ({
  oldPool: { userPoolId: OLD_POOL_ID, caseSensitive },
  newPool: { customAttributes: [{ name: 'custom:plan', type: 'String' }] },
  clients: [{ name: 'web' }, { name: 'backend', generateSecret: true }],
  groups: { mode: 'drop' },
  cleanUp: { enabled: false },
  ...others,
});

/** Sign-in by username and verified e-mail address, where usernames may differ by case only. */
export const CASE_SENSITIVE = {
  oldPool: { AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: true } },
  oldPoolCaseSensitive: true,
} satisfies MoveOptions;

/** Sign-in by username alone: e-mail addresses are what people say they are. */
export const USERNAME_ONLY = {
  oldPool: { AliasAttributes: [], UsernameConfiguration: { CaseSensitive: false } },
} satisfies MoveOptions;

/** Sign-in by e-mail address, verified or not. */
export const EMAIL_AS_USERNAME = {
  oldPool: {
    AliasAttributes: [],
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
  },
} satisfies MoveOptions;

/** Starts it; `close` it when the tests are over. */
export async function startMove(options: MoveOptions = {}): Promise<Move> {
  const { maximumEnvironments = 10 } = options;
  const functions = new AdaptedHost({ maximumEnvironments });
  const sandbox = await startSandbox({ ...options.sandbox, functions });
  const cognito = sdkClient(sandbox);
  const close = async (): Promise<void> => {
    cognito.destroy();
    await functions.close();
    await sandbox.close();
  };
  try {
    const oldPool = await createOldPool(sandbox, cognito, options.oldPool);
    functions.changes = options.environment?.(oldPool) ?? {};
    const assembly = await synthesizedAssembly(
      settings(options.oldPoolCaseSensitive ?? false, options.settings),
    );
    const stack = await deploy(await loadTemplate(assembly, 'UserMigration'), { ...sandbox, functions });
    const world = new World(sandbox, oldPool, stack, new Map());
    const { newUserPoolId, newClientId } = world;
    const backend = Object.values(stack.clients).find(({ clientSecret }) => clientSecret !== undefined);
    return {
      ...{ sandbox, functions, stack, world, newUserPoolId, newClientId, cognito, close },
      backend: { clientId: backend!.clientId, clientSecret: backend!.clientSecret! },
      functionArn: world.triggerArn,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Hands a move to a test, and ends it whatever happens. */
export async function withMove<T>(options: MoveOptions, use: (move: Move) => Promise<T>): Promise<T> {
  const move = await startMove(options);
  try {
    return await use(move);
  } finally {
    await move.close();
  }
}

/** Somebody edits the environment of every function that is deployed. */
class AdaptedHost extends LambdaHost {
  changes: Variables = {};

  override create(definition: FunctionDefinition): void {
    const variables = Object.entries({ ...definition.environment, ...this.changes });
    const environment = Object.fromEntries(
      variables.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    super.create({ ...definition, environment });
  }
}

/** An old pool as teams have them: people manage their own attributes, and may have a second factor. */
async function createOldPool(
  sandbox: Sandbox,
  cognito: CognitoIdentityProviderClient,
  request: Partial<CreateUserPoolRequest> = {},
): Promise<World['oldPool']> {
  addUserPool({ sandbox }, OLD_POOL_ID, {
    AliasAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Schema: ['plan', 'legacy_id'].map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true })),
    ...request,
  });
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: OLD_POOL_ID,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::111122223333:role/sms' } },
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: {},
    }),
  );
  const add = (GenerateSecret: boolean) =>
    createClient({ client: cognito }, OLD_POOL_ID, {
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret,
    });
  return {
    cognito,
    userPoolId: OLD_POOL_ID,
    clientId: (await add(false)).ClientId,
    clientIdWithSecret: (await add(true)).ClientId,
  };
}
