import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  JsonPath,
  LogLevel,
  Map as MapState,
  StateMachine,
  Succeed,
  TaskInput,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { loadTemplate } from '../../sandbox/template/assembly.ts';
import { type DeployedStack, deploy } from '../../sandbox/template/deploy.ts';
import { type HandMadeStack, withTemplate } from '../support/assembly.ts';
import { type TestSandbox, withSandbox } from '../support/sandbox.ts';

/** Remembers in S3 how often it was called for an item, and fails as often as it is told to. */
const COUNT = `
const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0' };
exports.handler = async ({ item, failures }) => {
  const url = process.env.AWS_ENDPOINT_URL_S3 + '/' + process.env.BUCKET + '/' + item;
  const earlier = await fetch(url, { headers });
  const count = (earlier.ok ? Number(await earlier.text()) : 0) + 1;
  const written = await fetch(url, { method: 'PUT', headers, body: String(count) });
  if (!written.ok) throw new Error(await written.text());
  if (count <= failures) throw Object.assign(new Error('not yet'), { name: 'NotYet' });
  return { count };
};`;

let assembly: string;

beforeAll(async () => {
  assembly = await mkdtemp(join(tmpdir(), 'workflow-'));
  await writeFile(join(assembly, 'index.js'), COUNT);
  const app = new App({ outdir: join(assembly, 'out') });
  addWorkflow(new Stack(app, 'Workflow', { env: { account: '111122223333', region: 'eu-west-1' } }));
  app.synth();
});

afterAll(() => rm(assembly, { recursive: true }));

/** Every item is counted, then somebody is told; what fails is told too. */
function addWorkflow(stack: Stack): void {
  const bucket = new Bucket(stack, 'Bucket', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(30) }],
  });
  const topic = new Topic(stack, 'Topic', { enforceSSL: true });
  topic.addSubscription(new EmailSubscription('ada@example.com'));
  const lambdaFunction = new LambdaFunction(stack, 'Function', {
    code: Code.fromAsset(assembly, { exclude: ['out'] }),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    environment: { BUCKET: bucket.bucketName },
    timeout: Duration.minutes(15),
  });
  bucket.grantReadWrite(lambdaFunction);
  const count = new LambdaInvoke(stack, 'Count', { lambdaFunction, payloadResponseOnly: true }).addRetry({
    errors: ['NotYet'],
    maxAttempts: 1,
  });
  const items = new MapState(stack, 'Items', {
    itemsPath: '$.items',
    maxConcurrency: 2,
    itemSelector: {
      item: JsonPath.stringAt('$$.Map.Item.Value'),
      failures: JsonPath.numberAt('$.failures'),
    },
    resultPath: '$.counts',
  }).itemProcessor(count);
  const tell = (id: string) =>
    new SnsPublish(stack, id, {
      topic,
      message: TaskInput.fromJsonPathAt('$'),
      resultPath: JsonPath.DISCARD,
    });
  const failed = tell('TellFailure').next(
    new Fail(stack, 'Failed', { errorPath: '$.error.Error', causePath: '$.error.Cause' }),
  );
  const pause = new Wait(stack, 'Pause', { time: WaitTime.duration(Duration.hours(1)) });
  const definition = items
    .addCatch(failed, { resultPath: '$.error' })
    .next(pause)
    .next(
      new Choice(stack, 'Silent?')
        .when(Condition.isPresent('$.silent'), new Succeed(stack, 'Done'))
        .otherwise(tell('Tell').next(new Succeed(stack, 'Told'))),
    );
  new StateMachine(stack, 'Machine', {
    definitionBody: DefinitionBody.fromChainable(definition),
    logs: { destination: new LogGroup(stack, 'Log'), level: LogLevel.ALL },
    tracingEnabled: false,
    timeout: Duration.days(30),
  });
}

describe('a state machine of the CDK', () => {
  test('runs its functions, keeps what they keep and tells what came of it', async () => {
    await withWorkflow(async ({ start, sandbox, stack }) => {
      const { status, output } = await start({ items: ['a', 'b', 'c'], failures: 1 });
      expect(status).toBe('SUCCEEDED');
      const counts = [{ count: 2 }, { count: 2 }, { count: 2 }];
      expect(JSON.parse(output!)).toEqual({ items: ['a', 'b', 'c'], failures: 1, counts });
      expect(sandbox.notifications).toMatchObject([
        { topicArn: only(stack.topics), recipients: ['email:ada@example.com'] },
      ]);
      expect(sandbox.s3.buckets).toEqual([only(stack.buckets)]);
    });
  });

  test('fails with what a function failed with', async () => {
    await withWorkflow(async ({ start, sandbox }) => {
      const { status, error, cause } = await start({ items: ['a'], failures: 5 });
      expect({ status, error, cause: JSON.parse(cause!) }).toMatchObject({
        ...{ status: 'FAILED', error: 'NotYet' },
        cause: { errorType: 'NotYet', errorMessage: 'not yet' },
      });
      expect(sandbox.notifications).toHaveLength(1);
    });
  });

  test('goes on after a function was killed in the middle of its work', async () => {
    await withWorkflow(async ({ start, sandbox, stack, functions }) => {
      const functionArn = only(stack.functions).functionArn;
      const end = sandbox.s3.onCall(async ({ operation, functionName }) => {
        if (operation !== 'PutObject' || !functionArn.endsWith(`:${functionName}`)) return;
        end();
        await functions.kill(functionArn);
      });
      const { error } = await start({ items: ['a'], failures: 0, silent: true });
      expect(error).toBe('Runtime.ExitError');
      expect(await start({ items: ['a'], failures: 0, silent: true })).toMatchObject({ status: 'SUCCEEDED' });
    });
  });

  test('has a name of its own in each deployment', async () => {
    await withWorkflow(async ({ sandbox, functions, stack }) => {
      const again = await deployWorkflow({ sandbox, functions });
      for (const kind of ['stateMachines', 'buckets', 'topics'] as const) {
        expect(only(again[kind])).not.toBe(only(stack[kind]));
      }
    });
  });
});

