import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { CfnUserPool, UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { GROUPS_CARRIED, SOURCE_SUB } from '../../migration/rules.ts';
import type { TokenGenerationProps } from '../../stacks/token-generation.ts';
import { TokenGeneration } from '../../stacks/token-generation.ts';
import { migrationTemplate, propertiesOf, templateOf } from './synthesize.ts';

const CARRY = { mode: 'carry', renames: {}, except: [] } as const;
const DROP = { ...CARRY, mode: 'drop' } as const;
const OLD_SUB = { name: 'old_sub', tokens: ['id' as const, 'access' as const] };

const props = (init: Partial<TokenGenerationProps> = {}) => ({
  oldPool: { userPoolId: 'eu-west-1_OldPool01', caseSensitive: true, mfaRequired: false },
  groups: CARRY,
  eventVersion: 'V2_0' as const,
  logRetentionDays: 30 as const,
  ...init,
});

const templateWith = (init: Partial<TokenGenerationProps> = {}): Template =>
  templateOf((scope) => {
    const userPool = new UserPool(scope, 'People');
    new TokenGeneration(scope, 'Tokens', { userPool, ...props(init) });
  }, 'eu-west-1');

const variables = (template: Template): Record<string, unknown> => {
  const properties = propertiesOf(template, 'AWS::Lambda::Function');
  return (properties['Environment'] as { Variables: Record<string, unknown> }).Variables;
};

/** Those of the new pool: people sign in by them. */
const appClientsIn = (template: Template) =>
  Object.entries(template.findResources('AWS::Cognito::UserPoolClient'))
    .filter(([id]) => id.startsWith('AppClients'))
    .map(([, client]) => client);

/** The statements of all policies, as `actions on resource`. */
const grants = (template: Template): readonly string[] =>
  Object.values(template.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .map(({ Action, Resource }) => `${[Action].flat().sort()} on ${JSON.stringify(Resource)}`)
    .sort();

describe('the trigger before tokens', () => {
  test.each(['V1_0', 'V2_0'] as const)(
    'gets events of version %s, from Cognito for that pool alone',
    (version) => {
      const template = templateWith({ eventVersion: version });
      const [pool] = Object.keys(template.findResources('AWS::Cognito::UserPool'));
      const [fn] = Object.keys(template.findResources('AWS::Lambda::Function'));
      expect(propertiesOf(template, 'AWS::Cognito::UserPool')['LambdaConfig']).toEqual({
        PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': [fn, 'Arn'] }, LambdaVersion: version },
      });
      expect(propertiesOf(template, 'AWS::Lambda::Permission')).toMatchObject({
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [pool, 'Arn'] },
        SourceAccount: { Ref: 'AWS::AccountId' },
      });
    },
  );

  test('is refused where the pool has one already', () => {
    expect(() =>
      templateOf((scope) => {
        const userPool = new UserPool(scope, 'People');
        const other = new LambdaFunction(scope, 'Other', {
          runtime: Runtime.NODEJS_24_X,
          handler: 'index.handler',
          code: Code.fromInline('exports.handler = async (event) => event'),
        });
        userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION, other);
        new TokenGeneration(scope, 'Tokens', { userPool, ...props() });
      }),
    ).toThrow('The user pool at Stack/People has a pre token generation trigger already.');
  });

  test('works on an L1 pool', () => {
    const template = templateOf((scope) => {
      const userPool = new CfnUserPool(scope, 'People', {});
      new TokenGeneration(scope, 'Tokens', { userPool, ...props() });
    });
    expect(grants(template).some((grant) => grant.endsWith('{"Fn::GetAtt":["People","Arn"]}'))).toBe(true);
  });
});

