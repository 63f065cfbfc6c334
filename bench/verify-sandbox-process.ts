import { LambdaHost } from '../sandbox/lambda/host.ts';
import { deployPools } from './deployed-pools.ts';
import { movePeople, populate } from './population.ts';
import type { VerifyWorld } from './verify.ts';
import { plantDifferences } from './verify-plants.ts';

/**
 * The sandbox of a comparison: everything deployed, everybody moved, and then the differences.
 * Arguments: how many people, and how many differences.
 */

const [people = 0, plants = 0] = process.argv.slice(2).map(Number);
// Nothing of the backfill is called.
const { sandbox, old, moved } = await deployPools(new LambdaHost(), { backfill: { enabled: false } });
const { endpoint, services } = sandbox;
populate(services, old, 0, people);
movePeople(services, old, moved, 0, people, () => true);
const planted = plantDifferences(services, old, moved, plants);
process.send?.({ endpoint, planted } satisfies VerifyWorld);
