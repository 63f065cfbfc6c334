import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { migrationTemplate, propertiesOf } from './synthesize.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly TimeoutSeconds?: number;
  readonly MaxConcurrency?: number;
  readonly Result?: unknown;
  readonly ResultSelector?: unknown;
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

const template = migrationTemplate({ backfill: { notify: ['operator@example.com'], expireAfterDays: 7 } });

/** The definition, with references to resources left out. */
const definitionOf = (): { readonly States: Readonly<Record<string, State>> } => {
  const { DefinitionString } = propertiesOf(template, 'AWS::StepFunctions::StateMachine');
  const { 'Fn::Join': join } = DefinitionString as { 'Fn::Join': readonly [string, readonly unknown[]] };
  return JSON.parse(join[1].map((part) => (typeof part === 'string' ? part : 'arn')).join(''));
};

const outer = Object.entries(definitionOf().States);
const inner = outer.flatMap(([, { ItemProcessor }]) => Object.entries(ItemProcessor?.States ?? {}));

describe('the state machine', () => {
  test('tries every task again: trouble of Lambda, and anything else that is worth it', () => {
    const tasks = [...outer, ...inner].filter(([, { Type }]) => Type === 'Task');
    expect(tasks.length).toBeGreaterThan(12);
    for (const [name, { Retry = [], TimeoutSeconds }] of tasks) {
      expect({ name, last: Retry.at(-1)?.ErrorEquals }).toEqual({ name, last: ['States.ALL'] });
      expect({ name, limited: TimeoutSeconds !== undefined }).toEqual({ name, limited: true });
    }
  });

  test('catches whatever a task or a map could not do, and every catch ends in a message', () => {
    for (const [name, { Type, Catch = [] }] of [...outer, ...inner]) {
      if (Type !== 'Task' && Type !== 'Map') continue;
      expect({ name, caught: Catch.map(({ ErrorEquals }) => ErrorEquals) }).toEqual({
        name,
        caught: [['States.ALL']],
      });
    }
    const states = new Map([...outer, ...inner]);
    expect(states.get('SettleShard')?.Catch?.[0]?.Next).toBe('SettleShardsItemFailed');
    const ends = (name: string): readonly string[] => {
      const { Type, Next = '' } = states.get(name) ?? { Type: 'none' };
      return Type === 'Fail' || Type === 'Succeed' ? [name] : [name, ...ends(Next)];
    };
    expect(states.get('SettleShards')?.Catch?.[0]?.Next).toBe('ReportFailure');
    expect(ends('ReportFailure')).toEqual(['ReportFailure', 'NotifyFailure', 'Failed']);
    expect(ends(states.get('ReportFailure')?.Catch?.[0]?.Next ?? '')).toEqual([
      'SayWithoutReport',
      'NotifyWithoutReport',
      'FailedWithoutReport',
    ]);
  });

  test('names its states uniquely, also inside of maps', () => {
    const names = [...outer, ...inner].map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('imports one file at a time', () => {
    expect(new Map(outer).get('ImportFiles')?.MaxConcurrency).toBe(1);
  });

  test('keeps little of what its maps do, of which an execution may hold 256 KB', () => {
    const states = new Map(inner);
    expect(states.get('FileDone')?.Result).toEqual({});
    expect(states.get('SettleShard')?.ResultSelector).toEqual({
      'enabled.$': '$.enabled',
      'disabled.$': '$.disabled',
    });
  });

  test('may call its functions and its topic, and logs without data', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' },
    });
  });
});

describe('the bucket', () => {
  test('is private, encrypted, and forgets', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            ExpirationInDays: 7,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    });
  });

  test('refuses connections without TLS', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

test('the topic refuses connections without TLS, and tells whom the settings name', () => {
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
  template.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'operator@example.com',
  });
});

