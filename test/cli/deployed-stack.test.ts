import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sandboxAt } from '../../cli/command-context.ts';
import { deployedStack } from '../../cli/deployed-stack.ts';
import { LambdaHost } from '../../sandbox/lambda/host.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { loadTemplate } from '../../sandbox/template/assembly.ts';
import { deploy } from '../../sandbox/template/deploy.ts';
import { parseSettings, SETTINGS_METADATA } from '../../stacks/settings.ts';
import { contextOf, deployedContextOf } from '../support/operators-context.ts';
import { addUserPool } from '../support/sandbox.ts';
import { DEFAULT_SETTINGS, OLD_POOL_ID, synthesizedAssembly } from '../support/synthesized-assembly.ts';

const OUTPUTS = { NewUserPoolId: 'eu-west-1_New', OldClientId: 'old', FunctionName: 'trigger' };
const METADATA = { [SETTINGS_METADATA]: JSON.stringify(parseSettings(DEFAULT_SETTINGS)) };

let functions: LambdaHost;
let sandbox: Sandbox;

beforeAll(async () => {
  functions = new LambdaHost();
  sandbox = await startSandbox({ functions });
});
afterAll(async () => {
  await functions.close();
  await sandbox.close();
});

const search = () => deployedStack({ ...sandboxAt(sandbox.endpoint), region: 'eu-west-1' }, 'UserMigration');

test('without a deploy one is told what to do', async () => {
  await expect(search()).rejects.toMatchObject({
    message: `The sandbox at ${sandbox.endpoint} has no stack UserMigration.`,
    remedy: expect.stringContaining('--stack'),
  });
});

test.each([
  ['CREATE_IN_PROGRESS', 'is being changed', 'Wait'],
  ['ROLLBACK_COMPLETE', 'could not be created', 'delete-stack'],
  ['UPDATE_ROLLBACK_FAILED', 'is stuck half-way in a change', 'continue-update-rollback'],
])('a stack that is %s cannot be worked with', async (status, what, remedy) => {
  sandbox.stacks.put({ name: 'UserMigration', outputs: OUTPUTS, metadata: METADATA, status });
  await expect(search()).rejects.toMatchObject({
    message: expect.stringContaining(`${what} (${status})`),
    remedy: expect.stringContaining(remedy),
  });
});

test('a stack of something else is not taken for ours', async () => {
  sandbox.stacks.put({ name: 'UserMigration', outputs: { Url: 'x' }, metadata: {} });
  await expect(search()).rejects.toMatchObject({
    message: 'The stack UserMigration in eu-west-1 has not the outputs of a user migration.',
  });
});

test.each<[string, Record<string, unknown>]>([
  ['has no settings', {}],
  ['has settings that are no JSON', { [SETTINGS_METADATA]: '{' }],
  ['has settings that this version does not know', { [SETTINGS_METADATA]: '{"oldPool":{"name":"x"}}' }],
])('a stack whose Metadata %s is to be deployed again', async (_, metadata) => {
  sandbox.stacks.put({ name: 'UserMigration', outputs: OUTPUTS, metadata });
  await expect(search()).rejects.toMatchObject({
    message: expect.stringContaining('another version'),
    remedy: expect.stringContaining('npm run deploy'),
  });
});

test('a context at the deployed stack has its settings, its pools and its outputs', async () => {
  addUserPool({ sandbox }, OLD_POOL_ID);
  const template = await loadTemplate(await synthesizedAssembly(), 'UserMigration');
  const stack = await deploy(template, { ...sandbox, functions });
  const { context } = await deployedContextOf(sandbox);
  expect(context.settings).toEqual(parseSettings(DEFAULT_SETTINGS));
  expect(context.old.userPoolId).toBe(OLD_POOL_ID);
  expect(context.new.access).toEqual({ ...sandboxAt(sandbox.endpoint), region: 'eu-west-1' });
  const { NewUserPoolId, ClientIdApp, OldClientId, FunctionName } = stack.outputs;
  expect(context.deployed).toEqual({
    stackName: 'UserMigration',
    newUserPoolId: NewUserPoolId,
    clientIds: { App: ClientIdApp },
    oldClientId: OldClientId,
    functionName: FunctionName,
  });
});

test('the old pool of another account is reached by its role', () => {
  const oldPool = {
    userPoolId: 'us-east-1_Old',
    clientId: 'x',
    roleArn: 'arn:aws:iam::123456789012:role/migration',
    externalId: 'external',
  };
  const { context } = contextOf(sandbox, { oldPool, newPool: { region: 'eu-west-1' } });
  expect(context.old.access).toMatchObject({
    region: 'us-east-1',
    role: { arn: oldPool.roleArn, externalId: 'external' },
  });
  expect(context.new.access).toMatchObject({ region: 'eu-west-1' });
  expect(context.deployed).toBeUndefined();
});
