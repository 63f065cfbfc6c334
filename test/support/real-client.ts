import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { FakeClock } from '../../sandbox/clock.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

/** A sandbox on a clock of its own, and the real SDK client that talks to it. */
export interface Rig {
  readonly sandbox: Sandbox;
  readonly clock: FakeClock;
  readonly client: CognitoIdentityProviderClient;
  close(): Promise<void>;
}

export async function startRig(options: Omit<SandboxOptions, 'clock'> = {}): Promise<Rig> {
  const clock = new FakeClock();
  const sandbox = await startSandbox({ ...options, clock });
  const client = sdkClient(sandbox);
  return {
    sandbox,
    clock,
    client,
    close: async () => {
      client.destroy();
      await sandbox.close();
    },
  };
}

export const sdkClient = ({ endpoint, region }: Pick<Sandbox, 'endpoint' | 'region'>) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'AKIDADMINISTRATOR', secretAccessKey: 'none' },
    maxAttempts: 1,
  });

/** A new pool's id; its password policy is eight characters and nothing else. */
export async function createPool(
  { client }: Pick<Rig, 'client'>,
  settings: Partial<CreateUserPoolRequest> = {},
): Promise<string> {
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({
      PoolName: 'test',
      Policies: { PasswordPolicy: { MinimumLength: 8 } },
      AutoVerifiedAttributes: ['email'],
      ...settings,
    }),
  );
  return UserPool!.Id!;
}

export async function createClient(
  { client }: Pick<Rig, 'client'>,
  UserPoolId: string,
  settings: Partial<CreateUserPoolClientRequest> = {},
): Promise<{ ClientId: string; ClientSecret: string | undefined }> {
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'app',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ...settings,
    }),
  );
  return { ClientId: UserPoolClient!.ClientId!, ClientSecret: UserPoolClient!.ClientSecret };
}

/** Attributes as the API takes them. */
export const attributeList = (attributes: Readonly<Record<string, string>>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
