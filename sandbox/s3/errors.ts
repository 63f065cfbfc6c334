/**
 * A refusal as S3 words it; `name` is the code in the XML. Anything else that is thrown becomes an InternalError.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export class S3Error extends Error {
  override readonly name: string;
  readonly statusCode: number;

  constructor(name: string, message: string, statusCode = STATUS_CODES.get(name) ?? 400) {
    super(message);
    this.name = name;
    this.statusCode = statusCode;
  }
}

const STATUS_CODES: ReadonlyMap<string, number> = new Map([
  ['AccessDenied', 403],
  ['ConditionalRequestConflict', 409],
  ['InternalError', 500],
  ['NoSuchBucket', 404],
  ['NoSuchKey', 404],
  ['NotImplemented', 501],
  ['PreconditionFailed', 412],
  ['ServiceUnavailable', 503],
  ['SlowDown', 503],
]);

export const accessDenied = (message = 'Access Denied') => new S3Error('AccessDenied', message);
export const internalError = () =>
  new S3Error('InternalError', 'We encountered an internal error. Please try again.');
export const noSuchKey = () => new S3Error('NoSuchKey', 'The specified key does not exist.');
export const preconditionFailed = () =>
  new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
export const unsupported = (what: string) =>
  new S3Error(
    'NotImplemented',
    `The sandbox does not support ${what}. Its support table is in sandbox/README.md.`,
  );

/** The body of an error answer. */
export const errorXml = ({ name, message }: S3Error, resource: string, requestId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${name}</Code><Message>${escapeXml(message)}</Message>` +
  `<Resource>${escapeXml(resource)}</Resource><RequestId>${requestId}</RequestId></Error>`;

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
