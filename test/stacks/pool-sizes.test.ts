import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { migrationTemplate } from './synthesize.ts';

const template = migrationTemplate();

const statementsIn = (written: Readonly<Record<string, unknown>> = {}) =>
  Object.entries(migrationTemplate(written).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith('ObservabilityPoolSizes'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => ![Action].flat().includes('logs:PutLogEvents'));

describe('the function that measures the pools', () => {
  test('is called once an hour, and by this rule alone', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [
        Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('PoolSizesFunction'), 'Arn'] } }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('PoolSizesFunction'), 'Arn'] },
      SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('PoolSizesHourly'), 'Arn'] },
    });
  });

  test('may describe both pools, and nothing else', () => {
    const statements = statementsIn();
    expect(statements.flatMap(({ Action }) => Action)).toEqual(['cognito-idp:DescribeUserPool']);
    const [ofNewPool, ofOldPool] = statements.flatMap(({ Resource }) => Resource);
    expect(ofNewPool).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^NewUserPool/), 'Arn'] });
    expect(JSON.stringify(ofOldPool)).toContain('userpool/eu-west-1_OldPool01');
  });

  test('reaches an old pool of another account through its role', () => {
    const roleArn = 'arn:aws:iam::123456789012:role/user-migration';
    const oldPool = { userPoolId: 'eu-west-1_OldPool01', clientId: 'abc', roleArn, externalId: 'shared' };
    expect(statementsIn({ oldPool })).toMatchObject([
      { Action: 'cognito-idp:DescribeUserPool', Resource: { 'Fn::GetAtt': expect.any(Array) } },
      { Action: 'sts:AssumeRole', Resource: roleArn },
    ]);
    migrationTemplate({ oldPool }).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Measures how large both user pools are.',
      Environment: {
        Variables: {
          ...{ OLD_ROLE_ARN: roleArn, OLD_ROLE_EXTERNAL_ID: 'shared' },
          OLD_ROLE_ACTIONS: 'cognito-idp:DescribeUserPool',
        },
      },
    });
  });
});
