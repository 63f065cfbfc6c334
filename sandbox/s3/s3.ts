import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { CognitoError } from '../cognito/errors.ts';
import { accessKeyIdOf } from '../server/authorization.ts';
import { Interference } from '../server/interference.ts';
import { KEPT_CONNECTIONS } from '../server/kept-connections.ts';
import type { Principal, Principals } from '../server/principals.ts';
import { authorize } from './authorization.ts';
import { BucketOperations } from './bucket-operations.ts';
import { accessDenied, errorXml, internalError, S3Error } from './errors.ts';
import { ObjectIndex } from './object-index.ts';
import { ObjectStore, type StoreAnswer } from './object-store.ts';
import { header, readRequest, type S3Operation, type S3Request } from './request.ts';

/** One call of S3, before anything is done about it. */
export interface S3Call {
  readonly operation: S3Operation;
  readonly bucket: string;
  /** Empty for an operation on the bucket. */
  readonly key: string;
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number;
  /** Name of the function that calls; absent for an administrator. */
  readonly functionName?: string;
}

export interface S3Options {
  readonly clock: Clock;
  readonly principals: Principals;
}

/** S3 speaks XML over its own address, as path-style requests. */
export class S3 {
  /** Makes calls slow or wrong, by operation (`PutObject`, `GetObject`, ...); quotas are Cognito's only. */
  readonly interference: Interference;
  /** Every call so far, refused ones too. */
  readonly requests: readonly S3Call[];
  readonly #requests: S3Call[] = [];
  readonly #listeners = new Set<(call: S3Call) => void | Promise<void>>();
  readonly #index = new ObjectIndex();
  readonly #store = new ObjectStore();
  readonly #operations = new BucketOperations({ store: this.#store, index: this.#index });
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #principals: Principals;
  #endpoint = '';

  constructor({ clock, principals }: S3Options) {
    this.#clock = clock;
    this.#principals = principals;
    this.interference = new Interference({ clock });
    this.requests = this.#requests;
    this.#server = createServer(
      KEPT_CONNECTIONS,
      (request, response) => void this.#answer(request, response),
    );
  }

  /** For example `http://127.0.0.1:49153`; empty until it listens. */
  get endpoint(): string {
    return this.#endpoint;
  }

  get buckets(): readonly string[] {
    return this.#index.buckets;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('S3 listens on no port.');
    this.#endpoint = `http://127.0.0.1:${address.port}`;
  }

  /** @throws S3Error InvalidBucketName, BucketAlreadyOwnedByYou */
  async createBucket(bucket: string): Promise<void> {
    if (this.#index.buckets.includes(bucket)) {
      throw new S3Error('BucketAlreadyOwnedByYou', `You own ${bucket} already.`, 409);
    }
    await this.#store.createBucket(bucket);
    this.#index.addBucket(bucket);
  }

  /**
   * Hears of every call before anything is done about it; the call waits for the listener.
   * @returns ends the listening
   */
  onCall(listener: (call: S3Call) => void | Promise<void>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
    await this.#store.close();
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(incoming);
      const request = readRequest(incoming.method ?? '', incoming.url ?? '/', incoming.headers, body);
      const principal = this.#principalOf(request);
      await this.#hear(request, principal);
      const fate = await this.interference.before(request.operation);
      if (fate === 'drop-connection') incoming.socket.destroy();
      else send(response, request.method, await this.#run(request, principal));
    } catch (error) {
      // A caller who hung up is no fault of ours.
      if (!incoming.socket.destroyed) sendError(response, incoming, asS3Error(error));
    }
  }

  async #run(request: S3Request, principal: Principal | undefined): Promise<StoreAnswer> {
    const { bucket, key } = request;
    this.#index.checkBucket(bucket);
    if (principal) authorize(request, principal, this.#index.find(bucket, key) !== undefined);
    return this.#operations.run(request);
  }

  /** `undefined` for an administrator. @throws S3Error AccessDenied for nobody */
  #principalOf(request: S3Request): Principal | undefined {
    const presigned = request.query.get('X-Amz-Credential')?.split('/')[0];
    const accessKeyId = presigned ?? accessKeyIdOf(header(request, 'authorization'));
    if (accessKeyId === undefined) throw accessDenied();
    return this.#principals.withAccessKey(accessKeyId);
  }

  async #hear({ operation, bucket, key }: S3Request, principal: Principal | undefined): Promise<void> {
    const functionName = principal?.arn.split('/').at(-1);
    const call: S3Call = {
      ...{ operation, bucket, key, at: this.#clock.now() },
      ...(functionName !== undefined && { functionName }),
    };
    this.#requests.push(call);
    for (const listener of this.#listeners) await listener(call);
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // Without an encoding set, a request's chunks are buffers.
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What describes the connection to the library, not the object. */
const NOT_PASSED_ON = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding', 'x-amz-id-2']);

function send(response: ServerResponse, method: string, { statusCode, headers, body }: StoreAnswer): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !NOT_PASSED_ON.has(name)) response.setHeader(name, value);
  }
  if (method !== 'HEAD' && statusCode !== 204 && statusCode !== 304) {
    response.setHeader('content-length', body.length);
  }
  response.writeHead(statusCode).end(method === 'HEAD' ? undefined : body);
}

function sendError(response: ServerResponse, incoming: IncomingMessage, error: S3Error): void {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  const path = (incoming.url ?? '/').split('?')[0] ?? '/';
  const text = errorXml(error, path, requestId);
  response.setHeader('x-amz-request-id', requestId);
  response.writeHead(error.statusCode, { 'content-type': 'application/xml' });
  response.end(incoming.method === 'HEAD' ? undefined : text);
}

function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  // What was asked of `interference`.
  if (error instanceof CognitoError && error.name !== 'InternalErrorException') {
    return new S3Error(error.name, error.message);
  }
  if (!(error instanceof CognitoError)) console.error(error);
  return internalError();
}
