import { createPatientClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createExecutions } from '../../aws/executions.ts';
import { createImportJobs } from '../../aws/import-jobs.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { createListPage } from '../../aws/user-lister.ts';
import { describeUserPool } from '../../aws/user-pools.ts';
import { bucketName, disabledUsers, importLogsRoleArn } from '../runtime/backfill-environment.ts';
import { readPlanInput } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { newUserPoolId, ownRegion } from '../runtime/new-pool-place.ts';
import { parseUserMigrationEnvironment } from '../runtime/user-migration-environment.ts';
import { plan } from './steps/plan.ts';

/** First state: checks the input, takes the lock, divides the work. */

const { oldPool, rules } = parseUserMigrationEnvironment(process.env);
const oldClient = createPatientClient(oldPool);
const newClient = createPatientClient({ region: ownRegion() });
const newPoolId = newUserPoolId();

const makePlan = plan({
  store: createObjectStore(createS3Client(), bucketName()),
  executions: createExecutions(),
  oldPool: {
    userPoolId: oldPool.userPoolId,
    describe: () => describeUserPool(oldClient)(oldPool.userPoolId),
    listPage: createListPage(oldClient, oldPool.userPoolId),
  },
  newPool: {
    userPoolId: newPoolId,
    describe: () => describeUserPool(newClient)(newPoolId),
    listPage: createListPage(newClient, newPoolId),
  },
  header: createImportJobs(newClient, { userPoolId: newPoolId, logsRoleArn: importLogsRoleArn() }).header,
  rules,
  disabledUsers: disabledUsers(),
});

/** What it says decides about all that follows. */
export const handler = backfillStep('Planning the backfill', readPlanInput, makePlan);
