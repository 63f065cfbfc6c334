import {
  AddCustomAttributesCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserImportJobCommand,
  type CreateUserImportJobRequest,
  DeleteUserPoolCommand,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  SignUpCommand,
  StopUserImportJobCommand,
  UpdateUserPoolCommand,
  type UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { PolicyStatement } from '../../sandbox/server/principals.ts';
import {
  csv,
  ENCRYPTED,
  type ImportWorld,
  person,
  ROLE_ARN,
  startImportWorld,
} from '../support/import-world.ts';
import { createClient, createPool } from '../support/real-client.ts';

const worlds: ImportWorld[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

async function importWorld(...settings: Parameters<typeof startImportWorld>): Promise<ImportWorld> {
  const world = await startImportWorld(...settings);
  worlds.push(world);
  return world;
}

const people = (count: number) => Array.from({ length: count }, (_, index) => person(`user${index + 1}`));

/** A job that has its file and has been started. */
async function startedJob(world: ImportWorld, rows = people(10)): Promise<UserImportJobType> {
  const job = await world.create();
  await world.upload(job, csv(await world.header(), rows));
  return world.start(job);
}

const advance = ({ sandbox }: ImportWorld, steps = 1) => {
  for (let step = 0; step < steps; step += 1) sandbox.services.importJobs.advance();
};

describe('GetCSVHeader', () => {
  test('names every attribute of the pool, custom ones too, and what is no attribute', async () => {
    const world = await importWorld({ Schema: [{ Name: 'plan', AttributeDataType: 'String' }] });
    expect(await world.header()).toEqual([
      ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile'],
      ...['picture', 'website', 'email', 'email_verified', 'gender', 'birthdate', 'zoneinfo', 'locale'],
      ...['phone_number', 'phone_number_verified', 'address', 'updated_at', 'custom:plan'],
      ...['cognito:mfa_enabled', 'cognito:username'],
    ]);
  });

  test('names password_hash too on eligible pools, and a file needs it', async () => {
    const world = await importWorld({}, { importJobs: { passwordHashes: () => true } });
    const header = await world.header();
    expect(header.at(-1)).toBe('password_hash');
    expect(await world.importRows(person('ada'))).toMatchObject({ ImportedUsers: 1 });
    expect(await world.importRows(person('bob', { password_hash: '$2b$12$x' }))).toMatchObject({
      ImportedUsers: 0,
      FailedUsers: 1,
    });
    expect(await world.run(csv(header.slice(0, -1), [person('eve')]))).toMatchObject({ Status: 'Failed' });
  });
});

describe('a new job', () => {
  test('is Created, has a URL and nothing else', async () => {
    const world = await importWorld();
    const job = await world.create('move 1');
    expect(job).toEqual({
      JobName: 'move 1',
      JobId: expect.stringMatching(/^import-[0-9a-zA-Z]{10}$/),
      UserPoolId: world.UserPoolId,
      PreSignedUrl: expect.any(String),
      CreationDate: new Date(world.clock.now()),
      Status: 'Created',
      CloudWatchLogsRoleArn: ROLE_ARN,
      ImportedUsers: 0,
      SkippedUsers: 0,
      FailedUsers: 0,
    });
    expect(await world.describe(job)).toEqual(job);
  });

  test.each<[string, Partial<CreateUserImportJobRequest>, string]>([
    ['a name with a slash', { JobName: 'a/b' }, 'InvalidParameterException'],
    ['an empty name', { JobName: '' }, 'InvalidParameterException'],
    ['a name of 129 characters', { JobName: 'x'.repeat(129) }, 'InvalidParameterException'],
    [
      'a role that is none',
      { CloudWatchLogsRoleArn: 'arn:aws:s3:::bucket/and/so/on' },
      'InvalidParameterException',
    ],
    [
      'a hash algorithm on a pool that takes no hashes',
      { PasswordHashingAlgorithm: 'BCRYPT' },
      'InvalidParameterException',
    ],
    ['a pool that is not there', { UserPoolId: 'eu-west-1_None' }, 'ResourceNotFoundException'],
  ])('is refused with %s', async (_, wrong, name) => {
    const { client, UserPoolId } = await importWorld();
    const request = { UserPoolId, JobName: 'move', CloudWatchLogsRoleArn: ROLE_ARN, ...wrong };
    await expect(client.send(new CreateUserImportJobCommand(request))).rejects.toMatchObject({ name });
  });

  test('remembers its hash algorithm on an eligible pool', async () => {
    const { client, UserPoolId } = await importWorld({}, { importJobs: { passwordHashes: () => true } });
    const { UserImportJob } = await client.send(
      new CreateUserImportJobCommand({
        UserPoolId,
        JobName: 'move',
        CloudWatchLogsRoleArn: ROLE_ARN,
        PasswordHashingAlgorithm: 'ARGON2ID',
      }),
    );
    expect(UserImportJob).toMatchObject({ PasswordHashingAlgorithm: 'ARGON2ID' });
  });

  test('is the last that a pool may have when it is number 1,000', async () => {
    const world = await importWorld();
    const { importJobs, pools } = world.sandbox.services;
    const pool = pools.pool(world.UserPoolId);
    for (let number = 1; number < 1000; number += 1)
      importJobs.create(pool, { name: 'move', roleArn: ROLE_ARN });
    await world.create();
    await expect(world.create()).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  test('is unknown under another pool and by another id', async () => {
    const world = await importWorld();
    const { JobId } = await world.create();
    const other = await createPool(world);
    for (const request of [
      { UserPoolId: other, JobId },
      { UserPoolId: world.UserPoolId, JobId: 'import-none' },
    ]) {
      await expect(world.client.send(new DescribeUserImportJobCommand(request))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });

  test('expires after 24 hours, with its file', async () => {
    const world = await importWorld();
    const job = await world.create();
    await world.upload(job, csv(await world.header(), people(1)));
    world.clock.advanceBy(24 * 3_600_000 - 1);
    expect(await world.describe(job)).toMatchObject({ Status: 'Created' });
    world.clock.advanceBy(1);
    expect(await world.describe(job)).toMatchObject({
      Status: 'Expired',
      CompletionMessage: 'The user import job has expired.',
      CompletionDate: new Date(world.clock.now()),
    });
    await expect(world.start(job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
  });
});

test('ListUserImportJobs answers page by page, last created first', async () => {
  const world = await importWorld();
  for (const name of ['a', 'b', 'c']) await world.create(name);
  const page = (MaxResults: number, PaginationToken?: string) =>
    world.client.send(
      new ListUserImportJobsCommand({ UserPoolId: world.UserPoolId, MaxResults, PaginationToken }),
    );
  const names = ({ UserImportJobs }: { UserImportJobs?: UserImportJobType[] | undefined }) =>
    UserImportJobs!.map(({ JobName }) => JobName).join('');
  const first = await page(2);
  const second = await page(2, first.PaginationToken);
  expect([names(first), names(second), second.PaginationToken]).toEqual(['cb', 'a', undefined]);
  for (const wrong of [0, 61]) {
    await expect(page(wrong)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  }
});

describe('the upload URL', () => {
  const put = (url: string, init: RequestInit = {}) =>
    fetch(url, { method: 'PUT', headers: ENCRYPTED, body: 'cognito:username', ...init });

  test('is of S3’s form, for 15 minutes less a second since the job was created', async () => {
    const world = await importWorld();
    const job = await world.create();
    const url = new URL(job.PreSignedUrl!);
    expect(url.pathname).toBe(
      `/aws-cognito-idp-user-import-eu-west-1/111122223333/${world.UserPoolId}/${job.JobId}`,
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Date': '20260101T000000Z',
      'X-Amz-Expires': '899',
      'X-Amz-SignedHeaders': 'host;x-amz-server-side-encryption',
    });
    world.clock.advanceBy(600_000);
    expect((await world.describe(job)).PreSignedUrl).toBe(job.PreSignedUrl);
  });

  test('takes a file until it expires', async () => {
    const world = await importWorld();
    const job = await world.create();
    world.clock.advanceBy(899_000);
    const taken = await put(job.PreSignedUrl!);
    expect([taken.status, taken.headers.get('x-amz-server-side-encryption')]).toEqual([200, 'aws:kms']);
    world.clock.advanceBy(1);
    const late = await put(job.PreSignedUrl!);
    expect([late.status, await late.text()]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code><Message>Request has expired</Message>'),
    ]);
  });

  test.each<[string, number, string, (url: string) => Promise<Response>]>([
    ['without the encryption header', 403, 'SignatureDoesNotMatch', (url) => put(url, { headers: {} })],
    [
      'with another encryption',
      403,
      'SignatureDoesNotMatch',
      (url) => put(url, { headers: { 'x-amz-server-side-encryption': 'AES256' } }),
    ],
    [
      'with another signature',
      403,
      'SignatureDoesNotMatch',
      (url) => put(url.replace(/Signature=[\da-f]{4}/, 'Signature=0000')),
    ],
    [
      'with a longer life',
      403,
      'SignatureDoesNotMatch',
      (url) => put(url.replace('Expires=899', 'Expires=9999')),
    ],
    ['with one parameter more', 403, 'SignatureDoesNotMatch', (url) => put(`${url}&x-id=PutObject`)],
    ['without parameters', 403, 'SignatureDoesNotMatch', (url) => put(url.replace(/\?.*/, ''))],
    [
      'for another job',
      403,
      'SignatureDoesNotMatch',
      (url) => put(url.replace(/import-\w+\?/, 'import-none?')),
    ],
    [
      'to another name of the host',
      403,
      'SignatureDoesNotMatch',
      (url) => put(url.replace('127.0.0.1', 'localhost')),
    ],
    [
      'with an Amazon header that is not signed',
      403,
      'AccessDenied',
      (url) => put(url, { headers: { ...ENCRYPTED, 'x-amz-acl': 'private' } }),
    ],
    ['by GET', 403, 'SignatureDoesNotMatch', (url) => fetch(url, { headers: ENCRYPTED })],
    ['by POST', 403, 'SignatureDoesNotMatch', (url) => put(url, { method: 'POST' })],
    [
      'in chunks of unknown length',
      501,
      'NotImplemented',
      (url) => put(url, { body: new Blob(['a,b']).stream(), duplex: 'half' } as RequestInit),
    ],
  ])('refuses a request %s, and the job has no file', async (_, status, code, request) => {
    const world = await importWorld();
    const job = await world.create();
    const response = await request(job.PreSignedUrl!);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/xml']);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
    await expect(world.start(job)).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: `No csv file was uploaded for ${job.JobId}`,
    });
  });

  test('takes the last of several files, and none after the start', async () => {
    const world = await importWorld();
    const header = await world.header();
    const job = await world.create();
    await world.upload(job, csv(header, people(3)));
    await world.upload(job, csv(header, people(2)));
    await world.start(job);
    expect((await world.upload(job, csv(header, people(5)))).status).toBe(200);
    advance(world, 3);
    expect(await world.describe(job)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 2 });
  });

  test('can be made to fail as S3 does', async () => {
    const world = await importWorld();
    const { PreSignedUrl } = await world.create();
    const { interference } = world.sandbox;
    interference.failNext('UploadUserImportFile', { kind: 'error', name: 'SlowDown', message: 'Reduce it.' });
    interference.failNext('UploadUserImportFile', { kind: 'internal-error' });
    interference.failNext('UploadUserImportFile', { kind: 'dropped-connection' });
    expect((await put(PreSignedUrl!)).status).toBe(503);
    expect((await put(PreSignedUrl!)).status).toBe(500);
    await expect(put(PreSignedUrl!)).rejects.toThrow();
    expect((await put(PreSignedUrl!)).status).toBe(200);
  });
});

describe('a started job', () => {
  test('goes from Pending over InProgress, slice by slice, to Succeeded', async () => {
    const world = await importWorld({}, { importJobs: { rowsPerTick: 4 } });
    const job = await startedJob(world);
    const seen = [job];
    for (let step = 0; step < 4; step += 1) {
      world.clock.advanceBy(1000);
      advance(world);
      seen.push(await world.describe(job));
    }
    expect(seen.map(({ Status, ImportedUsers }) => `${Status} ${ImportedUsers}`)).toEqual([
      'Pending 0',
      'InProgress 0',
      'InProgress 4',
      'InProgress 8',
      'Succeeded 10',
    ]);
    expect(seen.at(-1)).toMatchObject({
      StartDate: new Date(world.clock.now() - 4000),
      CompletionDate: new Date(world.clock.now()),
      CompletionMessage: 'Import Job Completed Successfully.',
    });
    expect(world.sandbox.services.importJobs.advance()).toBeUndefined();
  });

  test('runs by itself where no test holds it', async () => {
    const world = await importWorld({}, { importJobs: { pace: 'by-itself', rowsPerTick: 3 } });
    const job = await startedJob(world);
    await world.sandbox.services.importJobs.idle();
    expect(await world.describe(job)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 10 });
  });

  test('lets other requests through while it runs', async () => {
    const world = await importWorld({}, { importJobs: { pace: 'by-itself', rowsPerTick: 10 } });
    const job = await startedJob(world, people(5000));
    expect(await world.describe(job)).toMatchObject({ Status: 'InProgress' });
    await world.sandbox.services.importJobs.idle();
    expect(await world.describe(job)).toMatchObject({ ImportedUsers: 5000 });
  });

  test('is not there yet for a pool that verifies nothing', async () => {
    const world = await importWorld({ AutoVerifiedAttributes: [] });
    await expect(startedJob(world)).rejects.toMatchObject({
      name: 'PreconditionNotMetException',
      message: 'The user pool has no auto-verified attributes.',
    });
  });

  test('is started once', async () => {
    const world = await importWorld();
    const job = await startedJob(world);
    await expect(world.start(job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    advance(world, 3);
    await expect(world.start(job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
  });

  test('is the only one of the account, until it ends', async () => {
    const world = await importWorld();
    const second = await world.create('second');
    await world.upload(second, csv(await world.header(), [person('ada')]));
    await startedJob(world);
    await expect(world.start(second)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    advance(world, 3);
    expect(await world.start(second)).toMatchObject({ Status: 'Pending' });
  });

  test('is Stopping, then Stopped; whoever is in stays in, and it starts no more', async () => {
    const world = await importWorld({}, { importJobs: { rowsPerTick: 4 } });
    const job = await startedJob(world);
    advance(world, 2);
    const { UserPoolId } = world;
    const stop = () => world.client.send(new StopUserImportJobCommand({ UserPoolId, JobId: job.JobId }));
    expect((await stop()).UserImportJob).toMatchObject({ Status: 'Stopping', ImportedUsers: 4 });
    advance(world);
    expect(await world.describe(job)).toMatchObject({
      Status: 'Stopped',
      ImportedUsers: 4,
      CompletionMessage: 'The Import Job was stopped by the developer.',
    });
    await expect(world.start(job)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    await expect(stop()).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
  });

  test('keeps others from changing its pool, and only its pool, until it ends', async () => {
    const world = await importWorld();
    const { client, UserPoolId } = world;
    const other = await createPool(world);
    const changes = (id: string) => [
      client.send(new UpdateUserPoolCommand({ UserPoolId: id, AutoVerifiedAttributes: ['email'] })),
      client.send(
        new AddCustomAttributesCommand({
          UserPoolId: id,
          CustomAttributes: [{ Name: 'plan', AttributeDataType: 'String' }],
        }),
      ),
      client.send(new DeleteUserPoolCommand({ UserPoolId: id })),
    ];
    await startedJob(world);
    for (const change of changes(UserPoolId)) {
      await expect(change).rejects.toMatchObject({ name: 'UserImportInProgressException' });
    }
    await Promise.all(changes(other));
    advance(world, 3);
    await Promise.all(changes(UserPoolId));
    await expect(client.send(new GetCSVHeaderCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('can be made to end Failed in the middle', async () => {
    const world = await importWorld({}, { importJobs: { tooMany: 'never' } });
    world.sandbox.services.importJobs.failNext({ afterRows: 6 });
    const failed = await world.importRows(...people(10));
    expect(failed).toMatchObject({ Status: 'Failed', ImportedUsers: 6, FailedUsers: 0 });
    expect(await world.linesOf(failed)).toHaveLength(6);
    expect(await world.importRows(...people(10))).toMatchObject({ ImportedUsers: 4, SkippedUsers: 6 });
  });
});

describe('a job with too many who failed or were skipped', () => {
  const MESSAGE = 'Too many users have failed or been skipped during the import.';
  const bad = (count: number) => people(count).map((row) => ({ ...row, email_verified: 'FALSE' }));
  const others = Array.from({ length: 10 }, (_, index) => person(`other${index}`));

  test('ends Failed at once and leaves the rest of the file', async () => {
    const world = await importWorld();
    const job = await world.importRows(...bad(5), ...others);
    expect(job).toMatchObject({
      Status: 'Failed',
      CompletionMessage: MESSAGE,
      ImportedUsers: 0,
      FailedUsers: 5,
    });
    expect(await world.linesOf(job)).toHaveLength(5);
  });

  test('counts those who were skipped', async () => {
    const world = await importWorld();
    await world.importRows(...people(5));
    expect(await world.importRows(...people(5), ...others)).toMatchObject({
      Status: 'Failed',
      SkippedUsers: 5,
      ImportedUsers: 0,
    });
  });

  test('takes its limits from the settings', async () => {
    const world = await importWorld({}, { importJobs: { tooMany: { share: 0.1, atLeast: 1 } } });
    expect(await world.importRows(...others, ...bad(2))).toMatchObject({ Status: 'Failed', FailedUsers: 2 });
    const tolerant = await importWorld({}, { importJobs: { tooMany: 'never' } });
    expect(await tolerant.importRows(...bad(5), ...others)).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 10,
      FailedUsers: 5,
    });
  });
});

test('an imported person cannot sign up again, and nobody else under the name', async () => {
  const world = await importWorld();
  await world.importRows(person('ada'));
  const { ClientId } = await createClient(world, world.UserPoolId);
  await expect(
    world.client.send(new SignUpCommand({ ClientId, Username: 'ada', Password: 'Correct-Horse-7' })),
  ).rejects.toMatchObject({ name: 'UsernameExistsException' });
  const { UserCreateDate } = await world.client.send(
    new AdminGetUserCommand({ UserPoolId: world.UserPoolId, Username: 'ada' }),
  );
  expect(UserCreateDate).toEqual(new Date(world.clock.now()));
});

test.each([
  ['may hand the role to Cognito', [ROLE_ARN], undefined],
  ['may hand over another role only', [`${ROLE_ARN}-2`], 'AccessDeniedException'],
])('a function creates a job: it %s', async (_, Resource, name) => {
  const world = await importWorld();
  const statements: PolicyStatement[] = [
    { Effect: 'Allow', Action: ['cognito-idp:CreateUserImportJob'], Resource: ['*'] },
    { Effect: 'Allow', Action: ['iam:PassRole'], Resource },
  ];
  const { principals } = world.sandbox;
  const role = principals.assumeRole('arn:aws:sts::111122223333:assumed-role/r/f', () => statements);
  const { endpoint, region } = world.sandbox;
  const client = new CognitoIdentityProviderClient({ endpoint, region, credentials: role, maxAttempts: 1 });
  const { UserPoolId } = world;
  const request = { UserPoolId, JobName: 'move', CloudWatchLogsRoleArn: ROLE_ARN };
  const answer = await client.send(new CreateUserImportJobCommand(request)).catch((error: Error) => error);
  client.destroy();
  expect(answer).toMatchObject(name === undefined ? { UserImportJob: { Status: 'Created' } } : { name });
});
