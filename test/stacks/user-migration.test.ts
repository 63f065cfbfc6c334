import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { CfnUserPool, StringAttribute, UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { NewPool } from '../../migration/rules.ts';
import { bundling, repositoryPath } from '../../stacks/bundling.ts';
import { settingsFromContext } from '../../stacks/settings/from-context.ts';
import { settingsSchema } from '../../stacks/settings.ts';
import type { UserMigrationProps } from '../../stacks/user-migration.ts';
import { UserMigration } from '../../stacks/user-migration.ts';
import {
  appWithoutBundling,
  contextOfRepository,
  migrationStack,
  migrationTemplate,
  propertiesOf,
  templateOf,
} from './synthesize.ts';

const newPool: NewPool = {
  aliases: ['email'],
  caseSensitive: false,
  recovery: ['email'],
  customAttributes: [],
};
const oldPool = { userPoolId: 'eu-west-1_OldPool01' };

const somebodysPool = (scope: Construct): UserPool =>
  new UserPool(scope, 'People', {
    signInAliases: { username: true, email: true },
    signInCaseSensitive: false,
    customAttributes: {
      source_sub: new StringAttribute({ mutable: false }),
      source_via: new StringAttribute({ mutable: false }),
    },
  });

const otherTrigger = (scope: Construct): LambdaFunction =>
  new LambdaFunction(scope, 'Other', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async (event) => event'),
  });

const templateWith = (props: Partial<UserMigrationProps> = {}, region?: string): Template =>
  templateOf((scope) => {
    const userPool = somebodysPool(scope);
    new UserMigration(scope, 'Migration', { userPool, newPool, oldPool, ...props });
  }, region);

