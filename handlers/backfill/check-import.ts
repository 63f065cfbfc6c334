import { createPatientClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { describeImportJob } from '../../aws/import-jobs.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readFile } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { newUserPoolId, ownRegion } from '../runtime/new-pool-place.ts';
import { reportProgress } from '../runtime/report-progress.ts';
import { checkImport } from './steps/check-import.ts';

const check = checkImport({
  store: createObjectStore(createS3Client(), bucketName()),
  jobs: { describe: describeImportJob(createPatientClient({ region: ownRegion() }), newUserPoolId()) },
  onProgress: reportProgress,
});

/** Called again and again while Cognito works on a job. */
export const handler = backfillStep('Checking an import job', readFile, check);
