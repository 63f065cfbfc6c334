import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { createImportJobs } from '../../aws/import-jobs.ts';
import { CREDENTIALS, type Script, type ScriptedAnswer, withService } from '../support/scripted-service.ts';

const withJobs = <T>(
  answer: ScriptedAnswer | Script,
  use: (jobs: ReturnType<typeof createImportJobs>) => Promise<T>,
) =>
  withService(typeof answer === 'function' ? answer : () => answer, ({ endpoint }) =>
    use(
      createImportJobs(
        new CognitoIdentityProviderClient({
          endpoint,
          region: CREDENTIALS.AWS_REGION,
          credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
          maxAttempts: 1,
        }),
        { userPoolId: 'eu-west-1_New', logsRoleArn: 'arn:aws:iam::111122223333:role/logs' },
      ),
    ),
  );

describe('a start', () => {
  test.each([
    ['PreconditionNotMetException', 'Another job is active'],
    ['LimitExceededException', 'One job at a time'],
    ['TooManyRequestsException', 'Rate exceeded'],
    ['UserImportInProgressException', 'An import is going'],
  ])('refused with %s may work later, and keeps the sentence', (exception, message) =>
    withJobs({ exception, message }, async (jobs) => {
      expect(await jobs.start('import-1')).toEqual({ kind: 'refused', exception, message });
    }),
  );

  test.each([
    ['PreconditionNotMetException', 'No csv file was uploaded for import-1'],
    ['NotAuthorizedException', ''],
    ['ResourceNotFoundException', ''],
  ])('refused with %s: %s fails', (exception, message) =>
    withJobs({ exception, message }, async (jobs) => {
      await expect(jobs.start('import-1')).rejects.toMatchObject({ name: exception });
    }),
  );
});

test('all jobs of the pool are listed, page by page', () =>
  withJobs(
    (request, number) => ({
      body: {
        UserImportJobs: [{ JobId: `import-${number}`, JobName: 'name', Status: 'Expired' }],
        ...(request.input['PaginationToken'] === 'last'
          ? {}
          : { PaginationToken: number === 2 ? 'last' : 'next' }),
      },
    }),
    async (jobs) => {
      expect((await jobs.list()).map(({ jobId, status }) => `${jobId} ${status}`)).toEqual([
        'import-1 Expired',
        'import-2 Expired',
        'import-3 Expired',
      ]);
    },
  ));

describe('an upload', () => {
  /** What a server that answers with this status received. */
  const upload = async (status: number, text: string, body: () => Readable, bytes: number) => {
    const received: { headers?: IncomingHttpHeaders; text: string } = { text: '' };
    const server = createServer(async (request, response) => {
      received.headers = request.headers;
      for await (const chunk of request) received.text += chunk;
      response.writeHead(status).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file?X-Amz-Signature=1`;
    try {
      await withJobs({ body: {} }, (jobs) => jobs.upload(url, { body: body(), bytes }));
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    return received;
  };

  test('says how long the file is and how it is encrypted', async () => {
    const { headers, text } = await upload(200, '', () => Readable.from(['one\n', 'two\n']), 8);
    expect(text).toBe('one\ntwo\n');
    expect(headers).toMatchObject({ 'content-length': '8', 'x-amz-server-side-encryption': 'aws:kms' });
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  test('that is refused fails with the reason', async () => {
    await expect(
      upload(403, '<Error><Code>AccessDenied</Code></Error>', () => Readable.from(['one\n']), 4),
    ).rejects.toThrow('refused: 403 AccessDenied');
  });

  test('whose file cannot be read fails', async () => {
    const broken = () =>
      new Readable({
        read() {
          this.destroy(new Error('S3 broke off'));
        },
      });
    await expect(upload(200, '', broken, 4)).rejects.toThrow('broke off');
  });
});
