import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { newUserPool } from '../../sandbox/cognito/new-user-pool.ts';
import type { UserPool } from '../../sandbox/cognito/state.ts';
import { LambdaHost } from '../../sandbox/lambda/host.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

/** A running sandbox, with what a test needs to use it as real clients do. */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly functions: LambdaHost;
  /** The real SDK client, with an administrator's access key. */
  readonly administrator: CognitoIdentityProviderClient;
  /** The real SDK client without credentials, as in an app. */
  readonly app: CognitoIdentityProviderClient;
}

/** Starts a sandbox on a free port, hands it over, and ends everything, whatever happens. */
export async function withSandbox<T>(
  use: (sandbox: TestSandbox) => Promise<T>,
  options: Omit<SandboxOptions, 'functions'> = {},
): Promise<T> {
  const functions = new LambdaHost();
  const sandbox = await startSandbox({ ...options, functions });
  const { endpoint, region } = sandbox;
  const config = { endpoint, region, maxAttempts: 1 };
  const administrator = new CognitoIdentityProviderClient({
    ...config,
    credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
  });
  // The SDK signs nothing of what an app may call; it must not look for credentials of this machine.
  const app = new CognitoIdentityProviderClient({
    ...config,
    credentials: { accessKeyId: '', secretAccessKey: '' },
  });
  try {
    return await use({ sandbox, functions, administrator, app });
  } finally {
    administrator.destroy();
    app.destroy();
    await functions.close();
    await sandbox.close();
  }
}

/** Adds a pool whose id is known beforehand, because a template names it. */
export function addUserPool(
  { sandbox }: Pick<TestSandbox, 'sandbox'>,
  id: string,
  request: Partial<CreateUserPoolRequest> = {},
): UserPool {
  const { region, accountId, services } = sandbox;
  const pool: UserPool = {
    ...newUserPool({ clock: services.clock, region, accountId }, { PoolName: 'old users', ...request }),
    id,
    arn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`,
    shortId: id.split('_')[1] ?? '',
  };
  services.pools.add(pool);
  return pool;
}

/** Somebody in a pool; the password is permanent. */
export interface TestUser {
  readonly username: string;
  readonly password: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Ada with a verified e-mail address, unless said otherwise. */
export const user = (init: Partial<TestUser> = {}): TestUser => ({
  username: 'ada',
  password: 'Correct-Horse-7',
  attributes: { email: 'ada@example.com', email_verified: 'true' },
  ...init,
});

/** Creates a user through the API, CONFIRMED and without a message. @returns the user's `sub` */
export async function createUser(
  administrator: CognitoIdentityProviderClient,
  UserPoolId: string,
  { username: Username, password: Password, attributes }: TestUser,
): Promise<string> {
  const { User } = await administrator.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  await administrator.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }),
  );
  return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
}
