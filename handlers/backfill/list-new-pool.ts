import { createPacedClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { createListPage } from '../../aws/user-lister.ts';
import { bucketName, newUserPoolId, ownRegion } from '../runtime/backfill-environment.ts';
import { readRun } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { parseEnvironment } from '../runtime/environment.ts';
import { listNewPool } from './steps/list-new-pool.ts';

const { rules } = parseEnvironment(process.env);
const store = createObjectStore(createS3Client(), bucketName());
const listPage = createListPage(createPacedClient({ region: ownRegion() }), newUserPoolId());

/** Called again until it says that it is done. */
export const handler = backfillStep('Listing the new pool', readRun, (input, { stopped }) =>
  listNewPool({ store, listPage, rules, stopped })(input),
);
