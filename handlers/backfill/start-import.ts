import { createPatientClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createImportJobs } from '../../aws/import-jobs.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { bucketName, importLogsRoleArn } from '../runtime/backfill-environment.ts';
import { readFile } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { newUserPoolId, ownRegion } from '../runtime/new-pool-place.ts';
import { startImport } from './steps/start-import.ts';

const deps = {
  store: createObjectStore(createS3Client(), bucketName()),
  jobs: createImportJobs(createPatientClient({ region: ownRegion() }), {
    userPoolId: newUserPoolId(),
    logsRoleArn: importLogsRoleArn(),
  }),
};

/** Called again while Cognito does not start the job. */
export const handler = backfillStep('Starting an import job', readFile, (input, _time, warn) =>
  startImport({ ...deps, warn })(input),
);
