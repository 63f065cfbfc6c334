import { decide, whyDenied } from '../server/policy-decision.ts';
import type { Principal } from '../server/principals.ts';
import { accessDenied } from './errors.ts';
import { copySource, type S3Operation, type S3Request } from './request.ts';

/**
 * The permission that each operation needs.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const ACTIONS: Readonly<Record<S3Operation, string>> = {
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  CompleteMultipartUpload: 's3:PutObject',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
  DeleteObjects: 's3:DeleteObject',
  GetObject: 's3:GetObject',
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  ListObjectsV2: 's3:ListBucket',
  PutObject: 's3:PutObject',
  UploadPart: 's3:PutObject',
};

/**
 * Decides as IAM does whether a principal may do this. A key that is not there is only shown to be missing to who may
 * list the bucket.
 *
 * @param exists whether there is such an object
 * @throws S3Error AccessDenied
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 */
export function authorize(request: S3Request, principal: Principal, exists: boolean): void {
  const { operation, bucket, key } = request;
  const keys = operation === 'DeleteObjects' ? keysToDelete(request) : [key];
  for (const one of keys) check(principal, ACTIONS[operation], arnOf(bucket, one));
  if (operation === 'CopyObject') {
    const source = copySource(request);
    check(principal, 's3:GetObject', arnOf(source.bucket, source.key));
  }
  const reads = operation === 'GetObject' || operation === 'HeadObject';
  if (reads && !exists) check(principal, 's3:ListBucket', arnOf(bucket, ''));
}

/** The keys in the body of DeleteObjects. */
export function keysToDelete({ body }: Pick<S3Request, 'body'>): string[] {
  return [...body.toString().matchAll(/<Key>(.*?)<\/Key>/gs)].map(([, key = '']) => unescapeXml(key));
}

function check(principal: Principal, action: string, resource: string): void {
  const decision = decide(principal.statements(), action, resource);
  if (decision !== 'allowed') throw accessDenied(whyDenied(principal, action, resource, decision));
}

const arnOf = (bucket: string, key: string): string =>
  `arn:aws:s3:::${key === '' ? bucket : `${bucket}/${key}`}`;

const unescapeXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll(/&#x([\da-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');