describe('what the sandbox cannot play is refused by name', () => {
  const ROLE = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust('states.amazonaws.com') },
  };
  const machine = (Properties: object) => ({
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      DefinitionString: JSON.stringify({ StartAt: 'S', States: { S: { Type: 'Succeed' } } }),
      ...Properties,
    },
  });

  test.each<[string, HandMadeStack['Resources'], string]>([
    ['another type', { Role: ROLE, M: machine({ StateMachineType: 'EXPRESS' }) }, 'EXPRESS state machines'],
    ['a property', { Role: ROLE, M: machine({ EncryptionConfiguration: {} }) }, 'EncryptionConfiguration'],
    [
      'a role that does not trust Step Functions',
      {
        Role: { ...ROLE, Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') } },
        M: machine({}),
      },
      'Step Functions may not assume the role',
    ],
    [
      'a property of a bucket',
      { B: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: {} } } },
      'WebsiteConfiguration',
    ],
    [
      'what a bucket policy allows',
      {
        B: { Type: 'AWS::S3::Bucket' },
        P: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: { Ref: 'B' },
            PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*' }] },
          },
        },
      },
      'AWS::S3::BucketPolicy (P)',
    ],
    [
      'a property of a topic',
      { T: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } } },
      'FifoTopic',
    ],
  ])('%s', async (_, Resources, message) => {
    await withSandbox(({ sandbox, functions }) =>
      withTemplate({ Resources }, async (template) => {
        await expect(deploy(template, { ...sandbox, functions })).rejects.toThrow(message);
      }),
    );
  });

  test('a definition may name resources', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how CloudFormation writes it
    const definition = { StartAt: 'S', States: { S: { Type: 'Pass', Result: '${Who}', End: true } } };
    const M = machine({
      DefinitionString: JSON.stringify(definition),
      DefinitionSubstitutions: { Who: { Ref: 'Role' } },
    });
    await withSandbox(({ sandbox, functions }) =>
      withTemplate({ Resources: { Role: ROLE, M } }, async (template) => {
        const { stateMachines } = await deploy(template, { ...sandbox, functions });
        const execution = await sandbox.stepFunctions.startExecution(stateMachines['M']!);
        await execution.ended;
        expect(execution.output).toMatch(/^"Stack-Role-/);
      }),
    );
  });
});

function trust(Service: string): object {
  return { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }] };
}

interface Workflow extends Pick<TestSandbox, 'sandbox' | 'functions'> {
  readonly stack: DeployedStack;
  /** Runs the state machine to its end, with the real client. */
  start(input: object): Promise<DescribeExecutionCommandOutput>;
}

function withWorkflow(use: (workflow: Workflow) => Promise<void>): Promise<void> {
  return withSandbox(
    async ({ sandbox, functions }) => {
      const { endpoint, region } = sandbox;
      const credentials = { accessKeyId: 'administrator', secretAccessKey: 'administrator' };
      const client = new SFNClient({ endpoint, region, credentials, maxAttempts: 1 });
      const stack = await deployWorkflow({ sandbox, functions });
      const start = async (input: object) => {
        const { executionArn } = await client.send(
          new StartExecutionCommand({
            stateMachineArn: only(stack.stateMachines),
            input: JSON.stringify(input),
          }),
        );
        await sandbox.stepFunctions.execution(executionArn!).ended;
        return client.send(new DescribeExecutionCommand({ executionArn }));
      };
      await use({ sandbox, functions, stack, start });
      client.destroy();
    },
    { waitTimes: 'skip' },
  );
}

async function deployWorkflow({ sandbox, functions }: Pick<TestSandbox, 'sandbox' | 'functions'>) {
  return deploy(await loadTemplate(join(assembly, 'out'), 'Workflow'), { ...sandbox, functions });
}

function only<T>(record: Readonly<Record<string, T>>): T {
  const [value, ...others] = Object.values(record);
  if (value === undefined || others.length > 0) throw new Error(`There are ${Object.keys(record).join()}.`);
  return value;
}
