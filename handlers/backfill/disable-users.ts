import { createPacedClient } from '../../aws/clients/patient-clients.ts';
import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createNewPoolUsers } from '../../aws/new-pool-users.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readFile } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { newUserPoolId, ownRegion } from '../runtime/new-pool-place.ts';
import { disableUsers } from './steps/disable-users.ts';

const store = createObjectStore(createS3Client(), bucketName());
const newPool = createNewPoolUsers(createPacedClient({ region: ownRegion() }), newUserPoolId());

/** Called again until it says what is next but this. */
export const handler = backfillStep('Disabling users', readFile, (input, { stopped }) =>
  disableUsers({ store, newPool, stopped })(input),
);
