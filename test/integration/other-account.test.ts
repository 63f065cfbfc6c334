import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LambdaHost } from '../../sandbox/lambda/host.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loadTemplate } from '../../sandbox/template/assembly.ts';
import { type DeployedStack, deploy } from '../../sandbox/template/deploy.ts';
import { addUserPool } from '../support/sandbox.ts';
import { OLD_POOL_ID, synthesizedAssembly } from '../support/synthesized-assembly.ts';

/** The old pool is another account's: each function of the stack starts in the environment that the stack gives it. */

const functions = new LambdaHost();
let sandbox: Sandbox;
let stack: DeployedStack;

beforeAll(async () => {
  sandbox = await startSandbox({ functions });
  addUserPool({ sandbox }, OLD_POOL_ID);
  const assembly = await synthesizedAssembly({
    oldPool: {
      userPoolId: OLD_POOL_ID,
      clientId: '1oldclient',
      roleArn: 'arn:aws:iam::444455556666:role/user-migration',
      externalId: 'move',
    },
    selfSignUp: 'guarded',
    oldSubClaim: { name: 'old_sub' },
  });
  stack = await deploy(await loadTemplate(assembly, 'UserMigration'), { ...sandbox, functions });
}, 120_000);
afterAll(async () => {
  await functions.close();
  await sandbox?.close();
});

test('no function lacks a variable', async () => {
  const started = await Promise.all(
    Object.entries(stack.functions).map(async ([id, { functionArn }]) => {
      const result = await functions.invokeDirectly(functionArn, {});
      return { id, said: JSON.stringify(result) };
    }),
  );
  expect(started.length).toBeGreaterThan(15);
  expect(started.filter(({ said }) => /EnvironmentError|Runtime\.|is missing/.test(said))).toEqual([]);
  const logged = functions.logs.map(({ text }) => text).join('');
  expect(logged).not.toMatch(/EnvironmentError|OLD_ROLE_ACTIONS/);
});
