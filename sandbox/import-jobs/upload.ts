import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { CognitoError } from '../cognito/errors.ts';
import { LARGEST_FILE } from './csv-file.ts';
import type { ImportJob } from './import-job.ts';
import type { ImportJobs } from './import-jobs.ts';
import { SIGNED_HEADER, SIGNED_HEADER_VALUE, UPLOAD_BUCKET } from './presigned-url.ts';

/** What an upload is called where calls are made slow or wrong; it is no operation of Cognito. */
const OPERATION = 'UploadUserImportFile';

interface Needs {
  readonly services: { readonly clock: Clock; readonly importJobs: ImportJobs };
  readonly interference: { before(operation: string): Promise<'proceed' | 'drop-connection'> };
}

/** A refusal as S3 words it. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const isUpload = ({ url = '' }: IncomingMessage): boolean => url.startsWith(`/${UPLOAD_BUCKET}-`);

/**
 * Takes the file of an import job as S3 does, at the pre-signed URL that CreateUserImportJob gave out.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export async function answerUpload(
  { services: { clock, importJobs }, interference }: Needs,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const job = importJobs.withUploadPath(url.pathname);
  const interfered = await interferenceWith(interference);
  if (interfered === 'drop-connection') {
    request.socket.destroy();
    return;
  }
  const refusal = interfered ?? refusalOf(request, url, job, clock.now());
  if (refusal || !job) {
    request.resume();
    refuse(response, refusal ?? SIGNATURE);
    return;
  }
  const body = await readBody(request);
  importJobs.receive(job, body ? { kind: 'file', body } : { kind: 'too-large' });
  response.writeHead(200, {
    etag: `"${randomUUID().replaceAll('-', '')}"`,
    [SIGNED_HEADER]: SIGNED_HEADER_VALUE,
    'x-amz-request-id': randomUUID(),
    'content-length': 0,
  });
  response.end();
}

const SIGNATURE: Refusal = {
  status: 403,
  code: 'SignatureDoesNotMatch',
  message:
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
};

async function interferenceWith(
  interference: Needs['interference'],
): Promise<Refusal | 'drop-connection' | undefined> {
  try {
    return (await interference.before(OPERATION)) === 'proceed' ? undefined : 'drop-connection';
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    return error.statusCode === 500
      ? {
          status: 500,
          code: 'InternalError',
          message: 'We encountered an internal error. Please try again.',
        }
      : { status: 503, code: error.name, message: error.message };
  }
}

/** The method, the host and the signed header are part of the signature, and so is every parameter. */
function refusalOf(
  request: IncomingMessage,
  url: URL,
  job: ImportJob | undefined,
  now: number,
): Refusal | undefined {
  const { method, headers } = request;
  const signed = job && new URL(job.url.href);
  if (!job || !signed || !sameParameters(url, signed)) return SIGNATURE;
  if (now > job.url.expiresAt) return { status: 403, code: 'AccessDenied', message: 'Request has expired' };
  if (method !== 'PUT' || headers.host !== signed.host) return SIGNATURE;
  if (headers[SIGNED_HEADER] !== SIGNED_HEADER_VALUE) return SIGNATURE;
  if (Object.keys(headers).some((name) => name.startsWith('x-amz-') && !ALLOWED_HEADERS.has(name))) {
    return {
      status: 403,
      code: 'AccessDenied',
      message: 'There were headers present in the request which were not signed',
    };
  }
  if (headers['transfer-encoding'] !== undefined) {
    return {
      status: 501,
      code: 'NotImplemented',
      message: 'A header you provided implies functionality that is not implemented',
    };
  }
  if (headers['content-length'] === undefined) {
    return {
      status: 411,
      code: 'MissingContentLength',
      message: 'You must provide the Content-Length HTTP header.',
    };
  }
  return undefined;
}

const ALLOWED_HEADERS: ReadonlySet<string> = new Set([SIGNED_HEADER, 'x-amz-content-sha256']);

const sameParameters = (given: URL, signed: URL): boolean =>
  [...signed.searchParams].every(([name, value]) => given.searchParams.get(name) === value) &&
  given.searchParams.size === signed.searchParams.size;

/** Undefined for more than Cognito would read; the rest is not kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    // Without an encoding set, a request's chunks are buffers.
    const buffer: Buffer = chunk;
    size += buffer.length;
    if (size > LARGEST_FILE) chunks.length = 0;
    else chunks.push(buffer);
  }
  return size > LARGEST_FILE ? undefined : Buffer.concat(chunks);
}

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  const requestId = randomUUID();
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`;
  response.writeHead(status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(body),
    'x-amz-request-id': requestId,
  });
  response.end(body);
}
