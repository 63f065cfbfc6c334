import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { deploy } from '../../sandbox/template/deploy.ts';
import { type HandMadeStack, withTemplate } from '../support/assembly.ts';
import { type TestSandbox, withSandbox } from '../support/sandbox.ts';

const STACK: HandMadeStack = {
  Resources: { Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'users' } } },
  Metadata: { Settings: '{"say":"<\\"a\\" & \'b\'>\\n é"}' },
  Outputs: { PoolId: { Value: { Ref: 'Pool' } }, StackId: { Value: { Ref: 'AWS::StackId' } } },
};

/** A sandbox with one stack, and the real client. */
const withStack = (use: (client: CloudFormationClient, there: TestSandbox) => Promise<void>) =>
  withSandbox(async (there) => {
    const { sandbox, functions } = there;
    const { endpoint, region } = sandbox;
    await withTemplate(STACK, (template) => deploy(template, { ...sandbox, functions }));
    const credentials = { accessKeyId: 'any', secretAccessKey: 'none' };
    const client = new CloudFormationClient({ endpoint, region, credentials, maxAttempts: 1 });
    try {
      await use(client, there);
    } finally {
      client.destroy();
    }
  });

describe('DescribeStacks', () => {
  test('tells of a stack that was deployed, by its name and by its ARN', () =>
    withStack(async (client, { sandbox }) => {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'Stack' }));
      const [pool] = sandbox.services.pools.all();
      const id = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Stack/sandbox';
      expect(Stacks).toEqual([
        {
          StackId: id,
          StackName: 'Stack',
          StackStatus: 'CREATE_COMPLETE',
          CreationTime: expect.any(Date),
          Outputs: [
            { OutputKey: 'PoolId', OutputValue: pool?.id },
            { OutputKey: 'StackId', OutputValue: id },
          ],
        },
      ]);
      const byArn = await client.send(new DescribeStacksCommand({ StackName: id }));
      expect(byArn.Stacks).toEqual(Stacks);
    }));

  test('lists all where none is named, with the status that a test gave them', () =>
    withStack(async (client, { sandbox }) => {
      const broken = { status: 'ROLLBACK_COMPLETE', statusReason: 'No more pools' };
      sandbox.stacks.put({ name: 'Other', outputs: {}, metadata: {}, ...broken });
      const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
      expect(Stacks.map(({ StackName }) => StackName)).toEqual(['Stack', 'Other']);
      expect(Stacks[1]).toMatchObject({
        StackStatus: 'ROLLBACK_COMPLETE',
        StackStatusReason: 'No more pools',
        Outputs: [],
      });
    }));
});

test('GetTemplateSummary returns the Metadata as they were written', () =>
  withStack(async (client) => {
    const { Metadata = '' } = await client.send(new GetTemplateSummaryCommand({ StackName: 'Stack' }));
    expect(JSON.parse(Metadata)).toEqual(STACK.Metadata);
  }));

describe('is refused', () => {
  test.each([
    ['a stack that is not there', new DescribeStacksCommand({ StackName: 'No' })],
    ['a summary of a stack that is not there', new GetTemplateSummaryCommand({ StackName: 'No' })],
  ])('%s', (_, command) =>
    withStack(async (client) => {
      await expect(client.send(command as DescribeStacksCommand)).rejects.toMatchObject({
        name: 'ValidationError',
        message: 'Stack with id No does not exist',
        $metadata: { httpStatusCode: 400 },
      });
    }),
  );

  test.each([
    ['another operation', new ListStacksCommand({}), 'ListStacks'],
    ['GetTemplate', new GetTemplateCommand({ StackName: 'Stack' }), 'GetTemplate'],
    [
      'another parameter',
      new DescribeStacksCommand({ NextToken: 'x' }),
      'the parameter NextToken of DescribeStacks',
    ],
    [
      'a summary of a body',
      new GetTemplateSummaryCommand({ TemplateBody: '{}' }),
      'TemplateBody of GetTemplateSummary',
    ],
    ['a summary of nothing', new GetTemplateSummaryCommand({}), 'GetTemplateSummary without StackName'],
  ])('%s, by name', (_, command, name) =>
    withStack(async (client) => {
      await expect(client.send(command as ListStacksCommand)).rejects.toMatchObject({
        name: 'UnsupportedOperationException',
        message: expect.stringContaining(name),
      });
    }),
  );

  test('a role whose policies do not allow it; what they allow goes on', () =>
    withStack(async (_, { sandbox }) => {
      const { endpoint, region, principals } = sandbox;
      const credentials = principals.assumeRole('arn:aws:sts::111122223333:assumed-role/reader/ada', () => [
        {
          Effect: 'Allow',
          Action: ['cloudformation:DescribeStacks'],
          Resource: ['arn:aws:cloudformation:eu-west-1:111122223333:stack/Stack/*'],
        },
      ]);
      const reader = new CloudFormationClient({ endpoint, region, credentials, maxAttempts: 1 });
      try {
        await reader.send(new DescribeStacksCommand({ StackName: 'Stack' }));
        const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
        await expect(reader.send(new DescribeStacksCommand({ StackName: 'Other' }))).rejects.toMatchObject(
          denied,
        );
        await expect(reader.send(new DescribeStacksCommand({}))).rejects.toMatchObject(denied);
        await expect(
          reader.send(new GetTemplateSummaryCommand({ StackName: 'Stack' })),
        ).rejects.toMatchObject({
          ...denied,
          message: expect.stringContaining('cloudformation:GetTemplateSummary'),
        });
      } finally {
        reader.destroy();
      }
    }));
});

describe('the wire', () => {
  const post = (endpoint: string, body: string, headers: Record<string, string> = {}) =>
    fetch(endpoint, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
    });

  test.each([
    ['no Action', 'Version=2010-05-15', 'InvalidAction'],
    ['an Action of another service', 'Action=Publish&Version=2010-03-31', 'InvalidAction'],
    ['an Action that nobody has', 'Action=Nonsense&Version=2010-05-15', 'InvalidAction'],
    ['no credentials', 'Action=DescribeStacks&Version=2010-05-15', 'MissingAuthenticationToken'],
  ])('a form with %s is refused in XML', (title, body, code) =>
    withSandbox(async ({ sandbox }) => {
      const signed = {
        authorization: 'AWS4-HMAC-SHA256 Credential=any/20261123/eu-west-1/cloudformation/aws4_request',
      };
      const answer = await post(sandbox.endpoint, body, title === 'no credentials' ? {} : signed);
      expect(answer.headers.get('content-type')).toBe('text/xml');
      expect(await answer.text()).toContain(`<Error><Type>Sender</Type><Code>${code}</Code>`);
    }),
  );

  test('what curl sends to Cognito, and calls a form, is none', () =>
    withSandbox(async ({ sandbox }) => {
      const target = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
      const answer = await post(sandbox.endpoint, '{}', target);
      expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    }));
});
