import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { deploy } from '../../sandbox/template/deploy.ts';
import type { DeployedStack } from '../../sandbox/template/deployed-stack.ts';
import { type HandMadeStack, withTemplate } from '../support/assembly.ts';
import { addUserPool, type TestSandbox, withSandbox } from '../support/sandbox.ts';

const POOL = { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'users' } };
const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'code' },
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Runtime: 'nodejs24.x',
  },
};
const PERMISSION = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
    Principal: 'cognito-idp.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': ['Pool', 'Arn'] },
  },
};

describe('a user pool', () => {
  test('has what its properties say', async () => {
    const properties = {
      UserPoolName: 'users',
      AliasAttributes: ['email', 'preferred_username'],
      AutoVerifiedAttributes: ['email'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      UserPoolTier: 'ESSENTIALS',
      UsernameConfiguration: { CaseSensitive: false },
    };
    await withStack(
      { Resources: { Pool: { ...POOL, Properties: properties } } },
      async (stack, { administrator }) => {
        const { UserPool } = await administrator.send(
          new DescribeUserPoolCommand({ UserPoolId: stack.userPoolIds['Pool'] }),
        );
        const { UserPoolName, ...same } = properties;
        expect(UserPool).toMatchObject({ ...same, Name: UserPoolName });
      },
    );
  });

  test('offers the second factors that CloudFormation lists', async () => {
    const Properties = { MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };
    await withStack({ Resources: { Pool: { ...POOL, Properties } } }, async (stack, { administrator }) => {
      expect(
        await administrator.send(new GetUserPoolMfaConfigCommand({ UserPoolId: stack.userPoolIds['Pool'] })),
      ).toMatchObject({ MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
    });
  });

  test('answers to Ref and to all its attributes', async () => {
    const attributes = ['Arn', 'ProviderName', 'ProviderURL', 'UserPoolId'];
    const Outputs = {
      Ref: { Value: { Ref: 'Pool' } },
      ...Object.fromEntries(attributes.map((name) => [name, { Value: { 'Fn::GetAtt': ['Pool', name] } }])),
    };
    await withStack({ Resources: { Pool: POOL }, Outputs }, async ({ outputs }) => {
      const id = outputs['Ref'];
      expect(outputs).toEqual({
        Ref: expect.stringMatching(/^eu-west-1_\w{9}$/),
        UserPoolId: id,
        Arn: `arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${id}`,
        ProviderName: `cognito-idp.eu-west-1.amazonaws.com/${id}`,
        ProviderURL: `https://cognito-idp.eu-west-1.amazonaws.com/${id}`,
      });
    });
  });
});

describe('an app client', () => {
  test('may be on a pool that is there already', async () => {
    await withSandbox(async (sandbox) => {
      addUserPool(sandbox, 'eu-west-1_Old');
      const Properties = {
        UserPoolId: 'eu-west-1_Old',
        ClientName: 'migration',
        PreventUserExistenceErrors: 'LEGACY',
      };
      const { clients } = await deployTo(sandbox, {
        Resources: { Client: { Type: 'AWS::Cognito::UserPoolClient', Properties } },
      });
      const { UserPoolClient } = await sandbox.administrator.send(
        new DescribeUserPoolClientCommand({
          UserPoolId: 'eu-west-1_Old',
          ClientId: clients['Client']?.clientId,
        }),
      );
      expect(UserPoolClient).toMatchObject(Properties);
    });
  });

  test('tells its secret', async () => {
    const Client = {
      Type: 'AWS::Cognito::UserPoolClient',
      Properties: { UserPoolId: { Ref: 'Pool' }, ClientName: 'backend', GenerateSecret: true },
    };
    await withStack({ Resources: { Client, Pool: POOL } }, async ({ clients, userPoolIds }) => {
      expect(clients['Client']).toEqual({
        userPoolId: userPoolIds['Pool'],
        clientId: expect.stringMatching(/^\w{26}$/),
        clientName: 'backend',
        clientSecret: expect.any(String),
      });
    });
  });
});

describe('a function', () => {
  const RESOURCES = { Pool: POOL, Role: ROLE, Function: FUNCTION, Permission: PERMISSION };

  test('has its own variables and those of Lambda', async () => {
    const Properties = {
      ...FUNCTION.Properties,
      MemorySize: 256,
      Environment: { Variables: { POOL: { Ref: 'Pool' } } },
    };
    const stack = {
      Resources: { ...RESOURCES, Function: { ...FUNCTION, Properties } },
      assets: { code: 'exports.handler = async () => ({ ...process.env });' },
    };
    await withStack(stack, async ({ functions, userPoolIds }, { functions: host, sandbox }) => {
      const { functionArn = '', functionName } = functions['Function'] ?? {};
      expect(await host.invokeDirectly(functionArn, {})).toMatchObject({
        payload: {
          POOL: userPoolIds['Pool'],
          AWS_REGION: 'eu-west-1',
          AWS_LAMBDA_FUNCTION_NAME: functionName,
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
          AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: sandbox.endpoint,
        },
      });
    });
  });

  test.each([
    [
      'is invoked as a trigger',
      { Permission: PERMISSION },
      'UserMigration failed with error from the function.',
    ],
    ['is not without permission', {}, /Exception migrating user in app client \w+/],
  ])('%s', async (_, permission, message) => {
    const { Permission, ...others } = RESOURCES;
    const stack = {
      Resources: {
        ...others,
        ...permission,
        Pool: {
          ...POOL,
          Properties: { LambdaConfig: { UserMigration: { 'Fn::GetAtt': ['Function', 'Arn'] } } },
        },
        Client: {
          Type: 'AWS::Cognito::UserPoolClient',
          Properties: { UserPoolId: { Ref: 'Pool' }, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
        },
      },
      assets: { code: 'exports.handler = async () => { throw new Error("from the function"); };' },
    };
    await withStack(stack, async ({ clients }, { app }) => {
      const signIn = new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clients['Client']?.clientId,
        AuthParameters: { USERNAME: 'ada', PASSWORD: 'Correct-Horse-7' },
      });
      await expect(app.send(signIn)).rejects.toMatchObject({ message: expect.stringMatching(message) });
    });
  });

  describe('calls Cognito as its role', () => {
    const code = `exports.handler = async ({ target, input }) => {
      const response = await fetch(process.env.AWS_ENDPOINT_URL, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.' + target,
          authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/eu-west-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0',
        },
        body: JSON.stringify(input),
      });
      const { __type = 'done' } = await response.json();
      return __type;
    };`;
    const policy = (Statement: unknown) => ({
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'policy', Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement } },
    });
    const onPool = (Effect: string, Action: string | string[]) => ({
      Effect,
      Action,
      Resource: { 'Fn::GetAtt': ['Pool', 'Arn'] },
    });

    test.each([
      ['without a policy', {}, 'AccessDeniedException'],
      [
        'with a policy for the operation',
        { P: policy(onPool('Allow', 'cognito-idp:DescribeUserPool')) },
        'done',
      ],
      [
        'with a policy for others',
        { P: policy([onPool('Allow', ['cognito-idp:Admin*'])]) },
        'AccessDeniedException',
      ],
      [
        'with a policy and another that denies',
        { P: policy(onPool('Allow', '*')), Q: policy(onPool('Deny', 'cognito-idp:Describe*')) },
        'AccessDeniedException',
      ],
    ])('%s', async (_, policies, answer) => {
      await withStack(
        { Resources: { ...RESOURCES, ...policies }, assets: { code } },
        async (stack, { functions }) => {
          const event = { target: 'DescribeUserPool', input: { UserPoolId: stack.userPoolIds['Pool'] } };
          expect(
            await functions.invokeDirectly(stack.functions['Function']?.functionArn ?? '', event),
          ).toEqual({
            kind: 'returned',
            payload: answer,
          });
        },
      );
    });
  });
});

