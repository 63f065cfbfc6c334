import { keysToDelete } from './authorization.ts';
import { escapeXml, noSuchKey } from './errors.ts';
import { listObjectsXml } from './list-objects.ts';
import type { ObjectIndex } from './object-index.ts';
import type { ObjectStore, StoreAnswer } from './object-store.ts';
import { checkPreconditions } from './preconditions.ts';
import type { S3Request } from './request.ts';

/** Runs operations: conditions and listing are ours, objects are the library's. */
export class BucketOperations {
  readonly #store: ObjectStore;
  readonly #index: ObjectIndex;
  /** What is being written, by bucket and key: a condition and its write must not be parted by another write. */
  readonly #writes = new Map<string, Promise<unknown>>();

  constructor(deps: { store: ObjectStore; index: ObjectIndex }) {
    this.#store = deps.store;
    this.#index = deps.index;
  }

  /** @throws S3Error what S3 would refuse */
  async run(request: S3Request): Promise<StoreAnswer> {
    const { bucket, key } = request;
    this.#index.checkBucket(bucket);
    switch (request.operation) {
      case 'ListObjectsV2':
        return xml(listObjectsXml(bucket, this.#index.sorted(bucket), request.query));
      case 'HeadBucket':
      case 'CreateMultipartUpload':
      case 'AbortMultipartUpload':
        return this.#store.send(request);
      case 'UploadPart':
        return this.#store.putPart(request);
      case 'GetObject':
      case 'HeadObject':
        if (!this.#index.find(bucket, key)) throw noSuchKey();
        return this.#store.send(request);
      case 'PutObject':
        return this.#write(request, () => this.#store.put(request));
      case 'CompleteMultipartUpload':
      case 'CopyObject':
      case 'DeleteObject':
        return this.#write(request, () => this.#store.send(request));
      case 'DeleteObjects':
        return this.#deleteObjects(request);
    }
  }

  async #write(request: S3Request, send: () => Promise<StoreAnswer>): Promise<StoreAnswer> {
    const { bucket, key } = request;
    return this.#oneAfterTheOther(`${bucket}/${key}`, async () => {
      checkPreconditions(request, this.#index.find(bucket, key));
      const answer = await send();
      const entry = await this.#store.describe(bucket, key);
      if (entry) this.#index.put(bucket, entry);
      else this.#index.delete(bucket, key);
      return answer;
    });
  }

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
  async #deleteObjects(request: S3Request): Promise<StoreAnswer> {
    const keys = keysToDelete(request);
    for (const key of keys) {
      const url = `/${request.bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
      const one: S3Request = { ...request, method: 'DELETE', key, url, headers: {}, body: Buffer.alloc(0) };
      await this.#write(one, () => this.#store.send(one));
    }
    const quiet = request.body.toString().includes('<Quiet>true</Quiet>');
    const deleted = quiet ? [] : keys.map((key) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`);
    return xml(
      `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${deleted.join('')}</DeleteResult>`,
    );
  }

  async #oneAfterTheOther<T>(what: string, write: () => Promise<T>): Promise<T> {
    const earlier = this.#writes.get(what) ?? Promise.resolve();
    const result = earlier.then(write, write);
    this.#writes.set(what, result);
    try {
      return await result;
    } finally {
      if (this.#writes.get(what) === result) this.#writes.delete(what);
    }
  }
}

const xml = (text: string): StoreAnswer => ({
  statusCode: 200,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(text),
});
