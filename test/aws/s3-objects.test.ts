import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createObjectStore, lineBatches, type ObjectStore } from '../../aws/s3-objects.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
let client: S3Client;
let store: ObjectStore;

beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.s3.createBucket('bucket');
  client = new S3Client({
    region: sandbox.region,
    endpoint: sandbox.s3.endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  store = createObjectStore(client, 'bucket');
});
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

const collect = async (lines: AsyncIterable<readonly string[]> | undefined) => {
  const all: string[] = [];
  for await (const batch of lines ?? []) all.push(...batch);
  return all;
};

describe('small objects', () => {
  test('are read as they were written', async () => {
    await store.write('text', 'grüße\n');
    expect(await store.read('text')).toMatchObject({ text: 'grüße\n' });
  });

  test('that are not there are undefined', async () => {
    expect(await store.read('nothing')).toBeUndefined();
    expect(await store.lines('nothing')).toBeUndefined();
    expect(await store.stream('nothing')).toBeUndefined();
  });

  test('are written once if they must be absent', async () => {
    expect(await store.write('once', '1', { only: 'if-absent' })).toMatchObject({ kind: 'written' });
    expect(await store.write('once', '2', { only: 'if-absent' })).toEqual({ kind: 'refused' });
    expect((await store.read('once'))?.text).toBe('1');
  });

  test('are replaced only if nobody else has replaced them', async () => {
    await store.write('shared', '1');
    const etag = (await store.read('shared'))?.etag ?? '';
    expect(await store.write('shared', '2', { only: 'if-unchanged', etag })).toMatchObject({
      kind: 'written',
    });
    expect(await store.write('shared', '3', { only: 'if-unchanged', etag })).toEqual({ kind: 'refused' });
    expect(await store.write('gone', '1', { only: 'if-unchanged', etag })).toEqual({ kind: 'refused' });
  });
});

describe('an object that is removed', () => {
  test('is gone, unless it is another one by now, or gone before', async () => {
    const written = await store.write('to-remove', 'one');
    const etag = written.kind === 'written' ? written.etag : '';
    await store.write('to-remove', 'two');
    await store.remove('to-remove', { only: 'if-unchanged', etag });
    const found = await store.read('to-remove');
    expect(found?.text).toBe('two');
    await store.remove('to-remove', { only: 'if-unchanged', etag: found?.etag ?? '' });
    expect(await store.read('to-remove')).toBeUndefined();
    await store.remove('to-remove', { only: 'if-unchanged', etag });
  });

  test('stays if S3 fails otherwise', async () => {
    const other = createObjectStore(client, 'no-such-bucket');
    await expect(other.remove('key', { only: 'if-unchanged', etag: '"1"' })).rejects.toThrow(/bucket/);
  });
});

describe('objects that are written line by line', () => {
  const LINE = `${'é'.repeat(500)}\n`;

  test.each([
    ['small', 3],
    ['of several parts', 12_000],
  ])('%s: come back whole', async (_, count) => {
    const writer = store.open('lines');
    for (let line = 0; line < count; line += 1) await writer.write(LINE);
    await writer.end();
    const stream = await store.stream('lines');
    expect(stream?.bytes).toBe(count * Buffer.byteLength(LINE));
    const hash = createHash('sha256');
    for await (const chunk of stream?.body ?? []) hash.update(chunk as Buffer);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(LINE.repeat(count)).digest('hex'));
    expect(await collect(await store.lines('lines'))).toHaveLength(count);
  });

  test('are not there when they are given up', async () => {
    const writer = store.open('given-up');
    await writer.write(LINE);
    await writer.abort();
    expect(await store.read('given-up')).toBeUndefined();
  });

  test('can be read from the middle, and from the end', async () => {
    await store.write('middle', 'one\ntwo\nthree\n');
    expect(await collect(await store.lines('middle', 4))).toEqual(['two', 'three']);
    expect(await collect(await store.lines('middle', 14))).toEqual([]);
  });

  test('fail where they are written if S3 does', async () => {
    const other = createObjectStore(client, 'no-such-bucket');
    const writer = other.open('key');
    await expect(
      (async () => {
        await writer.write('line\n');
        await writer.end();
      })(),
    ).rejects.toThrow(/bucket/);
  });
});

test('lines may be cut anywhere, in the middle of a character too', async () => {
  const bytes = Buffer.from('grüße\n\nzwei');
  const chunks = (async function* () {
    for (const byte of bytes) yield Uint8Array.of(byte);
  })();
  expect(await collect(lineBatches(chunks))).toEqual(['grüße', '', 'zwei']);
});
