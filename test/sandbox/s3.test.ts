import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListPartsCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../sandbox/clock.ts';
import { S3 } from '../../sandbox/s3/s3.ts';
import { type PolicyStatement, type Principal, Principals } from '../../sandbox/server/principals.ts';

const Bucket = 'the-bucket';
const principals = new Principals();
let s3: S3;
let client: S3Client;
const clients: S3Client[] = [];

beforeEach(async () => {
  s3 = new S3({ clock: systemClock, principals });
  await s3.listen();
  await s3.createBucket(Bucket);
  client = clientOf({ accessKeyId: 'administrator', secretAccessKey: 'administrator' });
});

afterEach(async () => {
  for (const one of clients.splice(0)) one.destroy();
  await s3.close();
});

describe('objects', () => {
  test.each<[string, Buffer]>([
    ['text', Buffer.from('naïve, \n')],
    ['nothing at all', Buffer.alloc(0)],
    ['more than the library takes at once', randomBytes(12_000_000)],
  ])('keep %s', async (_, Body) => {
    const { ETag } = await put('a/b c/ä+.txt', Body);
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a/b c/ä+.txt' }));
    expect(sha256(Buffer.from(await got.Body!.transformToByteArray()))).toBe(sha256(Body));
    expect(got).toMatchObject({ ETag, ContentLength: Body.length });
  });

  test('keep a stream of unknown length', async () => {
    const body = Readable.from([Buffer.from('one '), Buffer.from('two')]);
    await new Upload({ client, params: { Bucket, Key: 'k', Body: body } }).done();
    expect(await text('k')).toBe('one two');
  });

  test('keep a large stream, in parts', async () => {
    const content = randomBytes(17_000_000);
    const body = Readable.from(chunks(content, 100_000));
    await new Upload({ client, params: { Bucket, Key: 'k', Body: body }, partSize: 5_242_880 }).done();
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    const hash = createHash('sha256');
    for await (const chunk of Body as Readable) hash.update(chunk);
    expect(hash.digest('hex')).toBe(sha256(content));
    expect(s3.requests.filter(({ operation }) => operation === 'UploadPart')).toHaveLength(4);
  });

  test('are read in part', async () => {
    await put('k', '0123456789');
    const { Body, ContentRange } = await client.send(
      new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=7-' }),
    );
    expect(await Body!.transformToString()).toBe('789');
    expect(ContentRange).toBe('bytes 7-9/10');
    await expect(
      client.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=10-' })),
    ).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  test('are copied and described', async () => {
    await put('from here', 'text');
    await client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from%20here` }));
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({
      ContentLength: 4,
    });
    expect(await keys()).toEqual(['from here', 'to']);
  });

  test('are deleted, one or many, there or not', async () => {
    for (const key of ['a', 'b&c', 'd']) await put(key, 'x');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const { Deleted } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b&c' }, { Key: 'e' }] } }),
    );
    expect(Deleted).toEqual([{ Key: 'b&c' }, { Key: 'e' }]);
    expect(await keys()).toEqual(['d']);
  });

  test('that are not there are missed', async () => {
    const missing = { Bucket, Key: 'missing' };
    await expect(client.send(new GetObjectCommand(missing))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(client.send(new HeadObjectCommand(missing))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(client.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(
      client.send(new PutObjectCommand({ Bucket: 'other', Key: 'k', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test('of an upload that was called off are never there', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    await client.send(new UploadPartCommand({ Bucket, Key: 'k', UploadId, PartNumber: 1, Body: 'x' }));
    expect(await keys()).toEqual([]);
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'k', UploadId }));
    await expect(
      client.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'k', UploadId })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(await keys()).toEqual([]);
  });
});

describe('a condition of a write', () => {
  test('If-None-Match: * holds only where nothing is', async () => {
    await put('k', '1', { IfNoneMatch: '*' });
    await expect(put('k', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text('k')).toBe('1');
  });

  test('If-Match holds only over that very object', async () => {
    const { ETag: first } = await put('k', '1');
    const { ETag: second } = await put('k', '2', { IfMatch: first! });
    await expect(put('k', '3', { IfMatch: first! })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('other', '3', { IfMatch: second! })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await text('k')).toBe('2');
  });

  test('is met by one of many who write at once', async () => {
    const writes = Array.from({ length: 10 }, (_, index) => put('k', String(index), { IfNoneMatch: '*' }));
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('may come with the end of an upload', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    const part = { Bucket, Key: 'k', UploadId, PartNumber: 1, Body: 'x' };
    const { ETag } = await client.send(new UploadPartCommand(part));
    await put('k', 'earlier');
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    const complete = { Bucket, Key: 'k', UploadId, MultipartUpload };
    await expect(
      client.send(new CompleteMultipartUploadCommand({ ...complete, IfNoneMatch: '*' })),
    ).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await client.send(new CompleteMultipartUploadCommand(complete));
    expect(await text('k')).toBe('x');
  });
});

describe('a list', () => {
  // Where an alphabet would put them otherwise.
  const KEYS = ['B', 'a-b', 'a.b', 'a/b', 'aB', 'a_b', 'ab', 'b/1', 'b/2', 'b/c/3', 'z', 'ä', '\u{1f600}'];

  beforeEach(async () => {
    for (const key of KEYS) await put(key, 'x');
  });

  test.each([1, 2, 5, 100])('has every key once, by its bytes, %d on a page', async (MaxKeys) => {
    expect(await keys({ MaxKeys })).toEqual(KEYS);
  });

  test.each([1, 3, 100])('has groups, %d on a page', async (MaxKeys) => {
    const pages = await listed({ Delimiter: '/', MaxKeys });
    const groups = pages.flatMap(({ CommonPrefixes = [] }) => CommonPrefixes.map(({ Prefix }) => Prefix));
    expect(groups).toEqual(['a/', 'b/']);
    expect(await keys({ Delimiter: '/', MaxKeys })).toEqual(KEYS.filter((key) => !key.includes('/')));
  });

  test('begins where it is asked to', async () => {
    expect(await keys({ Prefix: 'b/' })).toEqual(['b/1', 'b/2', 'b/c/3']);
    expect(await keys({ Prefix: 'b/', StartAfter: 'b/1' })).toEqual(['b/2', 'b/c/3']);
    expect(await keys({ Prefix: 'nothing' })).toEqual([]);
  });

  test('says what the objects are', async () => {
    const { Contents, KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'z' }));
    expect(KeyCount).toBe(1);
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: 'z' }));
    expect(Contents).toMatchObject([{ Key: 'z', Size: 1, ETag, LastModified: expect.any(Date) }]);
  });
});

describe('a function in its role', () => {
  const object = (Action: string, Effect: 'Allow' | 'Deny' = 'Allow'): PolicyStatement => ({
    ...{ Effect, Action: [Action], Resource: [`arn:aws:s3:::${Bucket}/allowed/*`] },
  });
  const list: PolicyStatement = {
    Effect: 'Allow',
    Action: ['s3:List*'],
    Resource: [`arn:aws:s3:::${Bucket}`],
  };

  test.each<[string, PolicyStatement[], string, string]>([
    ['may what its policy says', [object('s3:PutObject')], 'allowed/k', 'done'],
    ['may not write elsewhere', [object('s3:PutObject')], 'elsewhere/k', 'AccessDenied'],
    ['may not write if it may read', [object('s3:Get*'), list], 'allowed/k', 'AccessDenied'],
    [
      'may not what another statement denies',
      [object('s3:*'), object('s3:Put*', 'Deny')],
      'allowed/k',
      'AccessDenied',
    ],
  ])('%s', async (_, statements, key, answer) => {
    const own = clientOf(principals.assumeRole('arn:aws:sts::1:assumed-role/r/f', () => statements));
    const write = own.send(new PutObjectCommand({ Bucket, Key: key, Body: 'x' }));
    expect(
      await write.then(
        () => 'done',
        (error: Error) => error.name,
      ),
    ).toBe(answer);
  });

  test.each<[string, PolicyStatement[], string]>([
    ['without permission to list, from what is forbidden', [object('s3:GetObject')], 'AccessDenied'],
    ['with permission to list, by its absence', [object('s3:GetObject'), list], 'NoSuchKey'],
  ])('tells a missing key: %s', async (_, statements, name) => {
    const own = clientOf(principals.assumeRole('arn:aws:sts::1:assumed-role/r/f', () => statements));
    await expect(own.send(new GetObjectCommand({ Bucket, Key: 'allowed/k' }))).rejects.toMatchObject({
      name,
    });
  });

  test('is named with its calls', async () => {
    const own = clientOf(principals.assumeRole('arn:aws:sts::1:assumed-role/r/the-function', () => [list]));
    await own.send(new ListObjectsV2Command({ Bucket }));
    expect(s3.requests).toMatchObject([{ operation: 'ListObjectsV2', functionName: 'the-function' }]);
  });

  test('that signs nothing gets nothing', async () => {
    const { status } = await fetch(`${s3.endpoint}/${Bucket}/k`);
    expect(status).toBe(403);
  });
});

describe('interference', () => {
  test.each([
    ['SlowDown', { kind: 'error', name: 'SlowDown', message: 'Please reduce your request rate.' }, 503],
    ['InternalError', { kind: 'internal-error' }, 500],
  ] as const)('answers %s as often as it is told to', async (name, fault, httpStatusCode) => {
    s3.interference.failNext('PutObject', fault, 2);
    for (let time = 0; time < 2; time += 1) {
      await expect(put('k', 'x')).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    }
    await put('k', 'x');
    expect(await keys()).toEqual(['k']);
  });

  test('is survived by a client that tries again', async () => {
    s3.interference.failNext('PutObject', { kind: 'dropped-connection' });
    s3.interference.failNext('PutObject', { kind: 'error', name: 'SlowDown' });
    const patient = clientOf({ accessKeyId: 'administrator', secretAccessKey: 'administrator' }, 3);
    await patient.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    expect(await text('k')).toBe('x');
  });

  test('may come from a listener, before anything is done', async () => {
    const heard: (string | undefined)[] = [];
    const end = s3.onCall(async ({ operation, key }) => {
      heard.push(`${operation} ${key}`);
      await s3.createBucket(`made-on-${operation.toLowerCase()}`);
    });
    await client.send(new HeadBucketCommand({ Bucket }));
    end();
    await put('k', 'x');
    expect(heard).toEqual(['HeadBucket ']);
    expect(s3.buckets).toEqual([Bucket, 'made-on-headbucket']);
  });
});

test.each([
  [
    'an operation on a bucket',
    () => client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } })),
  ],
  ['an operation on an object', () => client.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId: 'u' }))],
  ['a condition', () => put('k', 'x', { IfNoneMatch: '"etag"' })],
])('%s that the sandbox does not offer is refused by name', async (_, send) => {
  await expect(send()).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('The sandbox does not support'),
  });
});

function clientOf(
  credentials: Pick<Principal, 'accessKeyId' | 'secretAccessKey'>,
  maxAttempts = 1,
): S3Client {
  const { accessKeyId, secretAccessKey } = credentials;
  const made = new S3Client({
    endpoint: s3.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts,
  });
  clients.push(made);
  return made;
}

const put = (
  Key: string,
  Body: string | Buffer,
  condition: { IfNoneMatch?: string; IfMatch?: string } = {},
) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));

async function text(Key: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Body!.transformToString();
}

async function listed(request: object) {
  const pages: ListObjectsV2CommandOutput[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket, ...request })) pages.push(page);
  return pages;
}

const keys = async (request: object = {}) =>
  (await listed(request)).flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key));

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

function* chunks(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