test('resources without effect are listed, and others may refer to them', async () => {
  const Resources = {
    Log: { Type: 'AWS::Logs::LogGroup' },
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    Dashboard: { Type: 'AWS::CloudWatch::Dashboard' },
    Hourly: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 hour)' } },
    Key: { Type: 'AWS::KMS::Key' },
    Policy: { Type: 'AWS::SNS::TopicPolicy' },
  };
  await withStack(
    { Resources, Outputs: { Log: { Value: { 'Fn::GetAtt': ['Log', 'Arn'] } } } },
    async (stack) => {
      expect(stack.ignored).toEqual(Object.keys(Resources));
      expect(stack.outputs['Log']).toMatch(/^arn:aws:logs:eu-west-1:111122223333:/);
    },
  );
});

test('a resource whose condition does not hold is not created', async () => {
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
  await withStack({ Conditions, Resources: { Pool: { ...POOL, Condition: 'Never' } } }, async (stack) => {
    expect(stack.userPoolIds).toEqual({});
  });
});

test('two stacks live side by side', async () => {
  await withSandbox(async (sandbox) => {
    const one = await deployTo(sandbox, { Resources: { Pool: POOL } });
    const other = await deployTo(sandbox, { Resources: { Pool: POOL } });
    expect(one.userPoolIds['Pool']).not.toBe(other.userPoolIds['Pool']);
  });
});

