import { noSuchKey, preconditionFailed, unsupported } from './errors.ts';
import type { ObjectEntry } from './object-index.ts';
import { header, type S3Request } from './request.ts';

/**
 * Conditional writes: `If-None-Match: *` only where nothing is, `If-Match` only over that very object.
 *
 * @throws S3Error PreconditionFailed, or NoSuchKey where there is nothing to match
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkPreconditions(request: S3Request, present: ObjectEntry | undefined): void {
  const ifNoneMatch = header(request, 'if-none-match');
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw unsupported('If-None-Match with anything but * on a write');
    if (present) throw preconditionFailed();
  }
  const ifMatch = header(request, 'if-match');
  if (ifMatch === undefined) return;
  if (!present) throw noSuchKey();
  if (ifMatch !== '*' && unquoted(ifMatch) !== unquoted(present.etag)) throw preconditionFailed();
}

const unquoted = (etag: string): string => etag.replaceAll('"', '');