/** The statements of all policies of the function's role, as `action on resource`. */
const grants = (template: Template): readonly string[] =>
  Object.values(template.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .map(({ Action, Resource }) => `${[Action].flat().sort()} on ${JSON.stringify(Resource)}`);

const variables = (template: Template): Record<string, unknown> => {
  const properties = propertiesOf(template, 'AWS::Lambda::Function');
  return (properties['Environment'] as { Variables: Record<string, unknown> }).Variables;
};

describe("the migration into somebody's own pool", () => {
  test('attaches the trigger, and only Cognito for that pool and account may call the function', () => {
    const template = templateWith();
    const pool = Object.keys(template.findResources('AWS::Cognito::UserPool'))[0];
    const [fn] = Object.keys(template.findResources('AWS::Lambda::Function'));
    expect(propertiesOf(template, 'AWS::Cognito::UserPool')['LambdaConfig']).toEqual({
      UserMigration: { 'Fn::GetAtt': [fn, 'Arn'] },
    });
    expect(propertiesOf(template, 'AWS::Lambda::Permission')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [fn, 'Arn'] },
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [pool, 'Arn'] },
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('works on an L1 pool and leaves its other triggers alone', () => {
    const template = templateOf((scope) => {
      const userPool = new CfnUserPool(scope, 'People', {
        lambdaConfig: { preSignUp: 'arn:aws:lambda:eu-west-1:123456789012:function:guard' },
      });
      new UserMigration(scope, 'Migration', { userPool, newPool, oldPool });
    });
    expect(propertiesOf(template, 'AWS::Cognito::UserPool')['LambdaConfig']).toEqual({
      PreSignUp: 'arn:aws:lambda:eu-west-1:123456789012:function:guard',
      UserMigration: expect.anything(),
    });
  });

  test('leaves a trigger alone that is added later', () => {
    const template = templateOf((scope) => {
      const userPool = somebodysPool(scope);
      new UserMigration(scope, 'Migration', { userPool, newPool, oldPool });
      userPool.addTrigger(UserPoolOperation.PRE_SIGN_UP, otherTrigger(scope));
    });
    expect(propertiesOf(template, 'AWS::Cognito::UserPool')['LambdaConfig']).toEqual({
      PreSignUp: expect.anything(),
      UserMigration: expect.anything(),
    });
  });

  test('asks for the password policy that old passwords are to be held against', () => {
    expect(() => templateWith({ oldPasswords: 'reset-if-weaker' })).toThrow(
      'is "reset-if-weaker", but what the new pool demands of a password is not given. Add passwordPolicy to newPool.',
    );
  });

  test('refuses a pool that has a migration trigger already', () => {
    const stack = new Stack(appWithoutBundling(), 'Stack');
    const userPool = somebodysPool(stack);
    userPool.addTrigger(UserPoolOperation.USER_MIGRATION, otherTrigger(stack));
    expect(() => new UserMigration(stack, 'Migration', { userPool, newPool, oldPool })).toThrow(
      'The user pool at Stack/People has a migration trigger already. Remove that one, or set trigger to false.',
    );
  });

  test('refuses an imported pool, unless it need not attach the trigger', () => {
    const stack = new Stack(appWithoutBundling(), 'Stack');
    const userPool = UserPool.fromUserPoolId(stack, 'People', 'eu-west-1_NewPool01');
    const props = { userPool, newPool, oldPool };
    expect(() => new UserMigration(stack, 'One', props)).toThrow('is imported');
    expect(() => new UserMigration(stack, 'Two', { ...props, trigger: false })).not.toThrow();
  });

  test('reports mistakes in its settings like the app does', () => {
    const stack = new Stack(appWithoutBundling(), 'Stack', { env: { region: 'eu-central-1' } });
    const props = { userPool: somebodysPool(stack), newPool, oldPool, lookups: [] };
    expect(() => new UserMigration(stack, 'Migration', props)).toThrow(/oldPool\.clientId: .*\n.*lookups: /);
  });

  test('refuses more settings than the environment of a function holds', () => {
    const targets = ['name', 'nickname', 'profile', 'picture', 'website', 'gender', 'zoneinfo', 'locale'];
    const renames = Object.fromEntries(targets.map((to) => [`custom:${to.padEnd(512, '_')}`, to]));
    expect(() => templateWith({ renames })).toThrow(
      /The settings need \d+ bytes in the function's environment, and Lambda allows 4096\. Leave out/,
    );
  });
});

describe('the trigger', () => {
  test('detached: nobody may call the function, which stays', () => {
    const template = migrationTemplate({ trigger: false });
    expect(propertiesOf(template, 'AWS::Cognito::UserPool')).not.toHaveProperty('LambdaConfig');
    const byCognito = { Principal: 'cognito-idp.amazonaws.com' };
    template.resourcePropertiesCountIs('AWS::Lambda::Permission', byCognito, 0);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Moves people from the old user pool at their first sign-in.',
    });
  });
});

