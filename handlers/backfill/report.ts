import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readReportInput } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { report } from './steps/report.ts';

const bucket = bucketName();
const write = report({ store: createObjectStore(createS3Client(), bucket), bucket, now: Date.now });

/** Last state, whatever happened before. */
export const handler = backfillStep('Writing the report', readReportInput, write);
