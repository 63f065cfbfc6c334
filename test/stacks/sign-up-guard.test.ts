import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { parseSettings } from '../../stacks/settings.ts';
import { migrationTemplate, settingsWith } from './synthesize.ts';

const guarded = (written: Readonly<Record<string, unknown>> = {}): Template =>
  migrationTemplate({
    selfSignUp: 'guarded',
    groups: { mode: 'drop' },
    alarms: { enabled: false },
    ...written,
  });

const lambdaConfig = (template: Template): Record<string, unknown> =>
  Object.values(template.findResources('AWS::Cognito::UserPool'))[0]!['Properties']['LambdaConfig'];

const adminOnly = (template: Template): unknown =>
  Object.values(template.findResources('AWS::Cognito::UserPool'))[0]!['Properties']['AdminCreateUserConfig'];

/** What the guard may do, beside writing its log. */
const grantsOfGuard = (template: Template): readonly string[] =>
  Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith('SignUpGuard'))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action }) => [Action].flat())
    .filter((action) => !action.startsWith('logs:'))
    .sort();

describe('who may register in the new pool', () => {
  test.each([
    ['closed', { selfSignUp: 'closed' }, true, false],
    ['guarded', {}, false, true],
    ['open, when nobody comes any more', { selfSignUp: 'open', trigger: false }, false, false],
  ])('%s', (_, written, administratorsOnly, hasGuard) => {
    const template = guarded(written);
    expect(adminOnly(template)).toEqual({ AllowAdminCreateUserOnly: administratorsOnly });
    expect('PreSignUp' in (lambdaConfig(template) ?? {})).toBe(hasGuard);
  });

  test('open while people are still to come is refused', () => {
    expect(() => parseSettings(settingsWith({ selfSignUp: 'open' }))).toThrow(
      'selfSignUp: is open while people are still coming: strangers could register under their names. Write "guarded", or set trigger to false first.',
    );
  });
});

describe('the guard', () => {
  test('may list the old pool, and nothing in the new one', () => {
    expect(grantsOfGuard(guarded())).toEqual(['cognito-idp:ListUsers']);
  });

  test('may look at a user where the old pool folds case', () => {
    const oldPool = { userPoolId: 'eu-west-1_OldPool01', caseSensitive: false };
    expect(grantsOfGuard(guarded({ oldPool }))).toEqual([
      'cognito-idp:AdminGetUser',
      'cognito-idp:ListUsers',
    ]);
  });

  test('with the role of another account, which allows more, may do that and no more', () => {
    const oldPool = {
      ...{ userPoolId: 'eu-west-1_OldPool01', clientId: 'abc', caseSensitive: false },
      roleArn: 'arn:aws:iam::444455556666:role/user-migration',
    };
    const template = guarded({ oldPool });
    expect(grantsOfGuard(template)).toEqual(['sts:AssumeRole']);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          SIGN_UP_REFUSAL: Match.anyValue(),
          OLD_ROLE_ACTIONS: 'cognito-idp:ListUsers,cognito-idp:AdminGetUser',
        }),
      },
    });
  });

  test('is told both sentences', () => {
    guarded({ signUpRefusal: 'Not so', failureSentence: 'Not now' }).hasResourceProperties(
      'AWS::Lambda::Function',
      {
        Environment: {
          Variables: Match.objectLike({ SIGN_UP_REFUSAL: 'Not so', FAILURE_SENTENCE: 'Not now' }),
        },
      },
    );
  });
});
