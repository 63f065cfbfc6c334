import { createPacedClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { createListPage } from '../../aws/user-lister.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readRun } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { reportProgress } from '../runtime/report-progress.ts';
import { parseUserMigrationEnvironment } from '../runtime/user-migration-environment.ts';
import { listOldPool } from './steps/list-old-pool.ts';

const { oldPool, rules } = parseUserMigrationEnvironment(process.env);
const store = createObjectStore(createS3Client(), bucketName());
const listPage = createListPage(createPacedClient(oldPool), oldPool.userPoolId);

/** Called again until it says that it is done. */
export const handler = backfillStep('Listing the old pool', readRun, async (input, { stopped }) => {
  const result = await listOldPool({ store, listPage, rules, stopped })(input);
  reportProgress({ listed: result.listed });
  return result;
});
