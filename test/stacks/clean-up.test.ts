import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { migrationTemplate } from './synthesize.ts';

const template = migrationTemplate({ backfill: {} });

/** What the function may do beside writing its log: action -> resource. */
const permissionsIn = (written: Readonly<Record<string, unknown>>) =>
  Object.entries(migrationTemplate(written).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith('CleanUp'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .map(({ Action, Resource }) => [[Action].flat(), Resource] as const)
    .filter(([actions]) => !actions.includes('logs:PutLogEvents'));

const NEW_POOL = { 'Fn::GetAtt': [expect.stringMatching(/^NewUserPool/), 'Arn'] };

describe('the function that cleans up', () => {
  test('is called once an hour, and tried once', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 hour)',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CleanUpFunction'), 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 0 },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^CleanUpFunction') },
      MaximumRetryAttempts: 0,
    });
  });

  test('may look up the old pool, change users of the new one and see whether a backfill has begun', () => {
    const [oldPool, newPool, machine, executions, ...others] = permissionsIn({ backfill: {} });
    expect(oldPool?.[0]).toEqual(['cognito-idp:ListUsers']);
    expect(JSON.stringify(oldPool?.[1])).toContain('userpool/eu-west-1_OldPool01');
    expect(newPool).toEqual([
      [
        'cognito-idp:AdminDeleteUser',
        'cognito-idp:AdminDisableUser',
        'cognito-idp:AdminEnableUser',
        'cognito-idp:AdminGetUser',
        'cognito-idp:AdminUpdateUserAttributes',
        'cognito-idp:DescribeUserPool',
        'cognito-idp:ListUsers',
      ],
      NEW_POOL,
    ]);
    expect(machine).toEqual([['states:ListExecutions'], { Ref: expect.stringMatching(/^BackfillWorkflow/) }]);
    expect(executions?.[0]).toEqual(['states:DescribeExecution']);
    expect(others).toEqual([]);
  });

  test('knows no state machine where no backfill is deployed', () => {
    const written = { cleanUp: { afterHours: 48 } };
    expect(permissionsIn(written).flatMap(([actions]) => actions)).not.toContain('states:ListExecutions');
    migrationTemplate(written).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Removes profiles of forgotten passwords that nobody completed.',
      Timeout: 900,
      Environment: {
        Variables: {
          OLD_USER_POOL_ID: 'eu-west-1_OldPool01',
          CLEAN_UP_AFTER_HOURS: '48',
          BACKFILL_STATE_MACHINE_ARN: Match.absent(),
        },
      },
    });
  });

  test('reaches an old pool of another account through its role', () => {
    const roleArn = 'arn:aws:iam::123456789012:role/user-migration';
    const oldPool = { userPoolId: 'eu-west-1_OldPool01', clientId: 'abc', roleArn, externalId: 'shared' };
    expect(permissionsIn({ oldPool })[0]).toEqual([['sts:AssumeRole'], roleArn]);
  });

  test.each([
    ['the settings say so', { cleanUp: { enabled: false } }],
    ['nobody could come again', { trigger: false }],
  ])('is not there where %s', (_, written) => {
    expect(Object.keys(migrationTemplate(written).findResources('AWS::Events::Rule'))).toEqual([
      expect.stringMatching(/^ObservabilityPoolSizes/),
    ]);
  });
});
