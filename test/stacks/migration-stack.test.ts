import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AwsSolutionsChecks } from 'cdk-nag';
import { defineMigration } from '../../stacks/migration-app.ts';
import { appWithoutBundling, migrationTemplate } from './synthesize.ts';

const VARIANTS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['the defaults', {}],
  ['the trigger detached', { trigger: false }],
  [
    'the old pool in another account and Region',
    {
      oldPool: {
        userPoolId: 'eu-west-1_OldPool01',
        clientId: 'abc',
        clientSecretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:old-AbCdEf',
        roleArn: 'arn:aws:iam::123456789012:role/user-migration',
        externalId: 'shared',
      },
      newPool: { region: 'eu-central-1' },
    },
  ],
  [
    'MFA required, plan plus, phone numbers',
    {
      newPool: {
        mfa: 'required',
        mfaFactors: ['totp', 'sms'],
        featurePlan: 'plus',
        aliases: ['email', 'phone_number', 'preferred_username'],
        autoVerify: ['email', 'phone_number'],
      },
    },
  ],
  ['the backfill', { backfill: {} }],
  ['people who hear of alarms', { alarms: { notify: ['operator@example.com'] } }],
  ['no alarms', { alarms: { enabled: false } }],
  [
    'the backfill, from another account, with disabled users and messages',
    {
      oldPool: {
        userPoolId: 'eu-west-1_OldPool01',
        clientId: 'abc',
        roleArn: 'arn:aws:iam::123456789012:role/user-migration',
      },
      backfill: { disabledUsers: 'import-then-disable', notify: ['operator@example.com'] },
    },
  ],
  [
    'a weak password policy and no MFA',
    { newPool: { mfa: 'off', passwordPolicy: { minLength: 6, requireSymbols: false } } },
  ],
];

type Resource = { readonly Type: string; readonly Properties: Record<string, unknown> };

const resourcesOf = (template: Template): readonly Resource[] =>
  Object.values(template.toJSON()['Resources'] as Record<string, Resource>);

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

const policiesOf = ({ Type, Properties }: Resource): readonly Policy[] => {
  if (Type === 'AWS::IAM::Policy') return [Properties as unknown as Policy];
  if (Type === 'AWS::IAM::Role') return (Properties['Policies'] ?? []) as readonly Policy[];
  return [];
};

/** All statements that give somebody permissions, in policies of their own and inside of roles. */
const statementsOf = (template: Template): readonly Statement[] =>
  resourcesOf(template)
    .flatMap(policiesOf)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

/** Phone numbers and log deliveries have no ARN; objects of runs, executions and logs of jobs are named later. */
const isNamedAtRunTime = (resource: unknown, action: Statement['Action']): boolean => {
  const text = JSON.stringify(resource);
  if (resource === '*') return action === 'sns:Publish' || [action].flat().includes('logs:CreateLogDelivery');
  return ['"/runs/*"', ':log-group:/aws/cognito/', '"/*"', '":*"'].some((part) => text.includes(part));
};

describe.each(VARIANTS)('whatever the settings: %s', (_, written) => {
  const template = migrationTemplate(written);

  test('functions run on nodejs24.x and arm64 only', () => {
    const functions = resourcesOf(template).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    const cleansUp = 'trigger' in written ? 0 : 1;
    expect(functions).toHaveLength(('backfill' in written ? 14 : 2) + cleansUp);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
  });

  test('no permission has a wildcard, but for what has no ARN or gets its name at run time', () => {
    const statements = statementsOf(template);
    expect(statements.length).toBeGreaterThanOrEqual(4);
    for (const { Action, Resource } of statements) {
      expect([Action].flat().join()).not.toContain('*');
      if (!isNamedAtRunTime(Resource, Action)) expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });

  test('what people need to sign in outlives the stack, and reports do; the rest goes with it', () => {
    const kept = Object.entries(template.toJSON()['Resources'] as Record<string, Record<string, unknown>>)
      .filter(([, resource]) => resource['DeletionPolicy'] === 'Retain')
      .map(([id, resource]) => `${id.replace(/[0-9A-F]{8}$/, '')} ${resource['Type']}`);
    expect(kept).toEqual([
      'NewUserPoolSmsRole AWS::IAM::Role',
      'NewUserPool AWS::Cognito::UserPool',
      'AppClientsApp AWS::Cognito::UserPoolClient',
      ...('backfill' in written ? ['BackfillStorageBucket AWS::S3::Bucket'] : []),
    ]);
  });

  test('no client has a flow of OAuth', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('AllowedOAuthFlows"');
  });

  test('cdk-nag finds nothing that is not accounted for', () => {
    const app = appWithoutBundling({
      migration: { oldPool: { userPoolId: 'eu-west-1_OldPool01' }, ...written },
    });
    defineMigration(app);
    expect(new AwsSolutionsChecks(app).validateScope(app)).toEqual({ success: true, violations: [] });
  });
});

test('cdk-nag would find something', () => {
  const app = appWithoutBundling();
  new UserPool(new Stack(app, 'Stack'), 'Careless', { passwordPolicy: { minLength: 6 } });
  expect(new AwsSolutionsChecks(app).validateScope(app).success).toBe(false);
});

test('the sample settings of cdk.json make the stack', () => {
  const template = Template.fromStack(defineMigration(appWithoutBundling())).toJSON();
  const normalised = JSON.stringify(template).replace(/[0-9a-f]{64}(?=\.zip)/g, 'asset-hash');
  expect(JSON.parse(normalised)).toMatchSnapshot();
});

test('ids are printed: the new pool, each client, the function, the client on the old pool', () => {
  const clients = [{ name: 'web app' }, { name: 'backend' }];
  expect(Object.keys(migrationTemplate({ clients }).findOutputs('*'))).toEqual([
    'NewUserPoolId',
    'ClientIdWebApp',
    'ClientIdBackend',
    'FunctionName',
    'OldClientId',
    'DashboardName',
    'AlarmTopicArn',
  ]);
  const withFunctions = Object.keys(
    migrationTemplate({ groups: {}, selfSignUp: 'guarded' }).findOutputs('*'),
  );
  expect(withFunctions).toEqual(expect.arrayContaining(['TokenFunctionName', 'SignUpFunctionName']));
  const withBackfill = Object.keys(migrationTemplate({ backfill: {} }).findOutputs('*'));
  expect(withBackfill.filter((name) => name.startsWith('Backfill'))).toEqual([
    'BackfillStateMachineArn',
    'BackfillBucketName',
    'BackfillTopicArn',
  ]);
});
