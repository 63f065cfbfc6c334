import { S3Client } from '@aws-sdk/client-s3';

/** Tries per request: the functions run for minutes, and S3 asks to be tried again. */
const MAX_ATTEMPTS = 5;

/** Milliseconds until a request without an answer is given up; a part of an upload has five megabytes. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 60_000, throwOnRequestTimeout: true };

/** The client for the bucket of the backfill; build it once per execution environment. */
export const createS3Client = (): S3Client =>
  new S3Client({ maxAttempts: MAX_ATTEMPTS, requestHandler: TIMEOUTS });
