import { createS3Client } from '../../aws/clients/s3-client.ts';
import { createObjectStore } from '../../aws/s3-objects.ts';
import { bucketName } from '../runtime/backfill-environment.ts';
import { readPartition } from '../runtime/backfill-events.ts';
import { backfillStep } from '../runtime/backfill-step.ts';
import { parseMigrationRules } from '../runtime/rules-environment.ts';
import { resolveNames } from './steps/resolve-names.ts';

const rules = parseMigrationRules(process.env);
const store = createObjectStore(createS3Client(), bucketName());

/** Called once for each partition; what it says holds numbers, and nobody's name. */
export const handler = backfillStep('Resolving names', readPartition, async (input) => {
  const { shards } = await resolveNames({ store, rules })(input);
  return { partition: input.partition, shardsWithRulings: shards.length };
});
