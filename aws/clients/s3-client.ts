import { S3Client } from '@aws-sdk/client-s3';
import { clientConfig, type ServiceAccess } from './service-access.ts';
import { TIME_LIMITS } from './time-limits.ts';

/** Tries per request: the functions run for minutes, and S3 asks to be tried again. */
const MAX_ATTEMPTS = 5;

/**
 * The client for the bucket of the backfill; build it once per execution environment.
 * @param access @default - that of the function itself
 */
export const createS3Client = (access?: ServiceAccess): S3Client =>
  new S3Client({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: TIME_LIMITS.object,
    ...(access === undefined ? {} : clientConfig(access)),
    // A sandbox has no host name for each bucket.
    ...(access?.endpoint === undefined ? {} : { forcePathStyle: true }),
  });