describe('what the function may do', () => {
  test('to carry groups: look in the old pool, write in the new, and log', () => {
    expect(grants(templateWith())).toEqual([
      expect.stringMatching(
        /^cognito-idp:AdminAddUserToGroup,cognito-idp:AdminGetUser,cognito-idp:AdminListGroupsForUser,cognito-idp:AdminUpdateUserAttributes on \{"Fn::GetAtt":\["People\w+","Arn"\]\}$/,
      ),
      expect.stringMatching(
        /^cognito-idp:AdminGetUser,cognito-idp:AdminListGroupsForUser,cognito-idp:ListUsers on .*userpool\/eu-west-1_OldPool01/,
      ),
      expect.stringMatching(
        /^logs:CreateLogStream,logs:PutLogEvents on \{"Fn::GetAtt":\["TokensLog\w+","Arn"\]\}$/,
      ),
    ]);
  });

  test('for the claim alone: log', () => {
    expect(grants(templateWith({ groups: DROP, oldSubClaim: OLD_SUB }))).toEqual([
      expect.stringMatching(/^logs:/),
    ]);
  });

  test('with the old pool in another account: assume its role', () => {
    const roleArn = 'arn:aws:iam::444455556666:role/user-migration';
    const oldPool = { ...props().oldPool, roleArn, externalId: 'move' };
    const template = templateWith({ oldPool });
    expect(grants(template)).toContainEqual(`sts:AssumeRole on "${roleArn}"`);
    expect(variables(template)).toMatchObject({
      ...{ OLD_ROLE_ARN: roleArn, OLD_ROLE_EXTERNAL_ID: 'move' },
      OLD_ROLE_ACTIONS: 'cognito-idp:AdminGetUser,cognito-idp:AdminListGroupsForUser,cognito-idp:ListUsers',
    });
  });
});

describe('what the function is told', () => {
  test('where the old pool is, and what becomes of its groups', () => {
    const groups = { ...CARRY, renames: { staff: 'employees' }, except: ['beta'] };
    const told = variables(templateWith({ groups }));
    expect(told).toMatchObject({ OLD_USER_POOL_ID: 'eu-west-1_OldPool01', OLD_REGION: 'eu-west-1' });
    expect(JSON.parse(String(told['GROUPS']))).toEqual({ renames: { staff: 'employees' }, except: ['beta'] });
    expect(told).not.toHaveProperty('OLD_SUB_CLAIM');
  });

  test('the claim, and nothing of the old pool where no groups are carried', () => {
    const told = variables(templateWith({ groups: DROP, oldSubClaim: OLD_SUB }));
    expect(told).toMatchObject({ OLD_SUB_CLAIM: 'old_sub', OLD_SUB_CLAIM_TOKENS: 'id,access' });
    expect(Object.keys(told).filter((name) => /^(OLD_USER|OLD_REGION|GROUPS)/.test(name))).toEqual([]);
  });

  test('more than an environment holds is refused', () => {
    const except = Array.from({ length: 60 }, (_, index) => `${index}`.padStart(100, 'x'));
    expect(() => templateWith({ groups: { ...CARRY, except } })).toThrow(
      /need \d+ bytes.*Shorten groups\.renames and groups\.except/,
    );
  });
});

describe('the whole stack', () => {
  const functionsOf = (written: Readonly<Record<string, unknown>>) =>
    Object.keys(migrationTemplate(written).findResources('AWS::Lambda::Function')).filter((id) =>
      id.startsWith('TokenGeneration'),
    );

  test.each([
    ['by default', {}, 1],
    ['where groups are dropped', { groups: { mode: 'drop' } }, 0],
    ['where groups are dropped, with the claim', { groups: { mode: 'drop' }, oldSubClaim: { name: 'x' } }, 1],
  ])('has a function before tokens: %s', (_, written, count) => {
    expect(functionsOf({ groups: {}, ...written })).toHaveLength(count);
  });

  test.each([
    ['lite', 'V1_0'],
    ['essentials', 'V2_0'],
    ['plus', 'V2_0'],
  ])('on the feature plan %s it gets events of version %s', (featurePlan, LambdaVersion) => {
    migrationTemplate({ groups: {}, newPool: { featurePlan } }).hasResourceProperties(
      'AWS::Cognito::UserPool',
      { LambdaConfig: Match.objectLike({ PreTokenGenerationConfig: Match.objectLike({ LambdaVersion }) }) },
    );
  });

  test('every app client can read what groups depend on, and none can write it', () => {
    const template = migrationTemplate({ groups: {} });
    for (const { Properties } of appClientsIn(template)) {
      expect(Properties.ReadAttributes).toEqual(expect.arrayContaining([SOURCE_SUB, GROUPS_CARRIED]));
      const writable: readonly string[] = Properties.WriteAttributes ?? [];
      expect(writable.filter((name) => name.startsWith('custom:'))).toEqual([]);
    }
  });
});