describe('what the sandbox cannot play is refused by name', () => {
  const properties = (resource: { Type: string; Properties: object }, Properties: object) => ({
    R: { ...resource, Properties: { ...resource.Properties, ...Properties } },
  });

  test.each<[string, HandMadeStack['Resources'], string]>([
    ['a type', { R: { Type: 'AWS::SQS::Queue' } }, 'AWS::SQS::Queue (R)'],
    ['a property of a pool', properties(POOL, { Colour: 'red' }), 'Colour of AWS::Cognito::UserPool (R)'],
    [
      'a property of a function',
      { Role: ROLE, ...properties(FUNCTION, { Layers: [] }) },
      'Layers of AWS::Lambda::Function (R)',
    ],
    [
      'a runtime',
      { Role: ROLE, ...properties(FUNCTION, { Runtime: 'python3.14' }) },
      'the runtime python3.14',
    ],
    [
      'code from elsewhere',
      { Role: ROLE, ...properties(FUNCTION, {}) },
      'The code of R, code, is no asset of this stack',
    ],
    [
      'a managed policy',
      properties(ROLE, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonCognitoPowerUser'] }),
      'policy/AmazonCognitoPowerUser grants',
    ],
    [
      'a member of a statement',
      properties(ROLE, { Policies: [{ PolicyDocument: { Statement: { Sid: 'S', NotAction: '*' } } }] }),
      'NotAction in a policy statement (S)',
    ],
    [
      'another permission',
      properties(PERMISSION, { Action: 'lambda:GetFunction', FunctionName: 'f', SourceArn: 'a' }),
      'permission to lambda:GetFunction',
    ],
  ])('%s', async (_, resources, message) => {
    await withSandbox(async (sandbox) => {
      await expect(deployTo(sandbox, { Resources: resources })).rejects.toThrow(message);
    });
  });
});

function deployTo({ sandbox, functions }: TestSandbox, stack: HandMadeStack): Promise<DeployedStack> {
  return withTemplate(stack, (template) => deploy(template, { ...sandbox, functions }));
}

/** Deploys a stack to a sandbox of its own; its code is there as long as the test uses it. */
function withStack(
  stack: HandMadeStack,
  use: (deployed: DeployedStack, sandbox: TestSandbox) => Promise<void>,
): Promise<void> {
  return withSandbox((sandbox) =>
    withTemplate(stack, async (template) => {
      await use(await deploy(template, { ...sandbox.sandbox, functions: sandbox.functions }), sandbox);
    }),
  );
}
