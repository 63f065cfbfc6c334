import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { loadTemplate } from '../../sandbox/template/assembly.ts';
import { deploy } from '../../sandbox/template/deploy.ts';
import { synthesize } from '../../sandbox/template/synthesize.ts';
import { addUserPool, createUser, type TestSandbox, user, withSandbox } from '../support/sandbox.ts';
import { DEFAULT_SETTINGS, OLD_POOL_ID, synthesizedAssembly } from '../support/synthesized-assembly.ts';

const ADA = user();

describe('the stack that the CDK wrote, with the function that it bundled', () => {
  test('moves a user at the first sign-in, and keeps the password', async () => {
    await withMigration(
      async ({ newPoolId, clientId, oldSub }, { app, administrator, functions, sandbox }) => {
        const signIn = () =>
          app.send(
            new InitiateAuthCommand({
              AuthFlow: 'USER_PASSWORD_AUTH',
              ClientId: clientId,
              AuthParameters: { USERNAME: ADA.username, PASSWORD: ADA.password },
            }),
          );

        const first = await signIn();
        const moved = await administrator.send(
          new AdminGetUserCommand({ UserPoolId: newPoolId, Username: ADA.username }),
        );
        const callsOfFirst = sandbox.requests.length;
        const second = await signIn();

        expect(first.AuthenticationResult?.AccessToken).toBeDefined();
        expect(moved.UserStatus).toBe('CONFIRMED');
        expect(moved.UserAttributes).toContainEqual({ Name: 'custom:source_sub', Value: oldSub });
        expect(second.AuthenticationResult?.AccessToken).toBeDefined();
        expect(functions.invocations).toBe(1);
        expect(sandbox.requests.slice(callsOfFirst)).toMatchObject([{ operation: 'InitiateAuth' }]);
        expect(functions.logs.map(({ text }) => text).join('')).not.toContain(ADA.password);
      },
    );
  });

  test('moves a user who forgot the password, by a code', async () => {
    await withMigration(async ({ newPoolId, clientId }, { app, sandbox }) => {
      const Username = ADA.username;
      await app.send(new ForgotPasswordCommand({ ClientId: clientId, Username }));
      const code = sandbox.services.outbox.latest(newPoolId, Username)?.code;
      await app.send(
        new ConfirmForgotPasswordCommand({
          ClientId: clientId,
          Username,
          ConfirmationCode: code,
          Password: 'A-new-Password-8',
        }),
      );
      const { AuthenticationResult } = await app.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: clientId,
          AuthParameters: { USERNAME: Username, PASSWORD: 'A-new-Password-8' },
        }),
      );
      expect(AuthenticationResult?.AccessToken).toBeDefined();
    });
  });
});

test('a mistake in the settings is told in the words of the app', async () => {
  const context = { migration: { oldPool: { userPoolId: 'nonsense' } } };
  await expect(
    synthesize({ context, outdir: `${await synthesizedAssembly()}-refused`, bundle: false }),
  ).rejects.toThrow(/^The CDK app ended with status 1:.*oldPool\.userPoolId/s);
});

test("the template is valid by CloudFormation's own rules", async () => {
  const context = { migration: { ...DEFAULT_SETTINGS, backfill: {}, groups: {}, selfSignUp: 'guarded' } };
  const outdir = `${await synthesizedAssembly()}-validated`;
  await expect(synthesize({ context, outdir, bundle: false, validate: true })).resolves.toBe(outdir);
});

interface Migration {
  readonly newPoolId: string;
  readonly clientId: string;
  /** Ada's `sub` in the old pool. */
  readonly oldSub: string;
}

/** An old pool with Ada in it, and the deployed stack. */
function withMigration(use: (migration: Migration, sandbox: TestSandbox) => Promise<void>): Promise<void> {
  return withSandbox(async (testSandbox) => {
    const { sandbox, functions, administrator } = testSandbox;
    addUserPool(testSandbox, OLD_POOL_ID, { AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
    const oldSub = await createUser(administrator, OLD_POOL_ID, ADA);
    const template = await loadTemplate(await synthesizedAssembly(), 'UserMigration');
    const { outputs } = await deploy(template, { ...sandbox, functions });
    const { NewUserPoolId: newPoolId = '', ClientIdApp: clientId = '' } = outputs;
    await use({ newPoolId, clientId, oldSub }, testSandbox);
  });
}
