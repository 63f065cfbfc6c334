import { createPacedClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createNewPool } from '../../aws/new-pool.ts';
import { createOldPool } from '../../aws/old-pool.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { createListPage } from '../../aws/user-lister.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readShard } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { newUserPoolId, ownRegion } from '../runtime/new-pool-place.ts';
import { parseUserMigrationEnvironment } from '../runtime/user-migration-environment.ts';
import { lookUpPeople } from './steps/look-up-people.ts';

const { oldPool, rules } = parseUserMigrationEnvironment(process.env);
const store = createObjectStore(createS3Client(), bucketName());
/** The clients have time limits of their own. */
const never = new AbortController().signal;
const oldClient = createPacedClient(oldPool);
const pools = {
  oldPool: createOldPool(oldClient, oldPool)(never),
  listPage: createListPage(oldClient, oldPool.userPoolId),
  newPool: createNewPool(createPacedClient({ region: ownRegion() }))(newUserPoolId(), never),
};

/** Called again until it says that it is done. */
export const handler = backfillStep('Looking at people one by one', readShard, (input, { stopped }) =>
  lookUpPeople({ store, rules, ...pools, stopped })(input),
);
