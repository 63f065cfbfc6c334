import { S3Error, unsupported } from './errors.ts';
import type { ObjectEntry } from './object-index.ts';
import type { S3Request } from './request.ts';

export interface StoreAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
  readonly body: Buffer;
}

type Forwarded = Pick<S3Request, 'method' | 'url' | 'body'> & { readonly headers: object };

/** Without a type, the library does not read a body that is empty. */
const TYPE = { 'content-type': 'application/octet-stream' };

/** `fauxqs` takes no larger body. */
const LARGEST_BODY = 11 * 1024 * 1024;
const PART_SIZE = 8 * 1024 * 1024;

/**
 * Where the objects are: the library `fauxqs`, called within this process, so that it opens no port. It is loaded
 * with the first call.
 */
export class ObjectStore {
  #app: ReturnType<typeof load> | undefined;

  async send({ method, url, headers, body }: Forwarded): Promise<StoreAnswer> {
    this.#app ??= load();
    const app = await this.#app;
    const answer = await app.inject({ method, url, headers: { ...TYPE, ...headers }, payload: body });
    return { statusCode: answer.statusCode, headers: answer.headers, body: answer.rawPayload };
  }

  /** @throws S3Error if the library refuses the name. */
  async createBucket(bucket: string): Promise<void> {
    const answer = await this.send({ method: 'PUT', url: `/${bucket}`, headers: {}, body: Buffer.alloc(0) });
    if (answer.statusCode !== 200) {
      throw new S3Error('InvalidBucketName', `The specified bucket is not valid: ${bucket}`);
    }
  }

  /** PutObject; a body that is too large for the library goes in as a multipart upload. */
  async put(request: S3Request): Promise<StoreAnswer> {
    if (request.body.length <= LARGEST_BODY) return this.send({ ...request, headers: headersFor(request) });
    return this.#putInParts(request, contentOf(request));
  }

  /** @throws S3Error for a part that the library could not take. */
  async putPart(request: S3Request): Promise<StoreAnswer> {
    if (request.body.length > LARGEST_BODY) throw unsupported('parts of more than 11 MiB');
    return this.send({ ...request, headers: headersFor(request) });
  }

  /** What is there now; undefined if nothing is. */
  async describe(bucket: string, key: string): Promise<ObjectEntry | undefined> {
    const { statusCode, headers } = await this.send({
      method: 'HEAD',
      url: addressOf(bucket, key),
      headers: {},
      body: Buffer.alloc(0),
    });
    if (statusCode !== 200) return undefined;
    return {
      key,
      etag: String(headers['etag']),
      size: Number(headers['content-length']),
      lastModified: new Date(String(headers['last-modified'])),
    };
  }

  async close(): Promise<void> {
    await (await this.#app)?.close();
  }

  async #putInParts(request: S3Request, content: Buffer): Promise<StoreAnswer> {
    const url = addressOf(request.bucket, request.key);
    const { 'content-encoding': _wrapping, 'content-length': _whole, ...headers } = headersFor(request);
    const post = (query: string, body: string) =>
      this.send({ method: 'POST', url: `${url}?${query}`, headers, body: Buffer.from(body) });
    const created = await post('uploads', '');
    const uploadId = /<UploadId>(.*?)<\/UploadId>/.exec(created.body.toString())?.[1] ?? '';
    const parts: string[] = [];
    for (let offset = 0; offset < content.length; offset += PART_SIZE) {
      const number = parts.length + 1;
      const part = await this.send({
        method: 'PUT',
        url: `${url}?uploadId=${uploadId}&partNumber=${number}`,
        headers: {},
        body: content.subarray(offset, offset + PART_SIZE),
      });
      parts.push(`<Part><PartNumber>${number}</PartNumber><ETag>${part.headers['etag']}</ETag></Part>`);
    }
    const done = await post(
      `uploadId=${uploadId}`,
      `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`,
    );
    const etag = /<ETag>(.*?)<\/ETag>/.exec(done.body.toString())?.[1]?.replaceAll('&quot;', '"');
    return { statusCode: done.statusCode, headers: { etag }, body: Buffer.alloc(0) };
  }
}

async function load() {
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ logger: false });
  await app.ready();
  return app;
}

const addressOf = (bucket: string, key: string): string =>
  `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;

/**
 * The object itself. An SDK that streams wraps it in chunks, with the checksum behind.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
function contentOf({ headers, body }: S3Request): Buffer {
  if (!String(headers['content-encoding'] ?? '').includes('aws-chunked')) return body;
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, lineEnd).toString('latin1'), 16);
    if (lineEnd < 0 || !(size > 0)) break;
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(chunks);
}

/** The body has been read: its length is known. The library takes a form for a message to another service. */
function headersFor({ headers, body }: S3Request): Record<string, unknown> {
  const { 'transfer-encoding': _transfer, 'content-type': type, host: _host, ...others } = headers;
  const isForm = type?.startsWith('application/x-www-form-urlencoded') ?? true;
  return { ...others, ...(isForm ? {} : { 'content-type': type }), 'content-length': String(body.length) };
}
