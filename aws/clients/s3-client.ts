import { S3Client } from '@aws-sdk/client-s3';
import { TIME_LIMITS } from './time-limits.ts';

/** Tries per request: the functions run for minutes, and S3 asks to be tried again. */
const MAX_ATTEMPTS = 5;

/** The client for the bucket of the backfill; build it once per execution environment. */
export const createS3Client = (): S3Client =>
  new S3Client({ maxAttempts: MAX_ATTEMPTS, requestHandler: TIME_LIMITS.object });
