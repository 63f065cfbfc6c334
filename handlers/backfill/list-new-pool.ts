import { createPacedClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { createListPage } from '../../aws/user-lister.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readRun } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { newUserPoolId, ownRegion } from '../runtime/new-pool-place.ts';
import { parseMigrationRules } from '../runtime/rules-environment.ts';
import { listNewPool } from './steps/list-new-pool.ts';

const rules = parseMigrationRules(process.env);
const store = createObjectStore(createS3Client(), bucketName());
const listPage = createListPage(createPacedClient({ region: ownRegion() }), newUserPoolId());

/** Called again until it says that it is done. */
export const handler = backfillStep('Listing the new pool', readRun, (input, { stopped }) =>
  listNewPool({ store, listPage, rules, stopped })(input),
);
