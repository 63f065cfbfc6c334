import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import type { Deployment } from '../../../aws/deployments.ts';
import type { CommandContext } from '../../../cli/command-context.ts';
import { check } from '../../../cli/commands/check.ts';
import { run } from '../../../cli/program.ts';
import type { Finding } from '../../../migration/check/finding.ts';
import { parseSettings } from '../../../stacks/settings.ts';
import { contextOf, recorder } from '../../support/operators-context.ts';
import { type TestSandbox, withSandbox } from '../../support/sandbox.ts';

/** `migrate check` before the first deploy, on old pools of every sort. */

const PROJECT = new URL('../../..', import.meta.url).pathname;
const SENDER = { emailSender: { fromAddress: 'no-reply@example.com' } };

const createPool = async ({ administrator }: TestSandbox, request: Partial<CreateUserPoolRequest> = {}) => {
  const { UserPool } = await administrator.send(
    new CreateUserPoolCommand({
      PoolName: 'people',
      AliasAttributes: ['email', 'preferred_username'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      ...request,
    }),
  );
  return UserPool?.Id ?? '';
};

const findingsOf = async (
  { sandbox }: TestSandbox,
  userPoolId: string,
  settings: { readonly oldPool?: object; readonly newPool?: object; readonly groups?: object } = {},
) => {
  const operator = contextOf(
    sandbox,
    {
      groups: { mode: 'drop' },
      ...settings,
      oldPool: { userPoolId, caseSensitive: false, ...settings.oldPool },
      newPool: { ...SENDER, mfa: 'off', ...settings.newPool },
    },
    { json: true },
  );
  const status = await check(operator.context, { requestsPerSecond: 30, expectedSignIns: 1 });
  const { findings }: { findings: readonly Finding[] } = JSON.parse(operator.stdout());
  return { status, ids: findings.map(({ id }) => id), findings };
};

test('a pool without a fault has no findings, and status 0', () =>
  withSandbox(async (world) => {
    expect(await findingsOf(world, await createPool(world))).toMatchObject({ status: 0, ids: [] });
  }));

test('notes alone are status 0', () =>
  withSandbox(async (world) => {
    const pool = await createPool(world, { AliasAttributes: ['email'] });
    expect(await findingsOf(world, pool)).toMatchObject({
      status: 0,
      ids: ['preferred-usernames-not-unique'],
    });
  }));

test.each<[string, Partial<CreateUserPoolRequest>, string]>([
  ['case-sensitive usernames', { UsernameConfiguration: { CaseSensitive: true } }, 'case-setting'],
  [
    'phone numbers as usernames',
    { AliasAttributes: [], UsernameAttributes: ['phone_number'] },
    'sign-in-names-missing',
  ],
  [
    'a custom attribute',
    { Schema: [{ Name: 'plan', AttributeDataType: 'String' }] },
    'custom-attributes-missing',
  ],
  [
    'a trigger that runs at each move',
    { LambdaConfig: { PreAuthentication: 'arn:aws:lambda:eu-west-1:111122223333:function:slow' } },
    'old-triggers-in-five-seconds',
  ],
  [
    'provisioning',
    { LambdaConfig: { PostConfirmation: 'arn:aws:lambda:eu-west-1:111122223333:function:provision' } },
    'post-confirmation',
  ],
  [
    'sign-in by a code',
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    'old-pool-passwordless',
  ],
  ['longer passwords', { Policies: { PasswordPolicy: { MinimumLength: 20 } } }, 'password-policy-weaker'],
  [
    'threat protection',
    { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } },
    'threat-protection-missing',
  ],
])('an old pool with %s is told of, with status 1', (_, request, id) =>
  withSandbox(async (world) => {
    const { status, ids } = await findingsOf(world, await createPool(world, request));
    expect(status).toBe(1);
    expect(ids).toContain(id);
  }),
);

test('an old client that was given is looked at before the first deploy', () =>
  withSandbox(async (world) => {
    const UserPoolId = await createPool(world);
    const { UserPoolClient } = await world.administrator.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'given',
        GenerateSecret: true,
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
      }),
    );
    const { ids } = await findingsOf(world, UserPoolId, { oldPool: { clientId: UserPoolClient?.ClientId } });
    expect(ids).toEqual([
      'old-client-flow-missing',
      'old-client-hides-users',
      'old-client-secret',
      'old-apps-use-srp',
    ]);
  }));

test('what may not be read is a finding, and the rest is checked', () =>
  withSandbox(async (world) => {
    const pool = await createPool(world, { UsernameConfiguration: { CaseSensitive: true } });
    for (const operation of ['ListUserPoolClients', 'GetUserPoolMfaConfig', 'ListIdentityProviders']) {
      world.sandbox.interference.failNext(operation, {
        kind: 'error',
        name: 'AccessDeniedException',
        message: `not authorized to perform: cognito-idp:${operation}`,
      });
    }
    const { status, ids, findings } = await findingsOf(world, pool);
    expect(status).toBe(1);
    expect(ids).toEqual([
      'case-setting',
      'could-not-check-old-second-factors',
      'could-not-check-old-identity-providers',
      'could-not-check-old-app-clients',
      'case-conflicts',
    ]);
    expect(findings.at(-2)?.remedy).toContain('Allow cognito-idp:ListUserPoolClients');
  }));

