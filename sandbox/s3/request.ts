import type { IncomingHttpHeaders } from 'node:http';
import { S3Error, unsupported } from './errors.ts';

/** The operations that the sandbox offers to clients. Buckets come from templates. */
export type S3Operation =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CopyObject'
  | 'CreateMultipartUpload'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'GetObject'
  | 'HeadBucket'
  | 'HeadObject'
  | 'ListObjectsV2'
  | 'PutObject'
  | 'UploadPart';

export interface S3Request {
  readonly operation: S3Operation;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly bucket: string;
  /** Empty for an operation on the bucket. */
  readonly key: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Understands a path-style request, which is what every SDK sends to an endpoint that is an IP address.
 *
 * @throws S3Error NotImplemented for what the sandbox does not offer
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#path-style-access
 */
export function readRequest(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): S3Request {
  const { pathname, searchParams: query } = new URL(url, 'http://s3');
  const [, bucket = '', ...path] = pathname.split('/');
  const key = decodeURIComponent(path.join('/'));
  if (bucket === '') throw unsupported(`${method} ${pathname} of S3`);
  const known = METHODS.find((name) => name === method);
  const operation = known && (key === '' ? ofBucket(known, query) : ofObject(known, query, headers));
  if (!known || !operation) throw unsupported(`${method} ${pathname}${queryNames(query)} of S3`);
  return { operation, method: known, bucket, key, url, query, headers, body };
}

type Method = S3Request['method'];
const METHODS: readonly Method[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** Subresources turn a request into another operation: none of these may pass for a plain one. */
const SUBRESOURCES =
  /^(?:acl|attributes|cors|encryption|legal-hold|lifecycle|location|notification|object-lock|policy|policyStatus|publicAccessBlock|renameObject|restore|retention|select|tagging|torrent|versioning|versions|versionId)$/;

function ofBucket(method: Method, query: URLSearchParams): S3Operation | undefined {
  if (hasSubresource(query)) return undefined;
  switch (method) {
    case 'HEAD':
      return 'HeadBucket';
    case 'GET':
      return query.get('list-type') === '2' ? 'ListObjectsV2' : undefined;
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : undefined;
    case 'PUT':
    case 'DELETE':
      return undefined;
  }
}

function ofObject(
  method: Method,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
): S3Operation | undefined {
  if (hasSubresource(query)) return undefined;
  const multipart = query.has('uploadId');
  const copied = headers['x-amz-copy-source'] !== undefined;
  switch (method) {
    case 'GET':
      return multipart ? undefined : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (multipart) return copied ? undefined : 'UploadPart';
      return copied ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return multipart ? 'CompleteMultipartUpload' : undefined;
    case 'DELETE':
      return multipart ? 'AbortMultipartUpload' : 'DeleteObject';
  }
}

const hasSubresource = (query: URLSearchParams): boolean =>
  [...query.keys()].some((name) => SUBRESOURCES.test(name));

const queryNames = (query: URLSearchParams): string =>
  query.size === 0 ? '' : `?${[...query.keys()].join('&')}`;

/** One header that may be there once. */
export function header({ headers }: Pick<S3Request, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** `bucket/key` that CopyObject reads. @throws S3Error InvalidArgument */
export function copySource(request: S3Request): { bucket: string; key: string } {
  const source = decodeURIComponent(header(request, 'x-amz-copy-source') ?? '').replace(/^\//, '');
  const slash = source.indexOf('/');
  if (slash < 1) throw new S3Error('InvalidArgument', 'Invalid copy source bucket name');
  return { bucket: source.slice(0, slash), key: source.slice(slash + 1) };
}
