import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

/** An object as it was read, with the tag that a later write can insist on. */
export interface StoredText {
  readonly text: string;
  readonly etag: string;
}

/** When a write counts: `if-absent`, only if there is no such object; `if-unchanged`, only if it still has this ETag. */
export type WriteCondition = { readonly only: 'if-absent' } | { readonly only: 'if-unchanged'; etag: string };

type RemoveCondition = Extract<WriteCondition, { only: 'if-unchanged' }>;

type WriteResult =
  | { readonly kind: 'written'; readonly etag: string }
  /** The condition did not hold: somebody else wrote. */
  | { readonly kind: 'refused' };

/** An object that is being written line by line; memory is bounded by its parts, not by its size. */
export interface ObjectWriter {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** Completes the object; before that nobody can see it. */
  end(): Promise<void>;
  /** Throws away what was written. */
  abort(): Promise<void>;
}

/** The objects of one bucket. */
export interface ObjectStore {
  /** A small object, whole; undefined if there is none. */
  read(key: string): Promise<StoredText | undefined>;
  /**
   * The lines of an object, in batches as they arrive; undefined if there is no such object.
   * @param fromByte where a line begins. @default 0
   */
  lines(key: string, fromByte?: number): Promise<AsyncIterable<readonly string[]> | undefined>;
  /** The object as a stream with its size in bytes; undefined if there is none. */
  stream(key: string): Promise<{ readonly body: Readable; readonly bytes: number } | undefined>;
  write(key: string, text: string, condition?: WriteCondition): Promise<WriteResult>;
  open(key: string): ObjectWriter;
  /** Nothing happens if the object is gone, or another one than the condition says. */
  remove(key: string, condition: RemoveCondition): Promise<void>;
}

/** Bytes of a part of a multipart upload, of which S3 wants at least 5 MiB. */
const PART_BYTES = 5 * 1024 * 1024;

/**
 * Exceptions of a conditional write or delete that lost. `NoSuchKey`: the object to be replaced is gone.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
const LOST_CONDITIONS: readonly string[] = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

const conditionHeaders = (condition: WriteCondition | undefined) => {
  switch (condition?.only) {
    case undefined:
      return {};
    case 'if-absent':
      return { IfNoneMatch: '*' };
    case 'if-unchanged':
      return { IfMatch: condition.etag };
  }
};

/** Splits a stream into batches of whole lines; a last line needs no newline. */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [rest];
}

const bodyOf = ({ Body }: GetObjectCommandOutput): Readable => {
  if (Body instanceof Readable) return Body;
  throw new Error('S3 answered without a body');
};

const openUpload = (client: S3Client, Bucket: string, Key: string): ObjectWriter => {
  const body = new PassThrough({ highWaterMark: 256 * 1024 });
  const upload = new Upload({
    client,
    params: { Bucket, Key, Body: body, ContentType: 'text/plain; charset=utf-8' },
    partSize: PART_BYTES,
    queueSize: 1,
  });
  let failure: unknown;
  const done = upload.done().catch((error: unknown) => {
    failure = error;
    body.destroy();
  });
  const refuseIfFailed = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    async write(text) {
      refuseIfFailed();
      if (body.write(text)) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      body.once('drain', resolve);
      await Promise.race([promise, done]);
      refuseIfFailed();
    },
    async end() {
      refuseIfFailed();
      body.end();
      await done;
      refuseIfFailed();
    },
    async abort() {
      await upload.abort();
      body.destroy();
      await Promise.allSettled([done, finished(body)]);
    },
  };
};

/** The objects of a bucket over the SDK. */
export const createObjectStore = (client: S3Client, Bucket: string): ObjectStore => {
  const get = async (Key: string, fromByte = 0): Promise<GetObjectCommandOutput | undefined> => {
    const range = fromByte === 0 ? {} : { Range: `bytes=${fromByte}-` };
    try {
      return await client.send(new GetObjectCommand({ Bucket, Key, ...range }));
    } catch (error) {
      if (nameOf(error) === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  return {
    async read(key) {
      const object = await get(key);
      if (object === undefined) return undefined;
      return { text: (await object.Body?.transformToString('utf-8')) ?? '', etag: object.ETag ?? '' };
    },
    async lines(key, fromByte) {
      const object = await get(key, fromByte).catch((error: unknown) => {
        // Nothing is left behind this byte.
        if (nameOf(error) === 'InvalidRange') return 'end' as const;
        throw error;
      });
      if (object === 'end') return lineBatches(Readable.from([]));
      return object === undefined ? undefined : lineBatches(bodyOf(object));
    },
    async stream(key) {
      const object = await get(key);
      if (object === undefined) return undefined;
      return { body: bodyOf(object), bytes: object.ContentLength ?? 0 };
    },
    async write(key, text, condition) {
      try {
        const { ETag } = await client.send(
          new PutObjectCommand({ Bucket, Key: key, Body: text, ...conditionHeaders(condition) }),
        );
        return { kind: 'written', etag: ETag ?? '' };
      } catch (error) {
        if (condition !== undefined && LOST_CONDITIONS.includes(nameOf(error))) return { kind: 'refused' };
        throw error;
      }
    },
    open: (key) => openUpload(client, Bucket, key),
    async remove(key, condition) {
      try {
        await client.send(new DeleteObjectCommand({ Bucket, Key: key, ...conditionHeaders(condition) }));
      } catch (error) {
        if (!LOST_CONDITIONS.includes(nameOf(error))) throw error;
      }
    },
  };
};
