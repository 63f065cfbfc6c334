import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readShard } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { reportProgress } from '../runtime/report-progress.ts';
import { parseMigrationRules } from '../runtime/rules-environment.ts';
import { settleShard } from './steps/settle-shard.ts';

const rules = parseMigrationRules(process.env);
const store = createObjectStore(createS3Client(), bucketName());

/** Called once for each shard; says how many rows came of it. */
export const handler = backfillStep('Deciding about a shard', readShard, async (input) => {
  const { enabled, disabled } = await settleShard({ store, rules })(input);
  reportProgress({ rows: enabled.rows + disabled.rows });
  return { shard: input.shard, enabled: enabled.rows, disabled: disabled.rows };
});