describe('says by which settings it judged', () => {
  const CHANGED = ['mfaUsers', 'trigger'];
  const deployed = { stackName: 'Move', newUserPoolId: 'eu-west-1_Missing01' } as Deployment;

  test.each<[string, Partial<CommandContext>, RegExp, Partial<CommandContext>]>([
    [
      'before a deployment',
      {},
      /^Checked \S+ against the settings of cdk\.json; the new pool is not deployed yet\.$/m,
      { settingsFrom: 'cdk.json' },
    ],
    [
      'of the deployment',
      { deployed, settingsFrom: 'deployment', changedSettings: [] },
      /against the settings with which Move was deployed\.\n\d/,
      { settingsFrom: 'deployment', changedSettings: [] },
    ],
    [
      'of a sandbox',
      { deployed, settingsFrom: 'deployment' },
      /against the settings with which Move was deployed\.\n\d/,
      { settingsFrom: 'deployment' },
    ],
    [
      'of the deployment, from which cdk.json differs',
      { deployed, settingsFrom: 'deployment', changedSettings: CHANGED },
      /was deployed\.\nThose of cdk\.json differ \(mfaUsers, trigger\): --planned judges by them/,
      { settingsFrom: 'deployment', changedSettings: CHANGED },
    ],
    [
      'of cdk.json, which are to be deployed',
      { deployed, settingsFrom: 'cdk.json', changedSettings: CHANGED },
      /the settings of cdk\.json\.\nThose of the deployment differ \(mfaUsers, trigger\), and count until/,
      { settingsFrom: 'cdk.json', changedSettings: CHANGED },
    ],
    [
      'of cdk.json, where another version is deployed',
      { deployed, settingsFrom: 'cdk.json' },
      /the settings of cdk\.json\.\nThe stack was deployed by another version/,
      { settingsFrom: 'cdk.json' },
    ],
  ])('%s', (_, about, expected, told) =>
    withSandbox(async (world) => {
      const UserPoolId = await createPool(world);
      const settings = { oldPool: { userPoolId: UserPoolId } };
      const deployedPool = about.deployed && {
        deployed: { ...about.deployed, newUserPoolId: await createPool(world), clientIds: {} },
      };
      const inWords = contextOf(world.sandbox, settings);
      const asJson = contextOf(world.sandbox, settings, { json: true });
      for (const { context } of [inWords, asJson]) {
        await check({ ...context, ...about, ...deployedPool }, { requestsPerSecond: 30 });
      }
      expect(inWords.stderr()).toMatch(expected);
      const { findings, accepted, ...document } = JSON.parse(asJson.stdout());
      expect(document).toEqual(told);
      const ids = findings.map(({ id }: Finding) => id);
      expect(ids.includes('settings-not-deployed')).toBe(about.changedSettings === CHANGED);
      expect(ids.includes('pool-drifted')).toBe(about.settingsFrom === 'deployment');
      expect(accepted).toEqual([]);
    }),
  );
});

describe('the command', () => {
  const runWith = async ({ sandbox }: Pick<TestSandbox, 'sandbox'>, args: readonly string[]) => {
    const [stdout, stderr] = [recorder(), recorder()];
    const signal = new AbortController().signal;
    const status = await run(['check', '--endpoint', sandbox.endpoint, ...args], {
      ...{ stdout, stderr, signal },
      environment: {},
      directory: PROJECT,
      now: () => 0,
    });
    return { status, stdout: stdout.text(), stderr: stderr.text() };
  };

  test('proposes settings for a pool that no cdk.json names', () =>
    withSandbox(async (world) => {
      const pool = await createPool(world);
      const { status, stdout, stderr } = await runWith(world, ['--write', '--old-pool', pool]);
      expect(status).toBe(0);
      expect(parseSettings(JSON.parse(stdout)).oldPool).toMatchObject({
        userPoolId: pool,
        caseSensitive: false,
      });
      expect(stderr).toContain('clients: left to the default');
    }));

  test.each([
    ['an id that is none', ['--write', '--old-pool', 'my pool'], '--old-pool my pool is no user pool id.'],
    ['a pool that is not there', ['--write', '--old-pool', 'eu-west-1_Missing01'], 'eu-west-1_Missing01'],
    ['a rate that is none', ['--expected-sign-ins-per-second', 'many'], 'Write a number greater than 0'],
    ['nothing deployed', [], 'has no stack UserMigration'],
    [
      'an accepted finding that is none',
      ['--accept', 'case-conflict'],
      'No finding has this id. Did you mean case-conflicts?',
    ],
    [
      'an accepted finding far from any',
      ['--accept', 'case-conflicts', 'x'],
      'No finding has this id. Write',
    ],
    ['a pool without --write', ['--old-pool', 'eu-west-1_AbCdEfGhI'], 'goes with --write only'],
    [
      '--write and what it would not do',
      ['--write', '--users'],
      "'--write' cannot be used with option '--users'",
    ],
    ['cdk.json on a sandbox', ['--planned'], 'Leave --planned out.'],
  ])('says what is wrong, with status 2: %s', (_, args, message) =>
    withSandbox(async (world) => {
      const { status, stdout, stderr } = await runWith(world, args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n {4}at /);
    }),
  );

  test('knows the findings about people, and about what could not be read', () =>
    withSandbox(async (world) => {
      const accepted = [
        'users-case-conflict',
        'users-clash-preferred-username',
        'could-not-check-new-user-pool',
      ];
      const { stderr } = await runWith(world, ['--accept', ...accepted]);
      expect(stderr).toContain('has no stack UserMigration');
    }));

  test('says in its help what the exit status means', () =>
    withSandbox(async (world) => {
      const { stdout } = await runWith(world, ['--help']);
      expect(stdout).toContain('Exit status: 0 nothing or notes alone, 1 a blocker or a warning');
    }));
});
