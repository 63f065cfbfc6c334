import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminUpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { addFederatedUser } from '../cognito/fixtures.ts';
import type { Sandbox } from '../sandbox.ts';
import type { DeployedStack } from '../template/deploy.ts';
import { type App, createApp } from './app.ts';
import { type OldPool, requireMfa } from './old-pools.ts';
import { addGroup, asAttributes } from './people.ts';

const MINUTE = 60_000;

/** One old pool, one new pool, the deployed migration between them, and the app in front. */
export class World {
  readonly oldPool: OldPool;
  readonly newUserPoolId: string;
  readonly newClientId: string;
  readonly app: App;
  /** What was deployed. */
  readonly stack: DeployedStack;
  /** ARN of the function behind the migration trigger. */
  readonly triggerArn: string;
  /** `sub` in the old pool by username. */
  readonly subs: ReadonlyMap<string, string>;
  readonly #sandbox: Sandbox;
  readonly #migrationClientId: string;

  constructor(sandbox: Sandbox, oldPool: OldPool, stack: DeployedStack, subs: ReadonlyMap<string, string>) {
    const clients = Object.values(stack.clients);
    const webClient = clients.find(
      ({ userPoolId, clientSecret }) => userPoolId !== oldPool.userPoolId && !clientSecret,
    );
    if (webClient === undefined) throw new Error('The stack has no app client without secret');
    this.#sandbox = sandbox;
    this.subs = subs;
    this.stack = stack;
    const trigger = Object.entries(stack.functions).find(([id]) => id.startsWith('UserMigrationFunction'));
    if (trigger === undefined) throw new Error('The stack has no function behind the migration trigger');
    this.triggerArn = trigger[1].functionArn;
    this.oldPool = oldPool;
    this.newUserPoolId = webClient.userPoolId;
    this.newClientId = webClient.clientId;
    this.#migrationClientId =
      clients.find(({ userPoolId }) => userPoolId === oldPool.userPoolId)?.clientId ?? '';
    this.app = createApp(sandbox.endpoint, this.newUserPoolId, this.newClientId);
  }

  requireMfa(configuration: 'ON' | 'OPTIONAL'): Promise<void> {
    return requireMfa(this.oldPool, configuration);
  }

  /** Somebody guesses at the old app. A lockout that comes of it lasts: a slow machine must not outlast it. */
  async failAtOldPool(username: string, times: number): Promise<void> {
    const { cognito, userPoolId, clientId } = this.oldPool;
    for (let attempt = 0; attempt < times; attempt += 1) {
      const guess = new AdminInitiateAuthCommand({
        UserPoolId: userPoolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: `Guess-${attempt}!` },
      });
      await cognito.send(guess).catch(() => undefined);
    }
    const { pools } = this.#sandbox.services;
    const { lockout } = pools.user(pools.pool(userPoolId), username);
    if (lockout.lockedUntil > 0) lockout.lockedUntil += MINUTE;
  }

  /** As if an administrator had set it long ago. */
  expireTemporaryPassword(username: string): void {
    const { clock, pools } = this.#sandbox.services;
    pools.user(pools.pool(this.oldPool.userPoolId), username).temporaryPasswordExpiresAt = clock.now() - 1;
  }

  answerNext(operation: string, name: string, message: string, times = 1): void {
    const fault =
      name === 'InternalErrorException'
        ? ({ kind: 'internal-error' } as const)
        : ({ kind: 'error', name, message } as const);
    this.#sandbox.interference.failNext(operation, fault, times);
  }

  /** Until `mend`: a client may send once more what met a closed connection. */
  dropAll(operation: string): void {
    this.#sandbox.interference.failNext(operation, { kind: 'dropped-connection' }, 100);
  }

  /** Ends whatever was planted into the old pool's answers. */
  mend(): void {
    this.#sandbox.interference.reset();
  }

  delay(operation: string, milliseconds: number): void {
    this.#sandbox.interference.setLatency(operation, milliseconds);
  }

  /** Whether the migration's client on the old pool offers the flow that it needs. */
  async allowFlow(allowed: boolean): Promise<void> {
    await this.oldPool.cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: this.oldPool.userPoolId,
        ClientId: this.#migrationClientId,
        ExplicitAuthFlows: allowed
          ? ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']
          : ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        PreventUserExistenceErrors: 'LEGACY',
      }),
    );
  }

  /** Somebody who never was in the old pool. */
  async signUpNatively(username: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.oldPool.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: this.newUserPoolId,
        Username: username,
        MessageAction: 'SUPPRESS',
        UserAttributes: asAttributes(attributes),
      }),
    );
  }

  /** Defines groups in the new pool, as `migrate groups` does. */
  async addNewGroups(...names: readonly string[]): Promise<void> {
    for (const name of names) await addGroup(this.oldPool.cognito, this.newUserPoolId, name);
  }

  addFederatedUser(providerName: string, providerUserId: string, email: string): void {
    const { services } = this.#sandbox;
    const pool = services.pools.pool(this.oldPool.userPoolId);
    addFederatedUser(services, pool, { providerName, providerUserId, attributes: { email } });
  }

  async updateOldUser(username: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.#updateUser(this.oldPool.userPoolId, username, attributes);
  }

  async updateNewUser(username: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.#updateUser(this.newUserPoolId, username, attributes);
  }

  async #updateUser(
    userPoolId: string,
    username: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.oldPool.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: userPoolId,
        Username: username,
        UserAttributes: asAttributes(attributes),
      }),
    );
  }
}
