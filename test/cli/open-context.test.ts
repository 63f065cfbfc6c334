import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CommandContext, SettingsSource } from '../../cli/command-context.ts';
import type { GlobalOptions } from '../../cli/global-options.ts';
import { createOpenContext } from '../../cli/open-context.ts';
import { createTerminal } from '../../cli/terminal.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { parseSettings, SETTINGS_METADATA } from '../../stacks/settings.ts';
import { recorder } from '../support/operators-context.ts';
import { CREDENTIALS, withEnvironment } from '../support/scripted-service.ts';

const PLANNED = { oldPool: { userPoolId: 'eu-west-1_Planned01' } };
const DEPLOYED = { oldPool: { userPoolId: 'eu-west-1_Deployed1' } };
const STACK = {
  name: 'UserMigration',
  outputs: { NewUserPoolId: 'eu-west-1_New', OldClientId: 'old', FunctionName: 'trigger' },
  metadata: { [SETTINGS_METADATA]: JSON.stringify(parseSettings(DEPLOYED)) },
};

let sandbox: Sandbox;
let directory: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  directory = await mkdtemp(join(tmpdir(), 'project-'));
  await writeFile(join(directory, 'cdk.json'), JSON.stringify({ context: { migration: PLANNED } }));
});
afterEach(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

/** The context that a command gets, and the status that it concludes with. */
const open = async (
  how: 'anytime' | 'deployed',
  options: Partial<GlobalOptions> = {},
  prefer: SettingsSource = 'deployment',
) => {
  let status: number | undefined;
  const contexts: CommandContext[] = [];
  const terminal = createTerminal({ stdout: recorder(), stderr: recorder(), now: () => 0 });
  const processContext = { terminal, now: () => 0, signal: new AbortController().signal };
  const opening = createOpenContext(
    () => ({ options: { stack: 'UserMigration', ...options }, directory, processContext }),
    (concluded) => {
      status = concluded;
    },
  );
  const act = async (context: CommandContext) => {
    contexts.push(context);
    return 1 as const;
  };
  await (how === 'deployed' ? opening.deployed(act) : opening.anytime(prefer, act));
  expect(status).toBe(1);
  return contexts[0]!;
};

/** The sandbox plays AWS: nobody says --endpoint. */
const onAws = <T>(use: () => Promise<T>) =>
  withEnvironment({ ...CREDENTIALS, AWS_ENDPOINT_URL_CLOUDFORMATION: sandbox.endpoint }, use);

describe('what cdk.json plans, on AWS', () => {
  test.each([
    ['nothing is deployed', () => {}],
    [
      'the first deploy failed',
      () => sandbox.stacks.put({ ...STACK, outputs: {}, status: 'ROLLBACK_COMPLETE' }),
    ],
  ])('where %s', async (_, deploy) => {
    deploy();
    const context = await onAws(() => open('anytime'));
    expect(context.deployed).toBeUndefined();
    expect(context).toMatchObject({ settings: parseSettings(PLANNED), settingsFrom: 'cdk.json' });
    expect(context.changedSettings).toBeUndefined();
    expect(context.old).toEqual({ userPoolId: 'eu-west-1_Planned01', access: { region: 'eu-west-1' } });
    expect(context.new).toEqual({ access: { region: 'eu-west-1' } });
  });

  test.each([
    ['deployment', DEPLOYED],
    ['cdk.json', PLANNED],
  ] as const)(
    'where something is deployed, and the settings of the %s are wanted',
    async (prefer, expected) => {
      sandbox.stacks.put(STACK);
      const context = await onAws(() => open('anytime', {}, prefer));
      expect(context).toMatchObject({
        deployed: { newUserPoolId: 'eu-west-1_New' },
        settings: parseSettings(expected),
        settingsFrom: prefer,
        changedSettings: ['oldPool.userPoolId'],
      });
      expect(context.old.userPoolId).toBe(expected.oldPool.userPoolId);
    },
  );

  test('where another version is deployed, which does not tell its settings', async () => {
    sandbox.stacks.put({ ...STACK, metadata: {} });
    const context = await onAws(() => open('anytime'));
    expect(context).toMatchObject({ settings: parseSettings(PLANNED), settingsFrom: 'cdk.json' });
    expect(context).not.toHaveProperty('changedSettings');
  });

  test('not while that is being changed', async () => {
    sandbox.stacks.put({ ...STACK, status: 'UPDATE_IN_PROGRESS' });
    await expect(onAws(() => open('anytime'))).rejects.toThrow('is being changed (UPDATE_IN_PROGRESS)');
  });

  test('with what -c puts over it', async () => {
    const written = ['migration.newPool.region=eu-north-1', 'migration.oldPool.clientId=abc'];
    const context = await onAws(() => open('anytime', { context: written }));
    expect(context.new.access).toEqual({ region: 'eu-north-1' });
    expect(context.old.access).toEqual({ region: 'eu-west-1' });
  });
});

describe('what is deployed, on AWS', () => {
  test('has the settings with which it was deployed', async () => {
    sandbox.stacks.put(STACK);
    const context = await onAws(() => open('deployed'));
    expect(context.settings).toEqual(parseSettings(DEPLOYED));
    expect(context.deployed).toMatchObject({ stackName: 'UserMigration', functionName: 'trigger' });
  });

  test('is missing: npm run deploy, or another account or Region', async () => {
    await expect(onAws(() => open('deployed'))).rejects.toMatchObject({
      message: 'There is no stack UserMigration in eu-west-1, in the account of these credentials.',
      remedy: expect.stringMatching(/npm run deploy.*--region.*AWS_PROFILE/),
    });
  });

  test('needs no cdk.json where the Region is said', async () => {
    await rm(join(directory, 'cdk.json'));
    sandbox.stacks.put({ ...STACK, name: 'Move' });
    const context = await onAws(() => open('deployed', { region: 'us-east-1', stack: 'Move' }));
    expect(context.new.access).toEqual({ region: 'us-east-1' });
    expect(context.old.access).toEqual({ region: 'eu-west-1' });
  });

  test('is looked for by no -c that is wrong, also where the Region is said', async () => {
    sandbox.stacks.put(STACK);
    const wrong = { region: 'eu-west-1', context: ['migration.mfaUsers=foo'] };
    await expect(onAws(() => open('deployed', wrong))).rejects.toThrow('mfaUsers');
  });

  test('may not be looked at: that is not taken for missing', async () => {
    sandbox.interference.failNext('DescribeStacks', { kind: 'error', name: 'AccessDenied' });
    await expect(onAws(() => open('deployed'))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

test.each(['anytime', 'deployed'] as const)('on a sandbox, %s is what is deployed there', async (how) => {
  sandbox.stacks.put(STACK);
  const context = await open(how, { endpoint: sandbox.endpoint });
  expect(context.settings).toEqual(parseSettings(DEPLOYED));
  const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
  const access = { region: 'eu-west-1', endpoint: sandbox.endpoint, credentials };
  expect([context.old.access, context.new.access]).toEqual([access, access]);
});
