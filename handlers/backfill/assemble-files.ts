import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readRun } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { assembleFiles } from './steps/assemble-files.ts';

const store = createObjectStore(createS3Client(), bucketName());

/** Called again until it says that it is done. */
export const handler = backfillStep('Assembling import files', readRun, (input, { stopped }) =>
  assembleFiles({ store, stopped })(input),
);
