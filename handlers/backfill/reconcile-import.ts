import { createLogsClient } from '../../aws/clients/logs-client.ts';
import { createPacedClient, createPatientClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createJobLogs } from '../../aws/job-logs.ts';
import { createNewPoolUsers } from '../../aws/new-pool-users.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { describeUserPool } from '../../aws/user-pools.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readFile } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { newUserPoolId, ownRegion } from '../runtime/new-pool-place.ts';
import { reconcileImport } from './steps/reconcile-import.ts';

const region = ownRegion();
const userPoolId = newUserPoolId();
const store = createObjectStore(createS3Client(), bucketName());
const logsClient = createLogsClient();
const describe = describeUserPool(createPatientClient({ region }));
const deps = {
  store,
  logs: (name: string) => createJobLogs(logsClient, { userPoolId, name }),
  poolName: async () => (await describe(userPoolId)).name,
  newPool: createNewPoolUsers(createPacedClient({ region }), userPoolId),
};

/** Called again while lines of the log are missing, or rows are left to look up. */
export const handler = backfillStep('Reading what an import job did', readFile, (input, { stopped }) =>
  reconcileImport({ ...deps, stopped })(input),
);