describe('what the function may do', () => {
  const LOGS = /^logs:CreateLogStream,logs:PutLogEvents on \{"Fn::GetAtt":\["MigrationLog\w+","Arn"\]\}$/;
  const NEW_POOL = /^cognito-idp:AdminGetUser on \{"Fn::GetAtt":\["People\w+","Arn"\]\}$/;

  test('by default two calls to the old pool, one to the new, its log, and nothing else', () => {
    expect(grants(templateWith())).toEqual([
      expect.stringMatching(LOGS),
      'cognito-idp:AdminGetUser,cognito-idp:AdminInitiateAuth on ' +
        '{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":cognito-idp:eu-west-1:",{"Ref":"AWS::AccountId"},":userpool/eu-west-1_OldPool01"]]}',
      expect.stringMatching(NEW_POOL),
    ]);
  });

  const alias: NewPool = { ...newPool, aliases: ['preferred_username'] };
  test.each<[string, Partial<UserMigrationProps>, boolean]>([
    ['preferred_username is an alias, and looked up', { newPool: alias }, true],
    ['preferred_username is an alias, and not looked up', { newPool: alias, lookups: ['direct'] }, true],
    ['unverified addresses are trusted', { contactVerification: 'trust' }, true],
    ['none of that', { lookups: ['direct'] }, false],
  ])('to list the old pool or not: %s', (_, props, lists) => {
    expect(grants(templateWith(props)).some((grant) => grant.includes('ListUsers'))).toBe(lists);
  });

  test('in another Region the ARN of the old pool is there', () => {
    const template = templateWith({ oldPool: { ...oldPool, clientId: 'abc' } }, 'eu-central-1');
    expect(grants(template)[1]).toContain(':cognito-idp:eu-west-1:');
    template.resourceCountIs('AWS::Cognito::UserPoolClient', 0);
  });

  test('with a role and a secret: to assume the one and read the other, and no call of its own', () => {
    const roleArn = 'arn:aws:iam::123456789012:role/user-migration';
    const clientSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:old-AbCdEf';
    const template = templateWith({
      oldPool: { ...oldPool, clientId: 'abc', roleArn, externalId: 'shared', clientSecretArn },
    });
    expect(grants(template)).toEqual([
      expect.stringMatching(LOGS),
      `sts:AssumeRole on "${roleArn}"`,
      `secretsmanager:GetSecretValue on "${clientSecretArn}"`,
      expect.stringMatching(NEW_POOL),
    ]);
    expect(variables(template)).toMatchObject({
      OLD_CLIENT_ID: 'abc',
      OLD_CLIENT_SECRET_ARN: clientSecretArn,
      OLD_ROLE_ARN: roleArn,
      OLD_ROLE_EXTERNAL_ID: 'shared',
      OLD_ROLE_ACTIONS: 'cognito-idp:AdminInitiateAuth,cognito-idp:AdminGetUser',
    });
  });

  test('no managed policy', () => {
    expect(propertiesOf(templateWith(), 'AWS::IAM::Role')).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe('the function', () => {
  test('runs on Node 24 and arm64, within the five seconds of Cognito', () => {
    expect(propertiesOf(templateWith(), 'AWS::Lambda::Function')).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 5,
      MemorySize: 1024,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
    });
  });

  test('logs into a group of its own, kept as long as the settings say', () => {
    const template = templateWith({ logRetentionDays: 90 });
    expect(propertiesOf(template, 'AWS::Logs::LogGroup')).toMatchObject({ RetentionInDays: 90 });
  });

  test('uses the client that the stack created, and has no empty variables', () => {
    const template = templateWith();
    const [client] = Object.keys(template.findResources('AWS::Cognito::UserPoolClient'));
    expect(variables(template)).toMatchObject({ OLD_CLIENT_ID: { Ref: client } });
    expect(Object.values(variables(template))).not.toContain('');
  });

  test('is bundled with its SDK and without the chain of credential providers', () => {
    const { externalModules, esbuildArgs = {} } = bundling({});
    expect(externalModules).toEqual(['@aws-sdk/client-sts', '@aws-sdk/client-secrets-manager']);
    const path = esbuildArgs['--alias:@aws-sdk/credential-provider-node'];
    expect(path).toBe(repositoryPath('aws/clients/environment-credentials.ts'));
    expect(existsSync(String(path))).toBe(true);
  });

  test('is bundled with the clients that its settings need', () => {
    expect(bundling({ roleArn: 'role', clientSecretArn: 'secret' }).externalModules).toEqual([]);
  });
});

describe('choices that weaken the move', () => {
  test.each([
    ['mfaUsers', 'confirm', 'gets in without it'],
    ['contactVerification', 'trust', 'an address that nobody proved'],
  ])('%s "%s" is warned about', (setting, value, warning) => {
    const stack = migrationStack({ [setting]: value });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(warning));
  });

  test('the pool id of the example is warned about', () => {
    const sample = settingsFromContext(contextOfRepository, settingsSchema) as Record<string, unknown>;
    const stack = migrationStack(sample);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the example of cdk.json'));
  });

  test('the defaults are not', () => {
    Annotations.fromStack(migrationStack()).hasNoWarning('*', Match.anyValue());
  });
});