describe('permissions', () => {
  /** Calls to Cognito and other services that the role of a function may make. */
  const actionsOf = (step: string): readonly string[] =>
    Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.startsWith(`BackfillFunctions${step}RoleDefaultPolicy`))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .flatMap(({ Action }) => [Action].flat())
      .filter((action: string) => !/^(?:s3|logs:(?:Create|Put))/.test(action))
      .sort();

  test.each([
    ['Plan', ['DescribeUserPool', 'DescribeUserPool', 'GetCSVHeader', 'ListUsers', 'ListUsers']],
    ['ListNewPool', ['ListUsers']],
    ['ListOldPool', ['ListUsers']],
    ['LookUpPeople', ['AdminGetUser', 'AdminGetUser', 'ListUsers']],
    ['ResolveNames', []],
    ['SettleShard', []],
    ['AssembleFiles', []],
    ['CheckImport', ['DescribeUserImportJob']],
    ['DisableUsers', ['AdminDisableUser', 'AdminGetUser']],
    ['Report', []],
  ])('%s calls Cognito for nothing but %j', (step, operations) => {
    expect(actionsOf(step)).toEqual(operations.map((operation) => `cognito-idp:${operation}`));
  });

  test('only the function that starts jobs hands over the role for their logs', () => {
    expect(actionsOf('StartImport')).toEqual([
      'cognito-idp:CreateUserImportJob',
      'cognito-idp:DescribeUserImportJob',
      'cognito-idp:ListUserImportJobs',
      'cognito-idp:StartUserImportJob',
      'iam:PassRole',
    ]);
    expect(actionsOf('ReconcileImport')).toEqual([
      'cognito-idp:AdminGetUser',
      'cognito-idp:DescribeUserPool',
      'logs:GetLogEvents',
    ]);
  });

  test('Cognito may assume the role for import logs, for this pool where it says for which', () => {
    const [role] = Object.entries(template.findResources('AWS::IAM::Role'))
      .filter(([id]) => id.startsWith('BackfillImportLogs'))
      .map(([, { Properties }]) => Properties);
    expect(role).toMatchObject({
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'cognito-idp.amazonaws.com' },
            Condition: { StringEqualsIfExists: {}, ArnEqualsIfExists: {} },
          },
        ],
      },
    });
  });

  test('an old pool of another account is reached through its role alone', () => {
    const other = migrationTemplate({
      oldPool: {
        userPoolId: 'eu-west-1_OldPool01',
        clientId: 'abc',
        roleArn: 'arn:aws:iam::123456789012:role/user-migration',
      },
      backfill: {},
    });
    other.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('ListOldPool'),
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sts:AssumeRole',
            Resource: 'arn:aws:iam::123456789012:role/user-migration',
          }),
        ]),
      },
    });
  });
});

describe('an execution that ended without a report', () => {
  /** The one resource of this type whose name begins so. */
  const named = (type: string, prefix: string): unknown => {
    const [found] = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(prefix));
    return found?.[1]['Properties'];
  };
  const rule = named('AWS::Events::Rule', 'BackfillEndRule') as {
    readonly EventPattern: { readonly detail: Readonly<Record<string, unknown>> };
    readonly Targets: readonly {
      readonly Arn: unknown;
      readonly InputTransformer: {
        readonly InputPathsMap: Readonly<Record<string, string>>;
        readonly InputTemplate: string;
      };
    }[];
  };
  const [target] = rule.Targets;

  test('that timed out, was stopped, or was ended by Step Functions, comes to the rule; a reported failure does not', () => {
    expect(rule.EventPattern).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [{ Ref: expect.stringMatching(/^BackfillWorkflow/) }],
        $or: [
          { status: ['TIMED_OUT', 'ABORTED'] },
          { status: ['FAILED'], error: [{ exists: false }, null, { prefix: 'States.' }] },
        ],
      },
    });
  });

  test('is told to the topic of the backfill: which one, and to start again with the same runId', () => {
    expect(target?.Arn).toEqual({ Ref: expect.stringMatching(/^BackfillTopic/) });
    const { InputTemplate, InputPathsMap } = target!.InputTransformer;
    expect(InputTemplate).toMatch(/start the state machine again with the same runId/);
    expect(Object.values(InputPathsMap).sort()).toEqual([
      '$.detail.executionArn',
      '$.detail.name',
      '$.detail.status',
    ]);
  });

  test('may be told by this rule and no other, over TLS', () => {
    const { PolicyDocument } = named('AWS::SNS::TopicPolicy', 'BackfillTopic') as {
      readonly PolicyDocument: { readonly Statement: readonly unknown[] };
    };
    expect(PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      {
        Sid: 'AllowEndRule',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: { Ref: expect.stringMatching(/^BackfillTopic/) },
        Condition: {
          StringEqualsIfExists: { 'aws:SourceAccount': expect.anything() },
          ArnEqualsIfExists: {
            'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^BackfillEndRule/), 'Arn'] },
          },
        },
      },
    ]);
  });
});

test('the backfill can be left out', () => {
  const without = migrationTemplate({ backfill: { enabled: false } });
  without.resourceCountIs('AWS::StepFunctions::StateMachine', 0);
  without.resourceCountIs('AWS::S3::Bucket', 0);
});
