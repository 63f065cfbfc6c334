import { randomBytes } from 'node:crypto';

/** The address that a job's file is uploaded to. */
export interface PresignedUrl {
  readonly href: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Fifteen minutes less a second, as Cognito's own URLs say. */
const VALID_SECONDS = 899;

/** What every upload address begins with; S3's name for Cognito's bucket. */
export const UPLOAD_BUCKET = 'aws-cognito-idp-user-import';

/** The one header that is signed beside `host`, and its value. */
export const SIGNED_HEADER = 'x-amz-server-side-encryption';
export const SIGNED_HEADER_VALUE = 'aws:kms';

/**
 * Signed when the job is created, so that every description of the job shows the same URL.
 * @param origin of the sandbox
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presignedUrl(
  origin: string,
  about: { region: string; accountId: string; userPoolId: string; jobId: string; now: number },
): PresignedUrl {
  const seconds = Math.floor(about.now / 1000) * 1000;
  const date = new Date(seconds).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const url = new URL(
    `/${UPLOAD_BUCKET}-${about.region}/${about.accountId}/${about.userPoolId}/${about.jobId}`,
    origin,
  );
  url.search = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': date,
    'X-Amz-SignedHeaders': `host;${SIGNED_HEADER}`,
    'X-Amz-Credential': `AKIACOGNITOIMPORTS/${date.slice(0, 8)}/${about.region}/s3/aws4_request`,
    'X-Amz-Expires': String(VALID_SECONDS),
    'X-Amz-Signature': randomBytes(32).toString('hex'),
  }).toString();
  return { href: url.href, expiresAt: seconds + VALID_SECONDS * 1000 };
}
